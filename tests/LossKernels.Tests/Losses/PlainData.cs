using LossKernels.Tensors;

namespace LossKernels.Tests.Losses;

/// <summary>Random input of a loss along an axis, and what the plain formula makes of it.</summary>
internal sealed class PlainData
{
    private readonly PlainCase _case;
    private readonly AxisLayout _layout;
    private readonly AxisLayout _targetLayout;
    private readonly double[] _prediction;
    private readonly double[] _target;

    public PlainData(PlainCase plain, Shape shape, int axis, Random random)
    {
        _case = plain;
        Shape = plain.PerTarget == 1 ? shape : shape.Without(axis).With(axis, shape[axis] * plain.PerTarget);
        TargetShape = plain.Targets == Draw.Label ? shape.Without(axis) : shape;
        _layout = AxisLayout.Of(Shape, axis);
        _targetLayout = AxisLayout.Of(shape, axis);
        _prediction = Fill(Shape, plain.Predictions, random);
        _target = Fill(TargetShape, plain.Targets, random);
    }

    public Shape Shape { get; }

    public Shape TargetShape { get; }

    public Shape RowShape => Shape.Without(_layout.Axis);

    public TensorView Prediction => TensorView.Create<double>(_prediction, Shape);

    public TensorView Target => TensorView.Create<double>(_target, TargetShape);

    /// <summary>The same with one prediction moved.</summary>
    public TensorView Moved(int index, double by)
    {
        double[] moved = [.. _prediction];
        moved[index] += by;
        return TensorView.Create<double>(moved, Shape);
    }

    /// <summary>The losses: one an element, in the order of the elements, or one a row.</summary>
    public double[] Losses() => _case.Element is not null
        ? [.. _prediction.Zip(_target, _case.Element)]
        : [.. Enumerable.Range(0, (int)_layout.Rows).Select(row => _case.Row!(Row(_prediction, _layout, row), TargetsOf(row)))];

    /// <summary>The element's row.</summary>
    public int RowOf(int element) => (int)((element / (_layout.Classes * _layout.Inner) * _layout.Inner) + (element % _layout.Inner));

    private double[] TargetsOf(int row) => _case.Targets == Draw.Label ? [_target[row]] : Row(_target, _targetLayout, row);

    private static double[] Row(double[] values, AxisLayout layout, int row)
    {
        long start = (row / layout.Inner * layout.Classes * layout.Inner) + (row % layout.Inner);
        return [.. Enumerable.Range(0, layout.Classes).Select(c => values[start + (c * layout.Inner)])];
    }

    private double[] Fill(Shape shape, Draw what, Random random)
    {
        double[] values = new double[shape.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = what switch
            {
                Draw.Real => (4 * random.NextDouble()) - 2,
                Draw.Probability => 0.05 + (0.9 * random.NextDouble()),
                Draw.LogProbability => -3 * random.NextDouble(),
                Draw.Positive => 0.1 + (3 * random.NextDouble()),
                Draw.Sign => (2 * random.Next(2)) - 1,
                Draw.Bit => random.Next(2),
                Draw.Label => random.Next(_layout.Classes),
                _ => 0,
            };
        }

        for (int row = 0; what == Draw.OneHot && row < _layout.Rows; row++)
        {
            long start = (row / _layout.Inner * _layout.Classes * _layout.Inner) + (row % _layout.Inner);
            values[start + (random.Next(_layout.Classes) * _layout.Inner)] = 1;
        }

        return values;
    }
}
