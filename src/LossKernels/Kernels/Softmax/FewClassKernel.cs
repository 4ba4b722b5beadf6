using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Softmax;

/// <summary>
/// Cross-entropy of rows of few logits: ln(1 + sum of e^d) of the differences d of the other logits and the label's, each with its rounding error.
/// That takes more of each logit than the walk of <see cref="SoftmaxKernel"/> does, and costs no row a sum, a factor and a logarithm in double.
/// </summary>
internal static class FewClassKernel
{
    // As many rows as are walked in one call where more than their losses is kept; a multiple of the lanes of any vector.
    private const int RowsTogether = QualityCompletion.MostRows;

    /// <summary>The most logits that are few.</summary>
    public const int Most = 5;

    /// <summary>Whether these are the rows that it is for.</summary>
    public static bool Takes<T>(TensorBlock<T> logits)
        where T : unmanaged => logits.Classes is >= 3 and <= Most;

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
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TileBuffer<T> buffer = new(logits);
        FewClassRows<T> found = new() { Logs = stackalloc T[SpreadSums<T>.Stretch] };
        SpreadSums<T> sums = default;
        for (int row = 0; row < labels.Length; row += SpreadSums<T>.Stretch)
        {
            int rows = Math.Min(SpreadSums<T>.Stretch, labels.Length - row);
            if (!FewClassLanes<TLanes, TVector, T>.Walk<LogsAlone>(logits, row, labels.Slice(row, rows), found, buffer.Values))
            {
                return SumAndSpread.Unknown;
            }

            sums.Add<T>(found.Logs[..rows]);
        }

        return sums.Total;
    }

    /// <summary>Writes tails and their logarithms.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="labels">The class number of each row's pivot; of a negative one, any number is written.</param>
    /// <param name="tails">Where the tails go; infinity or NaN where a row needs a second look.</param>
    /// <param name="logs">Where ln(1 + tail) goes; empty where nobody asks.</param>
    /// <param name="quality">Where the quality of targets of one goes, if anywhere; the rank is NaN where that is not known.</param>
    /// <param name="buffer">Room for tiles.</param>
    public static void Write<TLanes, TVector, T>(
        TensorBlock<T> logits, ReadOnlySpan<int> labels, Span<double> tails, Span<double> logs, PredictionQuality quality, Span<T> buffer)
        where TLanes : ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FewClassRows<T> found = FewClassRows<T>.Of(stackalloc T[FewClassRows<T>.PerRow * RowsTogether]);
        Span<double> someTails = stackalloc double[RowsTogether];

        // These terms lack no factor.
        Span<double> factors = stackalloc double[RowsTogether];
        factors.Fill(1);
        for (int row = 0; row < logits.Rows; row += RowsTogether)
        {
            int rows = Math.Min(RowsTogether, logits.Rows - row);
            ReadOnlySpan<int> ofRows = labels.Slice(row, rows);
            if (quality.IsEmpty)
            {
                FewClassLanes<TLanes, TVector, T>.Walk<TailsToo>(logits, row, ofRows, found, buffer);
                WriteTails(found, rows, someTails);
            }
            else
            {
                FewClassLanes<TLanes, TVector, T>.Walk<TailsAndVerdicts>(logits, row, ofRows, found, buffer);
                WriteTails(found, rows, someTails);
                QualityCompletion.Complete(default(TailCompletion<T>), ofRows, row, found.Above, found.Largest, found.Squares, factors, someTails, quality);
            }

            someTails[..rows].CopyTo(tails[row..]);
            if (!logs.IsEmpty)
            {
                Widened.All<T>(found.Logs[..rows], logs[row..]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WriteTails<T>(FewClassRows<T> found, int rows, Span<double> someTails)
        where T : unmanaged
    {
        ref T sums = ref MemoryMarshal.GetReference(found.Sums[..RowsTogether]);
        ref T carries = ref MemoryMarshal.GetReference(found.Carries[..RowsTogether]);
        ref double tails = ref MemoryMarshal.GetReference(someTails[..RowsTogether]);
        for (nint i = 0; i < rows; i += Vector512<double>.Count)
        {
            (Widened.Eight(ref sums, i) + Widened.Eight(ref carries, i)).StoreUnsafe(ref tails, (nuint)i);
        }
    }
}
