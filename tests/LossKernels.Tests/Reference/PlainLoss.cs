using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Tests.Reference;

/// <summary>What a measurement should give.</summary>
internal sealed record PlainResult
{
    /// <summary>The reduced loss, where there is one.</summary>
    public double Loss { get; init; }

    /// <summary>What the rounding error of the loss is relative to.</summary>
    public double Scale { get; init; }

    /// <summary>The losses one by one.</summary>
    public required double[] Values { get; init; }

    /// <summary>What the rounding errors of the losses are relative to.</summary>
    public required double[] Scales { get; init; }

    /// <summary>The derivatives, in the order of the predictions.</summary>
    public required double[] Gradient { get; init; }

    /// <summary>The sum of the weights of what is not ignored.</summary>
    public double WeightSum { get; init; }

    /// <summary>What a mean divides by; of batches, the last one's.</summary>
    public double Divisor { get; init; }

    /// <summary>How many rows are ignored.</summary>
    public int Ignored { get; init; }

    /// <summary>Whether a mean, or that of a batch, has nothing to average.</summary>
    public bool IsNothing { get; init; }

    /// <summary>Whether that is an error.</summary>
    public bool Fails { get; init; }
}

/// <summary>
/// The whole measurement in plain loops and double precision, from the definitions: no vectors, no blocks, nothing of the library but its table
/// of conventions.
/// </summary>
internal static class PlainLoss
{
    public static PlainResult Measure(PlainProblem problem)
    {
        CrossEntropyOptions options = problem.Options;
        Unit[] units = options.Kind == LossKind.Binary ? Outputs(problem) : Rows(problem);
        double[] gradient = new double[problem.Prediction.Length];
        PlainResult result = new()
        {
            Values = [.. units.Select(unit => unit.Value)],
            Scales = [.. units.Select(unit => unit.Scale)],
            Gradient = gradient,
            WeightSum = units.Where(unit => !unit.IsIgnored).Sum(unit => unit.Weight),
            Ignored = units.Count(unit => unit.IsIgnored),
        };
        foreach (IGrouping<int, Unit> batch in units.GroupBy(unit => options.BatchSize is int size ? unit.Sample / size : 0))
        {
            result = Add(result, [.. batch], options, options.BatchSize is int size ? ((units[^1].Sample / size) + 1) : 1);
        }

        return result;
    }

    private static PlainResult Add(PlainResult result, Unit[] batch, CrossEntropyOptions options, int batches)
    {
        double divisor = options.Reduction == Reduction.Mean ? Divisor(batch, options) : 1;
        bool isNothing = options.Reduction == Reduction.Mean && (divisor == 0 || batch.All(unit => unit.IsIgnored));
        WhenAllIgnored gives = options.WhenAllIgnored == WhenAllIgnored.Convention ? options.Convention.MeanOfNothing : options.WhenAllIgnored;
        double nothing = gives == WhenAllIgnored.Zero ? 0 : double.NaN;
        foreach (Unit unit in batch)
        {
            foreach ((int index, double slope) in unit.Slopes)
            {
                result.Gradient[index] = isNothing ? nothing : slope / divisor / batches;
            }
        }

        return result with
        {
            Loss = result.Loss + ((isNothing ? nothing : batch.Sum(unit => unit.Value) / divisor) / batches),
            Scale = result.Scale + (isNothing ? 0 : batch.Sum(unit => unit.Scale) / divisor / batches),
            Divisor = divisor,
            IsNothing = result.IsNothing || isNothing,
            Fails = result.Fails || (isNothing && gives == WhenAllIgnored.Error),
        };
    }

    private static double Divisor(Unit[] batch, CrossEntropyOptions options)
    {
        Denominator denominator = options.Denominator;
        if (denominator == Denominator.Convention)
        {
            denominator = options.Kind == LossKind.Sparse ? options.Convention.SparseDenominator : options.Convention.Denominator;
        }

        Unit[] valid = [.. batch.Where(unit => !unit.IsIgnored)];
        return denominator switch
        {
            Denominator.Elements => batch.Length,
            Denominator.Valid => valid.Length,
            Denominator.WeightSum => valid.Sum(unit => unit.Weight),
            Denominator.NonZeroWeights => valid.Count(unit => unit.Weight != 0),
            _ => options.DenominatorValue!.Value,
        };
    }

    private static Unit[] Rows(PlainProblem problem)
    {
        PlainFormula formula = new(problem.Options, problem.IsSingle);
        int? ignored = problem.Options.Kind == LossKind.Sparse ? problem.Options.IgnoreClass ?? problem.Options.Convention.IgnoreClass : null;
        Unit[] units = new Unit[problem.Rows];
        for (int row = 0; row < units.Length; row++)
        {
            int[] indices = problem.IndicesOf(row);
            if (problem.Options.Kind == LossKind.Sparse && problem.Target[row] == ignored)
            {
                units[row] = new Unit(0, 0, 0, problem.SampleOf(row), true, [.. indices.Select(index => (index, 0.0))]);
                continue;
            }

            double[] target = problem.Options.Kind == LossKind.Sparse
                ? [.. indices.Select((_, j) => problem.Target[row] == j ? 1.0 : 0.0)]
                : [.. indices.Select(index => problem.Target[index])];
            PlainTerm term = formula.Row([.. indices.Select(index => problem.Prediction[index])], target);
            units[row] = Weighted(problem, term, problem.WeightOf(row, 0), row, [.. indices.Select((index, j) => (index, term.Value.Slope(j)))]);
        }

        return units;
    }

    private static Unit[] Outputs(PlainProblem problem)
    {
        PlainFormula formula = new(problem.Options, problem.IsSingle);
        List<(int Index, Unit Unit)> elements = [];
        for (int row = 0; row < problem.Rows; row++)
        {
            int[] indices = problem.IndicesOf(row);
            for (int j = 0; j < indices.Length; j++)
            {
                PlainTerm term = formula.Element(problem.Prediction[indices[j]], problem.Target[indices[j]], j);
                elements.Add((indices[j], Weighted(problem, term, problem.WeightOf(row, j), row, [(indices[j], term.Value.Slope(0))])));
            }
        }

        return problem.Options.Convention.AveragesOutputs && problem.Options.Reduction != Reduction.PerElement
            ? [.. elements.Select(element => element.Unit).Chunk(problem.Classes).Select(Average)]
            : [.. elements.OrderBy(element => element.Index).Select(element => element.Unit)];
    }

    private static Unit Weighted(PlainProblem problem, PlainTerm term, double sampleWeight, int row, (int Index, double Slope)[] slopes)
    {
        double Times(double value) => sampleWeight == 0 && problem.Options.Convention.SkipsZeroWeight ? 0 : sampleWeight * value;
        return new Unit(
            Times(term.Value.Value),
            Times(term.Scale),
            sampleWeight * term.Weight,
            problem.SampleOf(row),
            false,
            [.. slopes.Select(slope => (slope.Index, Times(slope.Slope)))]);
    }

    private static Unit Average(Unit[] outputs) => new(
        outputs.Average(unit => unit.Value),
        outputs.Average(unit => unit.Scale),
        outputs.Average(unit => unit.Weight),
        outputs[0].Sample,
        false,
        [.. outputs.SelectMany(unit => unit.Slopes).Select(slope => (slope.Index, slope.Slope / outputs.Length))]);

    // What has a loss of its own: a row, or an element.
    private sealed record Unit(double Value, double Scale, double Weight, int Sample, bool IsIgnored, (int Index, double Slope)[] Slopes);
}
