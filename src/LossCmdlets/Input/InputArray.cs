using System.Diagnostics.CodeAnalysis;
using LossCmdlets.Output;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>What was read from a PowerShell value: numbers of some shape, or text labels of some shape.</summary>
internal sealed class InputArray
{
    private readonly TensorView? _view;

    public InputArray(TensorView view, ElementOrigin origin, string[]? classes = null)
    {
        _view = view;
        Shape = view.Shape;
        Origin = origin;
        Class = classes;
    }

    public InputArray(string[] labels, Shape shape)
    {
        Labels = labels;
        Shape = shape;
    }

    /// <summary>The axis lengths; no axes for a single value.</summary>
    public Shape Shape { get; }

    /// <summary>The numbers. There are none where <see cref="IsText"/>.</summary>
    public TensorView View => _view ?? throw new InvalidOperationException("Text labels have no numbers.");

    /// <summary>The text labels in row order, or null where numbers were given.</summary>
    public string[]? Labels { get; }

    /// <summary>The labels of the last axis in order, where the value was a tensor that knows them.</summary>
    public string[]? Class { get; }

    /// <summary>Whether the numbers had a floating-point type of their own.</summary>
    public ElementOrigin Origin { get; } = ElementOrigin.Untyped;

    /// <summary>True where at least one value was text that is not a number, so that all of them are labels.</summary>
    [MemberNotNullWhen(true, nameof(Labels))]
    [MemberNotNullWhen(false, nameof(_view))]
    public bool IsText => Labels is not null;

    /// <summary>The data type to compute in: the requested one, for Auto that of the numbers, and for untyped numbers the convention's.</summary>
    public DataType ResolveDataType(DataType requested, DataType convention) => (requested, Origin) switch
    {
        (not DataType.Auto, _) => requested,
        (_, ElementOrigin.Typed32) => DataType.Float32,
        (_, ElementOrigin.Typed64) => DataType.Float64,
        _ => convention,
    };
}
