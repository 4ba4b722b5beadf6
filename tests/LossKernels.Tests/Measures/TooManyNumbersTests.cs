using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Sources.Arrays;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>Of more numbers than memory holds side by side it is said what can be done, before any is read.</summary>
public sealed class TooManyNumbersTests
{
    // Of 2^31 bytes, and of 2^29 + 2^20, a megabyte or four that stand there again and again.
    private static readonly TensorView Matrix = Many(TensorView.Create(new byte[1 << 22], 1 << 16, 1 << 6), 512);
    private static readonly TensorView Vector = Many(TensorView.Create(new byte[1 << 20]), 513);

    [Fact]
    public void Losses_that_are_kept() => AssertSays(
        "There are 2147483648 losses to keep in memory, and 2147483591 are the most.",
        "Add `OutputPath`",
        () => CrossEntropy.Measure(Matrix, Matrix, Binary with { Reduction = Reduction.PerElement }));

    [Fact]
    public void Derivatives() => AssertSays(
        "There are 2147483648 derivatives, and 2147483591 are the most.",
        "Measure parts of the data.",
        () => CrossEntropy.Measure(Matrix, Matrix, Binary with { Gradient = true }));

    [Fact]
    public void Numbers_of_a_row() => AssertSays(
        "A row of predictions has 537919488 numbers, and 536870897 are the most.",
        "Say with `Axis`",
        () => CrossEntropy.Measure(Vector, Vector, new() { Kind = LossKind.Categorical }));

    [Fact]
    public void Numbers_of_a_loss_that_takes_all_as_one() => AssertSays(
        "A row of predictions has 2147483648 numbers, and 536870897 are the most.",
        "Say with `Axis`",
        () => Loss.Measure(Matrix, Matrix, LossFunctions.Find("Tversky").CreateOptions()));

    private static CrossEntropyOptions Binary => new() { Kind = LossKind.Binary };

    private static TensorView Many(TensorView part, int times) => ConcatView.Join([.. Enumerable.Repeat(part, times)], [.. Enumerable.Repeat("part", times)]);

    private static void AssertSays(string message, string remedy, Func<LossResult> measure)
    {
        LossException failure = Assert.Throws<LossException>(measure);
        Assert.Equal(("OptionNotSupported", message), (failure.Id, failure.Message));
        Assert.StartsWith(remedy, failure.Remedy, StringComparison.Ordinal);
    }
}
