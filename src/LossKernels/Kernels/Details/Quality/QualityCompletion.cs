using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Details.Verdicts;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Quality;

/// <summary>Makes of what a walk found of rows how good their predictions are, as of targets of one.</summary>
internal static class QualityCompletion
{
    /// <summary>The most rows that are completed at a time.</summary>
    public const int MostRows = 240;

    /// <summary>Completes rows. Of all but the labels there is memory for a whole number of steps.</summary>
    /// <param name="completion">What becomes of the sums.</param>
    /// <param name="labels">The class of each row.</param>
    /// <param name="row">The number of the first row.</param>
    /// <param name="above">How many values are above the label's.</param>
    /// <param name="largest">The largest of the other terms.</param>
    /// <param name="squares">The sums of their squares.</param>
    /// <param name="needed">What <see cref="IQualityCompletion{T}.Prepare"/> wrote.</param>
    /// <param name="sums">The sums of the terms, which are completed.</param>
    /// <param name="quality">Where the quality goes; the rank of a row whose score is no finite number is NaN.</param>
    public static void Complete<T, TCompletion>(
        TCompletion completion,
        ReadOnlySpan<int> labels,
        int row,
        ReadOnlySpan<T> above,
        ReadOnlySpan<T> largest,
        ReadOnlySpan<T> squares,
        ReadOnlySpan<double> needed,
        Span<double> sums,
        PredictionQuality quality)
        where T : unmanaged
        where TCompletion : struct, IQualityCompletion<T>
    {
        int rows = labels.Length;
        if (!quality.Verdicts.IsEmpty)
        {
            Span<int> memory = stackalloc int[MostRows];
            VerdictSink sink = quality.Verdicts.Sink(labels, memory, row);
            Complete(completion, in above[0], in largest[0], in squares[0], in needed[0], ref sums[0], rows, ref sink);
            sink.Tell(quality.Verdicts.Sums);
        }
        else
        {
            PredictionQuality some = new(stackalloc double[PredictionQuality.PerLoss * MostRows], MostRows);
            WritingSink sink = new(ref some.Ranks[0], ref some.Confidences[0], ref some.BrierScores[0]);
            Complete(completion, in above[0], in largest[0], in squares[0], in needed[0], ref sums[0], rows, ref sink);
            some.Ranks[..rows].CopyTo(quality.Ranks[row..]);
            some.Confidences[..rows].CopyTo(quality.Confidences[row..]);
            some.BrierScores[..rows].CopyTo(quality.BrierScores[row..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Complete<T, TCompletion, TSink>(
        TCompletion completion,
        ref readonly T above,
        ref readonly T largest,
        ref readonly T squares,
        ref readonly double needed,
        ref double sums,
        nint rows,
        ref TSink sink)
        where T : unmanaged
        where TCompletion : struct, IQualityCompletion<T>
        where TSink : struct, IQualitySink, allows ref struct
    {
        // Of a copy the JIT keeps the parts in registers.
        TSink taking = sink;
        for (nint i = 0; i < rows; i += RowVerdicts.Step)
        {
            Vector512<double> sum = Vector512.LoadUnsafe(ref sums, (nuint)i);
            Vector512<double> confidences = Widened.Eight(ref Unsafe.AsRef(in largest), i);
            Vector512<double> scores = Widened.Eight(ref Unsafe.AsRef(in squares), i);
            completion.Complete(Vector512.LoadUnsafe(in needed, (nuint)i), ref sum, ref confidences, ref scores);
            sum.StoreUnsafe(ref sums, (nuint)i);
            Vector512<double> ranks = Widened.Eight(ref Unsafe.AsRef(in above), i);
            taking.Take(TSink.AsksForUnknown ? ranks + (scores - scores) : ranks, confidences, scores, i);
        }

        sink = taking;
    }
}
