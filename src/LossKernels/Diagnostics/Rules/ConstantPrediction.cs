namespace LossKernels.Diagnostics.Rules;

/// <summary>The same prediction for every sample.</summary>
public sealed class ConstantPrediction : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "30 rows of predictions or more, and all of them the same to the last bit.";

    /// <inheritdoc/>
    public override string Reason => "The model has learnt nothing from its inputs, or a constant was read in place of its output.";

    internal override Diagnostic? Check(Evidence evidence) => evidence.Survey is not { IsConstant: true, Rows: >= Evidence.FewestSamples } survey ? null : Found(
        $"All {survey.Rows} rows of predictions are the same{(evidence.Classes == 1 ? $": {Show(survey.Least)}" : "")}.",
        "Check that the predictions are the output of the model for these samples.",
        survey.Rows,
        0);
}
