using System.Runtime.Intrinsics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Kernels;

/// <summary>
/// The kernels on vectors of 512 bits and of 256 give the same bits. Where a machine lacks the wider ones they run in software, so that
/// both are met on every machine.
/// </summary>
public class WidthTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 40 }, { 2, 33 }, { 3, 7 }, { 5, 16 }, { 10, 100 }, { 17, 65 }, { 63, 9 }, { 64, 20 }, { 70, 3 }, { 100, 17 }, { 257, 5 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Both_widths_give_the_same_bits_in_single_precision(int classes, int rows) => Check<float>(classes, rows);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Both_widths_give_the_same_bits_in_double_precision(int classes, int rows) => Check<double>(classes, rows);

    private static void Check<T>(int classes, int rows)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        foreach (bool isColumns in (bool[])[false, true])
        {
            Random random = new(classes);
            T[] logits = Fill<T>(rows * classes, () => (random.NextDouble() * 40) - 20);
            T[] probabilities = Fill<T>(rows * classes, () => random.NextDouble());
            T[] hard = Fill<T>(rows * classes, () => random.Next(2));
            T[] oneHot = Fill<T>(rows * classes, () => 0);
            int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))];
            for (int r = 0; r < rows; r++)
            {
                oneHot[isColumns ? (labels[r] * rows) + r : (r * classes) + labels[r]] = T.One;
            }

            double[] narrow = Run<Lanes256<T>, Vector256<T>, T>(isColumns, classes, labels, logits, probabilities, hard, oneHot);
            double[] wide = Run<Lanes512<T>, Vector512<T>, T>(isColumns, classes, labels, logits, probabilities, hard, oneHot);
            Assert.Equal(narrow.Select(BitConverter.DoubleToInt64Bits), wide.Select(BitConverter.DoubleToInt64Bits));
        }
    }

    // All that the kernels give, one after the other.
    private static double[] Run<TLanes, TVector, T>(bool isColumns, int classes, int[] labels, T[] logits, T[] probabilities, T[] hard, T[] oneHot)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        int rows = labels.Length;
        TensorBlock<T> x = Block(logits);
        TensorBlock<T> p = Block(probabilities);
        T[] room = new T[Tiles<T>.Room(x)];
        T[] targetRoom = new T[room.Length];
        List<double> results = [];
        double[] perRow = new double[rows];
        double[] picked = new double[rows];

        double[] gaps = new double[rows];
        RowGaps<T> rowGaps = new(p, skipsZeros: false, gaps, targetRoom);
        if (TileKernel.Takes(x))
        {
            double[] quality = new double[PredictionQuality.PerLoss * rows];
            TileKernel.Write<TLanes, TVector, T>(x, labels, new TileLosses<T>(perRow, picked), rowGaps, new PredictionQuality(quality, rows), room);
            results.AddRange([.. picked, .. quality, TileKernel.Sum<TLanes, TVector, T>(x, labels).Sum.Value]);
        }
        else
        {
            SoftmaxLanes<TLanes, TVector, T>.Tails(x, labels, perRow, rowGaps);
        }

        results.AddRange([.. perRow, .. gaps]);
        bool isWithin = ProbabilityLanes<TLanes, TVector, T>.Rests(p, labels, new ClipBounds(0.25, 0.75), picked, perRow, room);
        results.AddRange([.. picked, .. perRow, isWithin ? 1 : 0]);
        foreach (T[] targets in (T[][])[oneHot, probabilities])
        {
            TargetStatistics found = new(new int[rows], new double[rows], new bool[rows]);
            bool areWithin = TargetLanes<TLanes, TVector, T>.Scan(Block(targets), found, room);
            results.AddRange([.. found.Labels.ToArray().Select(label => (double)label), .. found.Masses, areWithin ? 1 : 0]);
            results.AddRange(found.IsSingle.ToArray().Select(isSingle => isSingle ? 1.0 : 0));
        }

        foreach ((bool isBefore, bool isAfter) in ((bool, bool)[])[(true, false), (false, true), (false, false)])
        {
            ClippedQuotient quotient = new(isBefore, isAfter, new ClipBounds(0.125, 0.75), SkipZeros: false);
            double[] divisors = new double[rows];
            bool areWithin = WeightedLogs.Walk<TLanes, TVector, T>(p, x, quotient, divisors, perRow);
            results.AddRange([.. divisors, .. perRow, areWithin ? 1 : 0]);
        }

        if (classes == 2)
        {
            T[] ofRows = new T[rows];
            results.Add(TwoClassLanes<TLanes, TVector, T>.Map(x, 0, labels, ofRows) ? 1 : 0);
            results.AddRange(ofRows.Select(double.CreateTruncating));
        }

        double[] losses = new double[logits.Length];
        T[] gradient = new T[logits.Length];
        foreach (T[] targets in (T[][])[hard, probabilities])
        {
            ElementLanes<TLanes, TVector, T>.Map(logits, targets, default(LogitLoss<T>), losses);
            results.AddRange(losses);
            ElementLanes<TLanes, TVector, T>.Map(probabilities, targets, new ProbabilityLoss<T, AddedSurprisal<T>>(new ClipBounds(0.125, 0.875), 0.0625, -100, skipZeros: false), losses);
            results.AddRange(losses);
            ElementLanes<TLanes, TVector, T>.Map(probabilities, targets, new ProbabilityLoss<T, Surprisal<T>>(ClipBounds.None, 0, double.NegativeInfinity, skipZeros: true), losses);
            results.AddRange(losses);
            Derive(logits, targets, default(LogitLoss<T>));
            Derive(probabilities, targets, new ProbabilityLoss<T, AddedSurprisal<T>>(new ClipBounds(0.125, 0.875), 0.0625, double.NegativeInfinity, skipZeros: false));
            Derive(probabilities, targets, new ProbabilityLoss<T, Surprisal<T>>(ClipBounds.None, 0, -100, skipZeros: true, slopeFloor: 0.125));
        }

        SoftmaxGradient<TLanes, TVector, T>.Write(x, labels, perRow, picked, gradient);
        results.AddRange(gradient.Select(double.CreateTruncating));
        foreach (ClippedQuotient quotient in (ClippedQuotient[])[new(true, false, new(0.125, 0.75), false), new(false, true, new(0.25, 0.75), false)])
        {
            PickedSlopes slopes = new(quotient, probabilities.Take(rows).Select(double.CreateTruncating).ToArray(), perRow, [], picked);
            PickedGradient<TLanes, TVector, T> ofPicked = new(p, labels, slopes, room);
            GradientGroups.Write(ofPicked, classes, new RowDerivatives<T>([], gradient, isStreamed: false));
            T[] streamed = new T[gradient.Length];
            GradientGroups.Write(ofPicked, classes, new RowDerivatives<T>([], streamed, isStreamed: true));
            Assert.Equal(gradient, streamed);
            results.AddRange(gradient.Select(double.CreateTruncating));
        }

        return [.. results];

        void Derive<TLoss>(T[] values, T[] targets, TLoss loss)
            where TLoss : struct, IElementLoss<T>
        {
            ElementsWidened<T> sink = new(losses);
            bool isUsual = DerivedElements.Walk<TLanes, TVector, T, TLoss, ElementsWidened<T>>(
                values, targets, loss, 1, new RowDerivatives<T>([0.3], gradient, isStreamed: false), ref sink);
            results.AddRange([.. losses, .. gradient.Select(double.CreateTruncating), isUsual ? 1 : 0]);
        }

        TensorBlock<T> Block(T[] values) => isColumns && rows > 1 ? TensorBlock<T>.OfColumns(values, rows, classes, rows) : new TensorBlock<T>(values, classes);
    }

    private static T[] Fill<T>(int count, Func<double> value)
        where T : System.Numerics.INumberBase<T> => [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating(value()))];
}
