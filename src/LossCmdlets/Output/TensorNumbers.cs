using System.Numerics;
using LossKernels.Tensors;

namespace LossCmdlets.Output;

/// <summary>The numbers of tensors in arrays.</summary>
internal static class TensorNumbers
{
    /// <summary>All numbers of a tensor, in an array of their own.</summary>
    public static T[] ToArray<T>(this TensorView view)
        where T : unmanaged, INumber<T>
    {
        T[] numbers = new T[view.Shape.Length];
        view.Read<T>(0, numbers.Length, numbers).CopyTo(numbers);
        return numbers;
    }
}
