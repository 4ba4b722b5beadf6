using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Tests.Reference;

/// <summary>What a measurement tells beside the loss, in plain loops and double precision, from the definitions.</summary>
internal static class PlainDetail
{
    private const int Bins = 15;
    private const int MostRanks = 10;

    /// <summary>The detail of all rows.</summary>
    public static LossDetail Measure(PlainProblem problem)
    {
        bool isBinary = problem.Options.Kind == LossKind.Binary;
        Part[] parts = [.. Enumerable.Range(0, problem.Rows).SelectMany(row => PartsOf(problem, row))];
        ILookup<int, Part> byClass = parts.ToLookup(part => part.Label);
        ILookup<int, Part> byBin = parts.ToLookup(part => Math.Min((int)(part.Confidence * Bins), Bins - 1));
        int[] classes = [.. Enumerable.Range(0, isBinary && problem.Classes == 1 ? 2 : problem.Classes)];
        double weight = WeightOf(parts);
        double entropy = isBinary ? EntropyOfOutputs(parts) : EntropyOf(parts.Select(part => part.Terms));
        double prior = PriorLoss(parts) / weight / (isBinary && problem.Options.Convention.MeasuresBinaryInBits ? Math.Log(2) : 1);
        return new LossDetail
        {
            Accuracy = ShareAbove(parts, 1),
            TopKAccuracy = isBinary ? [] : [.. Enumerable.Range(1, Math.Min(MostRanks, problem.Classes)).Select(k => ShareAbove(parts, k))],
            ClassLoss = [.. classes.Select(label => WeightOf(byClass[label]) == 0 ? double.NaN : byClass[label].Sum(part => part.Loss) / WeightOf(byClass[label]))],
            ClassCount = [.. classes.Select(label => byClass[label].LongCount(part => part.IsCounted))],
            BrierScore = parts.Sum(part => part.Weight * part.Brier) / weight,
            CalibrationError = byBin.Where(bin => WeightOf(bin) > 0).Sum(bin => WeightOf(bin) * Math.Abs(ShareAbove(bin, 1) - MeanConfidence(bin))) / weight,
            CalibrationBins = [.. Enumerable.Range(0, Bins).Select(bin => new CalibrationBin(
                (double)bin / Bins, (bin + 1.0) / Bins, byBin[bin].LongCount(), MeanConfidence(byBin[bin]), ShareAbove(byBin[bin], 1)))],
            PriorEntropy = entropy,
            PriorLoss = IsLogarithmic(problem.Options) ? prior : null,
            LossReduction = IsLogarithmic(problem.Options) && prior > 0 ? 1 - (parts.Sum(part => part.Loss) / weight / prior) : null,
        };
    }

    /// <summary>The probabilities of a row, or of its outputs.</summary>
    public static double[] SharesOf(PlainProblem problem, int row)
    {
        double[] given = [.. problem.IndicesOf(row).Select(index => problem.Prediction[index])];
        CrossEntropyOptions options = problem.Options;
        switch (options.Form)
        {
            case InputForm.Logit when options.Kind == LossKind.Binary:
                return [.. given.Select(logit => 1 / (1 + Math.Exp(-logit / options.Temperature)))];
            case InputForm.Logit:
                double most = given.Max();
                return OverSum(given.Select(logit => Math.Exp((logit - most) / options.Temperature)));
            case InputForm.LogProbability:
                return [.. given.Select(Math.Exp)];
        }

        ProbabilityFormula? numbers = PlainFormula.NumbersOf(options);
        switch (numbers?.Normalisation)
        {
            case Normalisation.BeforeClip:
                return OverSum(given);
            case Normalisation.AfterClip:
                double epsilon = options.Epsilon ?? numbers.Epsilon;
                PlainBounds bounds = PlainBounds.Of(numbers, problem.IsSingle ? (float)epsilon : epsilon, problem.IsSingle);
                return OverSum(given.Select(p => Math.Min(Math.Max(p, bounds.Low), bounds.High)));
            default:
                return given;
        }
    }

    private static double[] OverSum(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double sum = all.Sum();
        return [.. all.Select(value => value / sum)];
    }

    private static IEnumerable<Part> PartsOf(PlainProblem problem, int row)
    {
        PlainFormula formula = new(problem.Options, problem.IsSingle);
        int[] indices = problem.IndicesOf(row);
        double[] given = [.. indices.Select(index => problem.Prediction[index])];
        double[] shares = SharesOf(problem, row);
        switch (problem.Options.Kind)
        {
            case LossKind.Binary:
                return given.Select((value, j) => Output(problem, row, j, problem.Target[indices[j]], shares[j], formula.Element(value, problem.Target[indices[j]], j)));
            case LossKind.Sparse when problem.Target[row] == (problem.Options.IgnoreClass ?? problem.Options.Convention.IgnoreClass):
                return [];
            case LossKind.Sparse:
                return [Row(problem, row, given, [.. indices.Select((_, j) => problem.Target[row] == j ? 1.0 : 0.0)], shares, formula)];
            default:
                return [Row(problem, row, given, [.. indices.Select(index => problem.Target[index])], shares, formula)];
        }
    }

    // The probabilities of classes have the order of what was given, and where they are too small to be told apart that still tells it.
    private static Part Row(PlainProblem problem, int row, double[] given, double[] targets, double[] shares, PlainFormula formula)
    {
        int label = Array.IndexOf(targets, targets.Max());
        PlainTerm term = formula.Row(given, targets, hasSlopes: false);
        (double weight, double loss) = Weigh(problem, term, problem.WeightOf(row, 0));
        return new Part(
            weight,
            loss,
            label,
            true,
            given.Count(value => value > given[label]),
            shares.Max(),
            shares.Zip(targets, (p, t) => (p - t) * (p - t)).Sum(),
            TermsOf(problem, row, 0, label, targets),
            TermsOf(problem, row, 0, label, [.. targets.Select(t => ((1 - problem.Options.LabelSmoothing) * t) + (problem.Options.LabelSmoothing / targets.Length))]));
    }

    // By what minus the logarithms of the probabilities are multiplied.
    private static double[] TermsOf(PlainProblem problem, int row, int output, int label, double[] targets)
    {
        bool weighsTerms = problem.Options.Convention.ClassWeighting == ClassWeighting.Term;
        return [.. targets.Select((t, j) => problem.WeightOf(row, output) * t * (problem.Options.ClassWeights?[weighsTerms ? j : label] ?? 1))];
    }

    private static Part Output(PlainProblem problem, int row, int output, double given, double share, PlainTerm term)
    {
        double target = problem.Options.Convention.HardensBinaryTargets ? (given > 0 ? 1 : 0) : given;
        (double weight, double loss) = Weigh(problem, term, problem.WeightOf(row, output));
        double smoothed = ((1 - problem.Options.LabelSmoothing) * target) + (problem.Options.LabelSmoothing / 2);
        double positive = problem.Options.PositiveWeights is IReadOnlyList<double> weights ? weights[weights.Count == 1 ? 0 : output] : 1;
        bool isYes = target > 0.5;
        bool isHit = isYes ? share >= 0.5 : share <= 0.5;
        bool isOnly = problem.Classes == 1;
        return new Part(
            weight,
            loss,
            !isOnly ? output : isYes ? 1 : 0,
            isOnly || isYes,
            isHit ? 0 : 1,
            Math.Max(share, 1 - share),
            (share - target) * (share - target),
            TermsOf(problem, row, output, isYes ? 1 : 0, [1 - target, target]),
            TermsOf(problem, row, output, isYes ? 1 : 0, [1 - smoothed, positive * smoothed]),
            output);
    }

    private static (double Weight, double Loss) Weigh(PlainProblem problem, PlainTerm term, double sampleWeight) =>
        (sampleWeight * term.Weight, sampleWeight == 0 && problem.Options.Convention.SkipsZeroWeight ? 0 : sampleWeight * term.Value.Value);

    private static double WeightOf(IEnumerable<Part> parts) => parts.Sum(part => part.Weight);

    private static double ShareAbove(IEnumerable<Part> parts, int ranks) => WeightOf(parts.Where(part => part.Above < ranks)) / WeightOf(parts);

    private static double MeanConfidence(IEnumerable<Part> parts) => parts.Sum(part => part.Weight * part.Confidence) / WeightOf(parts);

    private static double EntropyOf(IEnumerable<double[]> terms) => OverSum(SumsOf(terms)).Sum(Surprise);

    // Of several outputs the mean, where they have weights of their own by these.
    private static double EntropyOfOutputs(Part[] parts) => parts.GroupBy(part => part.Column).Sum(WeightedEntropyOfOutput) / WeightOf(parts);

    private static double WeightedEntropyOfOutput(IEnumerable<Part> column) =>
        WeightOf(column) == 0 ? 0 : WeightOf(column) * EntropyOf(column.Select(part => part.Terms));

    // What always predicting the shares of the terms costs, which no other shares undercut.
    private static double PriorLoss(Part[] parts) => parts.GroupBy(part => part.Column).Sum(column =>
    {
        double[] sums = SumsOf(column.Select(part => part.Smoothed));
        return sums.Sum() == 0 ? 0 : sums.Sum() * OverSum(sums).Sum(Surprise);
    });

    private static double[] SumsOf(IEnumerable<double[]> terms)
    {
        double[][] all = [.. terms];
        return all.Length == 0 ? [double.NaN] : [.. Enumerable.Range(0, all[0].Length).Select(j => all.Sum(each => each[j]))];
    }

    private static double Surprise(double share) => share <= 0 ? 0 : -share * Math.Log(share);

    private static bool IsLogarithmic(CrossEntropyOptions options) =>
        options is { FocalGamma: null, FocalAlpha: null, PolyEpsilon: null, GeneralizedQ: null };

    // What has a loss of its own: a row, or an output of one target.
    private sealed record Part(
        double Weight, double Loss, int Label, bool IsCounted, int Above, double Confidence, double Brier, double[] Terms, double[] Smoothed, int Column = 0);
}
