using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Details.Verdicts;

namespace LossKernels.Kernels.Details.Quality;

/// <summary>Writes down what is known of rows.</summary>
/// <param name="ranks">Where the ranks go.</param>
/// <param name="confidences">Where the winning probabilities go.</param>
/// <param name="scores">Where the scores go.</param>
internal readonly ref struct WritingSink(ref double ranks, ref double confidences, ref double scores) : IQualitySink
{
    private readonly ref double _ranks = ref ranks;
    private readonly ref double _confidences = ref confidences;
    private readonly ref double _scores = ref scores;

    public static bool AsksForUnknown
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(Vector512<double> ranks, Vector512<double> confidences, Vector512<double> scores, nint row)
    {
        ranks.StoreUnsafe(ref _ranks, (nuint)row);
        confidences.StoreUnsafe(ref _confidences, (nuint)row);
        scores.StoreUnsafe(ref _scores, (nuint)row);
    }
}
