using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>Reads nested values as text labels.</summary>
internal sealed class LabelReader(IValueShell shell, string what, Materialized materialized) : NestedReader(shell, what, materialized)
{
    private readonly List<string> _labels = [];

    /// <summary>What was read.</summary>
    /// <exception cref="LossException">There was nothing.</exception>
    public InputArray ToInputArray() => _labels.Count > 0
        ? new InputArray([.. _labels], new Shape(Axes.Lengths))
        : throw LossErrors.EmptyInput(What);

    protected override void ReadList(ReadOnlySpan<object?> elements, object list, int depth)
    {
        Axes.Enter(depth, elements.Length, list);
        for (int i = 0; i < elements.Length; i++)
        {
            Axes.MoveTo(depth, i);
            Read(elements[i], depth + 1);
        }
    }

    protected override void ReadBlock(TensorView view, ElementOrigin origin, string[]? classes, int depth, object block)
    {
        Axes.EnterBlock(depth, view.Shape.Lengths, block);
        bool boolean = view.ElementType == ElementType.Boolean;
        foreach (double number in view.ToArray<double>())
        {
            _labels.Add(Scalar.ToLabel(boolean ? number != 0 : number));
        }
    }

    protected override void ReadScalar(object? value, int depth)
    {
        // Text need not be parsed: whatever it is, it is a label.
        ScalarKind kind = value is string { Length: > 0 } ? ScalarKind.Text : Scalar.Read(value, out _);
        if (kind is ScalarKind.Null or ScalarKind.Empty or ScalarKind.Other)
        {
            throw Refuse(kind, value, depth);
        }

        Axes.Reach(depth);
        _labels.Add(Scalar.ToLabel(value!));
    }
}
