using System.Globalization;
using LossKernels.Tensors;

namespace LossCmdlets.Output;

/// <summary>How numbers leave the module: one axis as an array of numbers, more axes as a <see cref="Tensor"/>.</summary>
internal static class OutputValue
{
    // As many digits as a number of single precision needs.
    private const string SingleDigits = "G9";

    /// <summary>The values of a tensor in the form in which they are written.</summary>
    public static object Of(TensorView view, string[]? classes = null) => view.ElementType == ElementType.Float32
        ? Of<float>(view, classes)
        : Of<double>(view, classes);

    /// <summary>The values of a tensor as a <see cref="Tensor"/>, whatever its rank.</summary>
    public static Tensor ToTensor(TensorView view, string[]? classes = null) => view.ElementType == ElementType.Float32
        ? Tensor.Create(view.ToArray<float>(), view.Shape, classes)
        : Tensor.Create(view.ToArray<double>(), view.Shape, classes);

    /// <summary>
    /// A number in the shortest form that round-trips in the data type; where that has no more of it than infinity or zero, with the digits that others have.
    /// </summary>
    public static string Text(double value, DataType dataType)
    {
        float single = (float)value;
        bool fits = float.IsFinite(single) == double.IsFinite(value) && (single != 0 || value == 0);
        return dataType != DataType.Float32 ? value.ToString(CultureInfo.InvariantCulture)
            : fits ? single.ToString(CultureInfo.InvariantCulture)
            : value.ToString(SingleDigits, CultureInfo.InvariantCulture);
    }

    private static object Of<T>(TensorView view, string[]? classes)
        where T : unmanaged, System.Numerics.INumber<T> => view.Shape.Rank switch
        {
            0 => view.ToArray<T>()[0],
            1 => view.ToArray<T>(),
            _ => ToTensor(view, classes),
        };
}
