using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// Cross-entropy of rows of few logits, and of rows that lie across columns: each lane is a row, which costs it no sum across lanes, and neither a factor nor a logarithm in double.
/// </summary>
internal static class TileKernel
{
    /// <summary>Whether these are the rows that it is for.</summary>
    public static bool Takes<T>(TensorBlock<T> logits)
        where T : unmanaged => !RowWalk.GoesAlong(logits);

    /// <summary>The sum of the losses of rows, and that of the squares of their distances from the mean.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="labels">The number of a class for each row.</param>
    /// <returns>The sums; NaN where a row needs a second look.</returns>
    public static SumAndSpread Sum<T>(TensorBlock<T> logits, ReadOnlySpan<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector512.IsHardwareAccelerated
            ? Sum<Lanes512<T>, Vector512<T>, T>(logits, labels)
            : Sum<Lanes256<T>, Vector256<T>, T>(logits, labels);

    /// <summary>The same at one vector width.</summary>
    public static SumAndSpread Sum<TLanes, TVector, T>(TensorBlock<T> logits, ReadOnlySpan<int> labels)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(logits);
        LossTaker<T> taker = new() { Losses = new(labels.Length) };
        bool areUsual = TileWalk<TLanes, TVector, T>.Over<LogsAlone, LossTaker<T>>(logits, labels, ref taker, MostOf<T>(), buffer.Values);
        return areUsual ? taker.Losses.Total : SumAndSpread.Unknown;
    }

    /// <summary>Writes tails and their logarithms.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="labels">The class number of each row's pivot; of a negative one, any number is written.</param>
    /// <param name="losses">Where they go; the tail is infinity or NaN where a row needs a second look.</param>
    /// <param name="gaps">Which gaps are written in the same walk, if any.</param>
    /// <param name="quality">Where the quality of targets of one goes, if anywhere; the rank is NaN where that is not known.</param>
    /// <param name="buffer">Room for tiles.</param>
    public static void Write<TLanes, TVector, T>(
        TensorBlock<T> logits, ReadOnlySpan<int> labels, TileLosses<T> losses, RowGaps<T> gaps, PredictionQuality quality, Span<T> buffer)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        StatisticsTaker<TLanes, TVector, T> taker = new(losses, gaps, quality, stackalloc double[2 * QualityCompletion.MostRows]);
        if (quality.IsEmpty)
        {
            TileWalk<TLanes, TVector, T>.Over<TailsToo, StatisticsTaker<TLanes, TVector, T>>(logits, labels, ref taker, MostOf<T>(), buffer);
        }
        else
        {
            TileWalk<TLanes, TVector, T>.Over<TailsAndVerdicts, StatisticsTaker<TLanes, TVector, T>>(logits, labels, ref taker, MostOf<T>(), buffer);
        }
    }

    private static double MostOf<T>() => typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;

    private ref struct LossTaker<T> : ITileTaker<T>
        where T : unmanaged
    {
        public TileLosses<T> Losses;

        public readonly int Room => Losses.Room;

        public readonly int Kept => Losses.Kept;

        public readonly ref LineStream<T> Stream => ref Unsafe.NullRef<LineStream<T>>();

        public readonly Tiles<T> Enter(Tiles<T> tiles, scoped ReadOnlySpan<int> labels, int row, int rows) => default;

        public void Take(Tiles<T> tiles, Tiles<T> terms, TileRows<T> found, scoped ReadOnlySpan<int> labels, int row, int rows) => Losses.Take(found, row, rows);
    }

    private ref struct StatisticsTaker<TLanes, TVector, T> : ITileTaker<T>
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly RowGaps<T> _gaps;
        private readonly PredictionQuality _quality;
        private readonly Span<double> _tails;
        private readonly Span<double> _ones;
        private TileLosses<T> _losses;

        public StatisticsTaker(TileLosses<T> losses, RowGaps<T> gaps, PredictionQuality quality, Span<double> memory)
        {
            _losses = losses;
            _gaps = gaps;
            _quality = quality;
            _tails = memory[..QualityCompletion.MostRows];
            _ones = memory[QualityCompletion.MostRows..];

            // What is judged lacks no factor.
            _ones.Fill(1);
        }

        public readonly int Room => _quality.IsEmpty ? _losses.Room : QualityCompletion.MostRows;

        public readonly int Kept => 0;

        public readonly ref LineStream<T> Stream => ref Unsafe.NullRef<LineStream<T>>();

        public readonly Tiles<T> Enter(Tiles<T> tiles, scoped ReadOnlySpan<int> labels, int row, int rows) => default;

        public void Take(Tiles<T> tiles, Tiles<T> terms, TileRows<T> found, scoped ReadOnlySpan<int> labels, int row, int rows)
        {
            _losses.Take(found, row, rows);
            GapLanes<TLanes, TVector, T>.Down(tiles, _gaps.TilesOf(row, rows, TLanes.Count), row, found.Pivots[..rows], _gaps);
            if (!_quality.IsEmpty)
            {
                found.WriteTails(_tails[..Lanes.Whole(rows, Vector512<double>.Count)]);
                QualityCompletion.Complete(
                    default(TailCompletion<T>), labels[..rows], row, found.Above, found.Largest, found.Squares, _ones, _tails, _quality);
            }
        }
    }
}
