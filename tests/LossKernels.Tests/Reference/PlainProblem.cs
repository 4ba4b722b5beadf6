using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Reference;

/// <summary>A measurement as plain numbers: the values as the data type holds them, and where they lie.</summary>
internal sealed class PlainProblem
{
    private readonly int[] _lengths;

    /// <summary>Rounds the numbers to the data type and finds the class axis.</summary>
    /// <param name="options">What to compute; the kind is named.</param>
    /// <param name="isSingle">Whether the data type is single precision.</param>
    /// <param name="prediction">The predictions.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="target">The targets, in the order of the predictions or one a row.</param>
    /// <param name="weights">The sample weights.</param>
    /// <param name="weightShape">Their shape.</param>
    public PlainProblem(
        CrossEntropyOptions options, bool isSingle, double[] prediction, Shape shape, double[] target, double[]? weights = null, Shape? weightShape = null)
    {
        Options = options;
        IsSingle = isSingle;
        Prediction = [.. prediction.Select(value => isSingle ? (float)value : value)];
        Target = [.. target.Select(value => isSingle ? (float)value : value)];
        Weights = weights;
        WeightShape = weightShape;
        _lengths = shape.Lengths.ToArray();

        // Weights of the outputs lie along the last axis.
        bool weighsOutputs = options.PositiveWeights is { Count: > 1 };
        int axis = options.Axis ?? (weighsOutputs ? -1 : Math.Min(options.Convention.DefaultAxis, _lengths.Length - 1));
        Axis = axis < 0 ? axis + _lengths.Length : axis;

        // A vector of binary predictions is so many samples of one output, unless its outputs have weights of their own.
        if (options.Kind == LossKind.Binary && _lengths.Length == 1 && options.Axis is null && !weighsOutputs)
        {
            (_lengths, Axis) = ([_lengths[0], 1], 1);
        }
    }

    public CrossEntropyOptions Options { get; }

    public bool IsSingle { get; }

    public double[] Prediction { get; }

    public double[] Target { get; }

    public double[]? Weights { get; }

    public Shape? WeightShape { get; }

    /// <summary>The class axis.</summary>
    public int Axis { get; }

    public int Classes => _lengths[Axis];

    public int Rows => RowLengths.Aggregate(1, (product, length) => product * length);

    public int[] RowLengths => [.. _lengths[..Axis], .. _lengths[(Axis + 1)..]];

    /// <summary>Which sample a row is of: its place on the first axis.</summary>
    public int SampleOf(int row) => RowLengths.Length == 0 ? 0 : row / (Rows / RowLengths[0]);

    /// <summary>Where the classes of a row lie.</summary>
    public int[] IndicesOf(int row)
    {
        int inner = _lengths[(Axis + 1)..].Aggregate(1, (product, length) => product * length);
        return [.. Enumerable.Range(0, Classes).Select(j => (row / inner * Classes * inner) + (j * inner) + (row % inner))];
    }

    /// <summary>The weight of an output: that of its row, where the weights have the shape of rows, else its own.</summary>
    public double WeightOf(int row, int output)
    {
        if (Weights is null)
        {
            return 1;
        }

        List<int> place = [];
        int rest = row;
        foreach (int length in RowLengths.Reverse())
        {
            place.Insert(0, rest % length);
            rest /= length;
        }

        if (!Fits(RowLengths))
        {
            place.Insert(Axis, output);
        }

        int index = 0;
        for (int axis = 0; axis < WeightShape!.Rank; axis++)
        {
            index = (index * WeightShape[axis]) + (WeightShape[axis] == 1 ? 0 : place[axis]);
        }

        return Weights[index];
    }

    private bool Fits(int[] lengths) => Enumerable.Range(0, WeightShape!.Rank)
        .All(axis => WeightShape[axis] == 1 || (axis < lengths.Length && WeightShape[axis] == lengths[axis]));
}
