using LossKernels.Semantics;

namespace LossKernels.Tests.Reference;

/// <summary>A probability and its complement, and minus the logarithms of both: each computed where it keeps its digits.</summary>
internal readonly record struct PlainPoint(Dual P, Dual Rest, Dual Cost, Dual RestCost)
{
    public static PlainPoint OfProbability(Dual p) => new(p, 1 - p, -Dual.Log(p), -Dual.LogOnePlus(-p));

    public static PlainPoint OfLogProbability(Dual log)
    {
        Dual rest = -Dual.ExpMinusOne(log);
        return new PlainPoint(Dual.Exp(log), rest, -log, -Dual.Log(rest));
    }

    /// <summary>p = 1 / (1 + odds): odds against.</summary>
    public static PlainPoint OfOdds(Dual odds)
    {
        double onePlus = 1 + odds.Value;
        double slope = 1 / onePlus / onePlus;
        return new PlainPoint(odds.Map(1 / onePlus, -slope), odds.Map(odds.Value > 1 ? 1 / (1 + (1 / odds.Value)) : odds.Value / onePlus, slope), Dual.LogOnePlus(odds), Dual.LogOnePlus(1 / odds));
    }

    public PlainPoint Clip(PlainBounds bounds)
    {
        if (P.Value < bounds.Low)
        {
            return OfProbability(bounds.Low);
        }

        return P.Value > bounds.High ? OfProbability(bounds.High) : this;
    }

    /// <summary>The logarithms of p + epsilon and 1 - p + epsilon take the place of those of p and 1 - p.</summary>
    public PlainPoint Inside(double epsilon) =>
        epsilon == 0 ? this : this with { Cost = -LogOf(P, Rest, epsilon), RestCost = -LogOf(Rest, P, epsilon) };

    private static Dual LogOf(Dual p, Dual rest, double epsilon) => p.Value > 0.5 ? Dual.LogOnePlus(epsilon - rest) : Dual.Log(p + epsilon);

    /// <summary>Logarithms are not less than a floor.</summary>
    public PlainPoint Floor(double least) => this with
    {
        Cost = Cost.Value > -least ? -least : Cost,
        RestCost = RestCost.Value > -least ? -least : RestCost,
    };

    /// <summary>The points of a row of positive numbers over their sum.</summary>
    public static PlainPoint[] OfShares(Dual[] shares)
    {
        // The sum of the others is added up, not left over, so that it keeps its digits beside a share of almost everything.
        int count = shares.Length;
        Dual[] behind = new Dual[count + 1];
        for (int j = count - 1; j >= 0; j--)
        {
            behind[j] = behind[j + 1] + shares[j];
        }

        PlainPoint[] points = new PlainPoint[count];
        Dual before = 0;
        for (int j = 0; j < count; j++)
        {
            points[j] = OfOdds((before + behind[j + 1]) / shares[j]);
            before += shares[j];
        }

        return points;
    }
}

/// <summary>Between what a probability is clipped.</summary>
internal readonly record struct PlainBounds(double Low, double High)
{
    public static PlainBounds Of(ProbabilityFormula formula, double epsilon, bool isSingle)
    {
        double low = double.NegativeInfinity;
        double high = double.PositiveInfinity;
        if (epsilon > 0 && formula.Use.HasFlag(EpsilonUse.ClipBelow))
        {
            (low, high) = (epsilon, 1);
        }

        if (epsilon > 0 && formula.Use.HasFlag(EpsilonUse.ClipAbove))
        {
            high = isSingle ? 1f - (float)epsilon : 1 - epsilon;
        }

        return new PlainBounds(low, high);
    }
}
