using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Kernels;

/// <summary>How good outputs are has the same bits on vectors of 512 bits and of 256, and its losses those of losses alone.</summary>
public class OutputKernelTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 1, 9 }, { 1, 1000 }, { 1, 2500 }, { 2, 700 }, { 3, 1300 }, { 7, 33 }, { 16, 90 }, { 100, 31 }, { 127, 40 }, { 128, 19 }, { 1500, 3 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Both_widths_give_the_same_bits_in_single_precision(int outputs, int rows) => Check<float>(outputs, rows);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Both_widths_give_the_same_bits_in_double_precision(int outputs, int rows) => Check<double>(outputs, rows);

    private static void Check<T>(int outputs, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new((outputs * 1000) + rows);
        T[] logits = Fill(() => (random.NextDouble() * 40) - 20);
        T[] probabilities = Fill(random.NextDouble);
        T[] hard = Fill(() => random.Next(2));
        T[] soft = Fill(random.NextDouble);
        foreach (T[] targets in (T[][])[hard, soft])
        {
            CheckLoss(logits, targets, default(LogitLoss<T>));
            CheckLoss(probabilities, targets, new ProbabilityLoss<T, Surprisal<T>>(new ClipBounds(0.125, 0.875), 0, -100, skipZeros: true));
        }

        if (outputs == 2)
        {
            int[] labels = [.. hard.Take(rows).Select(int.CreateTruncating)];
            TensorBlock<T> Block() => new(logits, 2);
            CheckWidths(
                1,
                sums => TwoClassKernel.Sum<Lanes512<T>, Vector512<T>, T>(Block(), labels, sums),
                sums => TwoClassKernel.Sum<Lanes256<T>, Vector256<T>, T>(Block(), labels, sums),
                () => TwoClassKernel.Sum<T, LabelledRows<T>>(new(Block(), labels, hasIgnored: false), rows, new double[rows]));
        }

        void CheckLoss<TLoss>(T[] values, T[] targets, TLoss loss)
            where TLoss : struct, IElementLoss<T> => CheckWidths(
                outputs,
                sums => OutputKernel.Sum<Lanes512<T>, Vector512<T>, T, TLoss>(values, targets, loss, new double[rows], sums),
                sums => OutputKernel.Sum<Lanes256<T>, Vector256<T>, T, TLoss>(values, targets, loss, new double[rows], sums),
                () => ElementSums.OfBlock(values, targets, loss, new double[rows]));

        void CheckWidths(int places, Func<OutputSums, SumAndSpread> wide, Func<OutputSums, SumAndSpread> narrow, Func<SumAndSpread> plain)
        {
            OutputSums ofWide = new(places);
            OutputSums ofNarrow = new(places);
            SumAndSpread losses = plain();
            Assert.Equal(losses, wide(ofWide));
            Assert.Equal(losses, narrow(ofNarrow));
            Assert.Equal(Bits(ofWide), Bits(ofNarrow));
        }

        T[] Fill(Func<double> draw) => [.. Enumerable.Range(0, rows * outputs).Select(_ => T.CreateTruncating(draw()))];
    }

    private static IEnumerable<long> Bits(OutputSums sums) =>
        sums.Counts.Concat(sums.Misses).Concat(((double[])[.. sums.Confidences, sums.BrierScore, .. sums.Losses, .. sums.Targets, .. sums.Yeses])
            .Select(BitConverter.DoubleToInt64Bits));
}
