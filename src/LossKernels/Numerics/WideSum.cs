using System.Diagnostics.Contracts;

namespace LossKernels.Numerics;

/// <summary>A sum of parts that are finite each, and that sum at a smaller scale: where the sum has no number in double precision, its quotient may have one.</summary>
/// <param name="Sum">The sum.</param>
/// <param name="Small">The same over 2^64, which no number of terms takes beyond double precision; only for sums that are beyond it.</param>
internal readonly record struct WideSum(CompensatedSum Sum, CompensatedSum Small)
{
    private const int Exponent = 64;

    /// <summary>The sum, rounded once.</summary>
    public double Value => double.IsFinite(Sum.Sum) ? Sum.Value : DividedBy(1);

    /// <summary>Whether the terms are finite: of a sum that is not, each is.</summary>
    public bool HasFiniteTerms => double.IsFinite(Sum.Sum) || double.IsFinite(Small.Sum);

    /// <summary>Whether the terms are finite, and the sum is beyond double precision.</summary>
    public bool IsBeyondDouble => HasFiniteTerms && !double.IsFinite(Value);

    /// <summary>The sum of numbers, in an order that depends on their positions only.</summary>
    public static WideSum Of(ReadOnlySpan<double> values)
    {
        WideSum sum = From(CompensatedSum.Of(values));
        if (double.IsFinite(sum.Sum.Sum))
        {
            return sum;
        }

        CompensatedSum small = default;
        foreach (double value in values)
        {
            small += Math.ScaleB(value, -Exponent);
        }

        return sum with { Small = small };
    }

    /// <summary>A number.</summary>
    public static WideSum From(double value) => From(new CompensatedSum(value, 0));

    /// <summary>A sum that is a number, or that has none at any scale.</summary>
    public static WideSum From(CompensatedSum sum) => new(sum, new CompensatedSum(Math.ScaleB(sum.Sum, -Exponent), Math.ScaleB(sum.Error, -Exponent)));

    /// <summary>The sum with the terms of another sum.</summary>
    [Pure]
    public WideSum Add(WideSum other) => new(Sum + other.Sum, Small + other.Small);

    /// <summary>The sum over a divisor, rounded once.</summary>
    [Pure]
    public double DividedBy(double divisor) =>
        double.IsFinite(Sum.Sum) || !double.IsFinite(Small.Sum) ? Sum.DividedBy(divisor) : Math.ScaleB(Small.DividedBy(divisor), Exponent);

    /// <summary>The sum over another one, which is rounded first.</summary>
    [Pure]
    public double DividedBy(WideSum divisor) => double.IsFinite(divisor.Value) ? DividedBy(divisor.Value) : Small.DividedBy(divisor.Small.Value);

    /// <summary>One over the sum.</summary>
    [Pure]
    public double Reciprocal() => double.IsFinite(Value) ? 1 / Value : Math.ScaleB(1 / Small.Value, -Exponent);

    /// <summary>The sum of the terms of both: <see cref="Add(WideSum)"/>.</summary>
    public static WideSum operator +(WideSum left, WideSum right) => left.Add(right);
}
