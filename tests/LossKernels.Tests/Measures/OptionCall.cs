using LossKernels.Measures;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>Calls with plain arrays, for tests of options.</summary>
internal static class OptionCall
{
    /// <summary>The loss.</summary>
    public static double Loss(double[] prediction, int[] shape, double[] target, int[] targetShape, CrossEntropyOptions options) =>
        CrossEntropy.Measure(TensorView.Create(prediction, shape), TensorView.Create(target, targetShape), options).Loss!.Value;

    /// <summary>Checks that there is none, and why.</summary>
    public static void AssertFails(string id, double[] prediction, int[] shape, double[] target, int[] targetShape, CrossEntropyOptions? options = null)
    {
        LossException failure = Assert.ThrowsAny<LossException>(() =>
            CrossEntropy.Measure(TensorView.Create(prediction, shape), TensorView.Create(target, targetShape), options));
        Assert.Equal(id, failure.Id);
        Assert.NotEmpty(failure.Remedy);
    }
}
