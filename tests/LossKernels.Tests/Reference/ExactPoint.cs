namespace LossKernels.Tests.Reference;

/// <summary>A probability, its complement and minus its logarithm in 320-bit arithmetic: each to a relative error of nothing, however small it is.</summary>
/// <param name="P">p.</param>
/// <param name="Rest">1 - p.</param>
/// <param name="Cost">-ln p.</param>
internal readonly record struct ExactPoint(BigReal P, BigReal Rest, BigReal Cost)
{
    // Exponentials of less are no part of any number of double precision.
    private const double Least = -1e7;

    private const double SmallRest = 1e-30;

    /// <summary>1 / (1 + e^-x), and its complement.</summary>
    public static (ExactPoint Yes, ExactPoint No) OfLogit(BigReal x)
    {
        BigReal size = BigReal.Abs(x);
        BigReal decay = Exp(-size);
        BigReal cost = HighPrecision.Log1P(decay);
        ExactPoint larger = new(BigReal.One / (BigReal.One + decay), decay / (BigReal.One + decay), cost);
        ExactPoint smaller = new(larger.Rest, larger.P, size + cost);
        return x.Sign < 0 ? (smaller, larger) : (larger, smaller);
    }

    /// <summary>p as it is given, above zero and below one, and its complement.</summary>
    public static (ExactPoint Yes, ExactPoint No) OfProbability(BigReal p)
    {
        BigReal rest = BigReal.One - p;
        (BigReal cost, BigReal ofRest) = (-LogOf(p, rest), -LogOf(rest, p));
        return (new ExactPoint(p, rest, cost), new ExactPoint(rest, p, ofRest));
    }

    /// <summary>p by its logarithm, below zero, and its complement.</summary>
    public static (ExactPoint Yes, ExactPoint No) OfLogarithm(BigReal logarithm)
    {
        (BigReal p, BigReal rest) = (Exp(logarithm), OneLessExp(logarithm));
        return (new ExactPoint(p, rest, -logarithm), new ExactPoint(rest, p, -LogOf(rest, p)));
    }

    /// <summary>e^x over the sum of all.</summary>
    public static ExactPoint[] OfLogits(BigReal[] logits)
    {
        BigReal largest = logits.Max();
        int pivot = Array.IndexOf(logits, largest);
        BigReal[] powers = [.. logits.Select(x => Exp(x - largest))];
        BigReal ofSum = HighPrecision.Log1P(Others(powers, pivot));
        return [.. logits.Select((x, j) => Share(powers, j) with { Cost = largest - x + ofSum })];
    }

    /// <summary>Numbers above zero over the sum of all.</summary>
    public static ExactPoint[] OfShares(BigReal[] numbers) => [.. numbers.Select((x, j) => Share(numbers, j) with { Cost = HighPrecision.Log1P(Others(numbers, j) / x) })];

    /// <summary>-ln p + poly (1 - p).</summary>
    public BigReal WithPoly(BigReal poly)
    {
        // Of more than that the difference would take digits.
        BigReal excess = Rest < SmallRest ? Rest * Rest * ((BigReal)0.5 + (Rest / 3d)) : Cost - Rest;
        return ((BigReal.One + poly) * Rest) + excess;
    }

    /// <summary>(1 - p^q) / q.</summary>
    public BigReal Generalised(BigReal q) => OneLessExp(-q * Cost) / q;

    /// <summary>p^q.</summary>
    public BigReal Power(BigReal q) => Exp(-q * Cost);

    /// <summary>x^power of a number that is not negative.</summary>
    public static BigReal Power(BigReal x, BigReal power) => power.Sign == 0 ? BigReal.One : x.Sign == 0 ? BigReal.Zero : Exp(power * HighPrecision.Log(x));

    private static ExactPoint Share(BigReal[] numbers, int number)
    {
        BigReal others = Others(numbers, number);
        BigReal sum = others + numbers[number];
        return new ExactPoint(numbers[number] / sum, others / sum, BigReal.Zero);
    }

    private static BigReal Others(BigReal[] numbers, int number) => numbers.Where((_, j) => j != number).Aggregate(BigReal.Zero, (sum, x) => sum + x);

    private static BigReal LogOf(BigReal p, BigReal rest) => rest < 0.25 ? HighPrecision.Log1P(-rest) : HighPrecision.Log(p);

    private static BigReal Exp(BigReal x) => x < Least ? BigReal.Zero : HighPrecision.Exp(x);

    // 1 - e^x of an x below zero, by its series where that is near it.
    private static BigReal OneLessExp(BigReal x)
    {
        if (x < -1e-3)
        {
            return BigReal.One - Exp(x);
        }

        BigReal sum = BigReal.One;
        for (int n = 40; n > 1; n--)
        {
            sum = BigReal.One + (x / (double)n * sum);
        }

        return -x * sum;
    }
}
