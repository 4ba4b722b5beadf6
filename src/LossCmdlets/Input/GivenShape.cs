using System.Globalization;
using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>Makes a shape of lengths that somebody gives.</summary>
internal static class GivenShape
{
    /// <summary>What is due where a shape does not have as many values as are given.</summary>
    public const string FitTheNumber = "Give a shape whose lengths multiply to the number of values.";

    /// <summary>The shape of the lengths.</summary>
    /// <exception cref="LossException">ShapeMismatch: a length is negative, no whole number or too large, or all together are.</exception>
    public static Shape Of(double[] lengths)
    {
        string[] texts = Array.ConvertAll(lengths, length => length.ToString(CultureInfo.InvariantCulture));
        string shape = $"({string.Join(", ", texts)})";
        int axis = Array.FindIndex(lengths, length => !(length >= 0 && length <= int.MaxValue && double.IsInteger(length)));
        if (axis >= 0)
        {
            throw LossErrors.ShapeMismatch(
                $"Axis {axis} of the shape {shape} has the length {texts[axis]}; lengths are {(lengths[axis] < 0 ? "0 and more" : $"whole numbers from 0 to {int.MaxValue}")}.",
                lengths[axis] < 0 ? "Give the length of each axis; -1 does not stand for what is left, as it does in NumPy." : FitTheNumber);
        }

        int[] whole = Array.ConvertAll(lengths, length => (int)length);
        return Shape.Fits(whole) ? new Shape(whole) : throw LossErrors.ShapeMismatch($"The shape {shape} has more values than can be counted.", FitTheNumber);
    }
}
