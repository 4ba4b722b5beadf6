using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>Makes a shape of lengths that somebody gives.</summary>
internal static class GivenShape
{
    /// <summary>The shape of the lengths.</summary>
    /// <exception cref="LossException">ShapeMismatch: a length is negative.</exception>
    public static Shape Of(int[] lengths)
    {
        int axis = Array.FindIndex(lengths, length => length < 0);
        return axis < 0
            ? new Shape(lengths)
            : throw LossErrors.ShapeMismatch(
                $"Axis {axis} of the shape ({string.Join(", ", lengths)}) has the length {lengths[axis]}; lengths are 0 and more.",
                "Give the length of each axis; -1 does not stand for what is left, as it does in NumPy.");
    }
}
