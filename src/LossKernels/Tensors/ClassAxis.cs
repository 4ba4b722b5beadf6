using System.Numerics;

namespace LossKernels.Tensors;

/// <summary>Between rows, which lie side by side, and tensors that have their classes on any axis.</summary>
public static class ClassAxis
{
    /// <summary>The rows of a tensor, in C order of its other axes, the shape of these, and the number of classes.</summary>
    /// <param name="tensor">The tensor, of one axis at least.</param>
    /// <param name="axis">The axis that the classes are on; negative counts from the last.</param>
    /// <exception cref="LossException">ParameterOutOfRange: there is no such axis.</exception>
    public static (T[] Rows, Shape Samples, int Classes) Collect<T>(TensorView tensor, int axis)
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        AxisLayout layout = AxisLayout.Of(tensor.Shape, axis);
        T[] rows = new T[tensor.Shape.Length];
        layout.ReadRows<T>(tensor, 0, (int)layout.Rows, rows, new T[layout.Rows]).CopyTo(rows);
        return (rows, tensor.Shape.Without(layout.Axis), layout.Classes);
    }

    /// <summary>The tensor that has the classes of rows on an axis: the inverse of <see cref="Collect"/>.</summary>
    /// <param name="rows">The rows, in C order of the samples.</param>
    /// <param name="samples">The shape of the samples.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="axis">The axis of the result that the classes are on; negative counts from the last.</param>
    /// <exception cref="LossException">ParameterOutOfRange: the result has no such axis.</exception>
    public static TensorView Spread<T>(T[] rows, Shape samples, int classes, int axis)
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(samples);
        Shape shape = samples.With(AxisLayout.Of(samples.With(samples.Rank, classes), axis).Axis, classes);
        AxisLayout layout = AxisLayout.Of(shape, axis);
        T[] values = new T[rows.Length];
        layout.WriteRows<T>(rows, 0, (int)layout.Rows, values);
        return TensorView.Create<T>(values, shape);
    }
}
