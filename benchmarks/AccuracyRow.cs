using System.Numerics;

namespace LossKernels.Benchmarks;

/// <summary>A row of predictions and its target: the number of a class, or a value for each.</summary>
/// <param name="Kind">What is special about it.</param>
/// <param name="Values">Logits or probabilities.</param>
/// <param name="Label">The target's class.</param>
internal sealed record AccuracyRow<T>(string Kind, T[] Values, int Label)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T[] Targets { get; init; } = [];

    public bool IsHard => Kind.Length > 0;

    /// <summary>Whether it has logits of minus infinity, which the conventions of dense targets multiply by zero, to NaN.</summary>
    public bool IsMasked => Values.Any(T.IsNegativeInfinity);

    public bool IsInfiniteWithoutClip => Values.Zip(Targets).Any(pair => pair.First == T.Zero && pair.Second > T.Zero);

    public AccuracyRow<T> OneHot()
    {
        T[] targets = new T[Values.Length];
        targets[Label] = T.One;
        return this with { Targets = targets };
    }

    /// <summary>One-hot, a tenth of it spread over all classes.</summary>
    public AccuracyRow<T> Smoothed()
    {
        T[] targets = new T[Values.Length];
        Array.Fill(targets, T.CreateTruncating(0.1 / targets.Length));
        targets[Label] += T.CreateTruncating(0.9);
        return this with { Targets = targets };
    }
}
