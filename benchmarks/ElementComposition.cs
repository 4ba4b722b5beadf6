using System.Numerics;
using System.Numerics.Tensors;

namespace LossKernels.Benchmarks;

/// <summary>The sums of the losses of elements as a good C# programmer would write them with TensorPrimitives, by their names in the catalogue.</summary>
internal static class ElementComposition<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T Epsilon = T.CreateTruncating(1e-7);

    private static readonly Dictionary<string, SumOfLosses> Known = new()
    {
        ["MeanSquaredError"] = (p, t, _, _) => Square(TensorPrimitives.Distance(p, t)),
        ["MeanAbsoluteError"] = (p, t, error, _) =>
        {
            TensorPrimitives.Subtract(p, t, error);
            return TensorPrimitives.SumOfMagnitudes<T>(error);
        },
        ["Huber"] = Huber,
        ["SmoothL1"] = Huber,
        ["Hinge"] = (p, t, gap, _) =>
        {
            Gaps(p, t, gap);
            return TensorPrimitives.Sum<T>(gap);
        },
        ["SquaredHinge"] = (p, t, gap, _) =>
        {
            Gaps(p, t, gap);
            return TensorPrimitives.SumOfSquares<T>(gap);
        },
        ["MeanAbsolutePercentageError"] = (p, t, error, size) =>
        {
            TensorPrimitives.Subtract(p, t, error);
            TensorPrimitives.Abs(t, size);
            TensorPrimitives.Max(size, Epsilon, size);
            TensorPrimitives.Divide(error, size, error);
            return T.CreateTruncating(100) * TensorPrimitives.SumOfMagnitudes<T>(error);
        },
        ["MeanSquaredLogarithmicError"] = (p, t, prediction, target) =>
        {
            TensorPrimitives.Max(p, Epsilon, prediction);
            TensorPrimitives.Max(t, Epsilon, target);
            TensorPrimitives.LogP1<T>(prediction, prediction);
            TensorPrimitives.LogP1<T>(target, target);
            return Square(TensorPrimitives.Distance<T>(prediction, target));
        },
        ["LogCosh"] = (p, t, error, _) =>
        {
            TensorPrimitives.Subtract(p, t, error);
            TensorPrimitives.Cosh<T>(error, error);
            TensorPrimitives.Log<T>(error, error);
            return TensorPrimitives.Sum<T>(error);
        },
        ["Poisson"] = (p, t, logarithm, _) =>
        {
            TensorPrimitives.Add(p, Epsilon, logarithm);
            TensorPrimitives.Log<T>(logarithm, logarithm);
            return TensorPrimitives.Sum(p) - TensorPrimitives.Dot(t, logarithm);
        },
        ["PoissonNegativeLogLikelihood"] = (p, t, rate, _) =>
        {
            TensorPrimitives.Exp(p, rate);
            return TensorPrimitives.Sum<T>(rate) - TensorPrimitives.Dot(p, t);
        },
        ["SoftMargin"] = (p, t, term, _) =>
        {
            TensorPrimitives.Multiply(p, t, term);
            TensorPrimitives.Negate<T>(term, term);
            TensorPrimitives.Exp<T>(term, term);
            TensorPrimitives.LogP1<T>(term, term);
            return TensorPrimitives.Sum<T>(term);
        },
    };

    /// <summary>Adds up losses.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="first">Room for as many numbers.</param>
    /// <param name="second">Room for as many more.</param>
    public delegate T SumOfLosses(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, Span<T> first, Span<T> second);

    /// <summary>The composition of a loss; null where TensorPrimitives have none to offer.</summary>
    public static SumOfLosses? Find(string function) => Known.GetValueOrDefault(function);

    // Delta is 1: m (|e| - m / 2) with m = min(|e|, 1).
    private static T Huber(ReadOnlySpan<T> p, ReadOnlySpan<T> t, Span<T> error, Span<T> least)
    {
        TensorPrimitives.Subtract(p, t, error);
        TensorPrimitives.Abs<T>(error, error);
        TensorPrimitives.Min<T>(error, T.One, least);
        return TensorPrimitives.Dot<T>(least, error) - (TensorPrimitives.SumOfSquares<T>(least) / T.CreateTruncating(2));
    }

    private static void Gaps(ReadOnlySpan<T> p, ReadOnlySpan<T> t, Span<T> gap)
    {
        TensorPrimitives.Multiply(p, t, gap);
        TensorPrimitives.Subtract<T>(T.One, gap, gap);
        TensorPrimitives.Max<T>(gap, T.Zero, gap);
    }

    private static T Square(T value) => value * value;
}
