using System.Collections;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>Tensors that came back from a job, another machine or JSON, where arrays have become lists of boxed numbers.</summary>
internal static class DeserializedTensor
{
    /// <summary>Rebuilds the tensor from its properties.</summary>
    /// <exception cref="LossException">The properties do not make a tensor.</exception>
    public static InputArray Read(TensorParts parts, IValueShell shell, string what)
    {
        ValueReader reader = new(shell);
        InputArray values = reader.ReadNumbers(parts.Values, what);
        bool isSingle = parts.Shape is object axes && shell.Unwrap(axes) is ICollection { Count: 0 };
        Shape shape = isSingle ? new Shape() : ToShape(reader.ReadNumbers(parts.Shape, what).View);
        if (shape.Length != values.Shape.Length)
        {
            throw LossErrors.ShapeMismatch(
                $"{what}: a tensor of shape {shape} has {shape.Length} values, and {values.Shape.Length} came.",
                "Let the tensor through jobs and remoting as it is, with the module imported on the other side.");
        }

        (TensorView view, ElementOrigin origin) = values.Origin == ElementOrigin.Typed32 || IsFloat32(parts.DataType, shell)
            ? (TensorView.Create(values.View.ToArray<float>()), ElementOrigin.Typed32)
            : (values.View, ElementOrigin.Typed64);
        return new InputArray(view.Reshape(shape), origin, ToLabels(parts.Class, shell));
    }

    // The numbers of JSON are all of double precision.
    private static bool IsFloat32(object? type, IValueShell shell) => (type is null ? null : shell.Unwrap(type)) switch
    {
        string name => name == nameof(DataType.Float32),
        long number => number == (long)DataType.Float32,
        _ => false,
    };

    private static Shape ToShape(TensorView axes) => GivenShape.Of(axes.ToArray<double>());

    private static string[]? ToLabels(object? labels, IValueShell shell) =>
        labels is not null && shell.Unwrap(labels) is IEnumerable list and not string
            ? [.. list.Cast<object>().Select(label => Scalar.ToLabel(shell.Unwrap(label)))]
            : null;
}
