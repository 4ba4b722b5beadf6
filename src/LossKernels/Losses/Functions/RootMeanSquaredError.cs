using System.Collections.Immutable;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;

namespace LossKernels.Losses.Functions;

/// <summary>The square root of the mean of (p - t)^2.</summary>
public sealed class RootMeanSquaredError : ElementFunction
{
    private const string AveragesRoots = nameof(AveragesRoots);

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["rmse"];

    /// <inheritdoc/>
    public override string Summary => "The square root of the mean of the squares of the errors.";

    /// <inheritdoc/>
    public override string Formula => "sqrt(mean of (p - t)^2)";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        Metric(Conventions.TensorFlow, "RootMeanSquaredError"),
        Metric(Conventions.Keras3, "RootMeanSquaredError"),
        Metric(Conventions.ScikitLearn, "root_mean_squared_error") with { Numbers = [(AveragesRoots, 1)], Note = "Of one output: scikit-learn averages the roots of several." },
        Metric(Conventions.MLNet, "RootMeanSquaredError"),
        new(Conventions.Exact),
    ];

    internal override LossFormula<T> Bind<T>(LossCall call) => new PairFormula<T, MeanSquaredError.Squared>(default);

    internal override (double Value, double Slope) Finish(double mean)
    {
        double root = Math.Sqrt(mean);
        return (root, 0.5 / root);
    }

    internal override void Check(LossCall call, int classes)
    {
        if (call.Options.Reduction != Reduction.Mean)
        {
            throw LossErrors.OptionNotSupported("The root is taken of a mean.", "Use `Reduction = Reduction.Mean`, or measure MeanSquaredError.");
        }

        if (classes > 1 && call.Has(AveragesRoots))
        {
            throw LossErrors.OptionNotSupported(
                $"{call.Convention.Name} averages the roots of the outputs, and does not take the root of all of them; the predictions have {classes} outputs.",
                "Measure one output at a time, or give another `Convention` for the root of the mean over all.");
        }

        if (call.Options.Gradient && call.Options.BatchSize is not null)
        {
            throw LossErrors.OptionNotSupported("Each batch has a root of its own.", "Leave out `Gradient` or `BatchSize`.");
        }
    }

    private static LossUse Metric(Convention convention, string name) => new(convention, name) { Denominator = Denominator.WeightSum };
}
