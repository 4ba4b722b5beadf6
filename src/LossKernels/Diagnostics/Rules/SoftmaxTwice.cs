using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Probabilities given as logits.</summary>
public sealed class SoftmaxTwice : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The predictions are taken for logits, all of them lie within 0..1 and, of classes, every row sums to 1 within 0.004. Of outputs, which need not sum to anything, "
        + "30 predictions or more that lie so, and would cost less than 0.9 of the loss as probabilities.";

    /// <inheritdoc/>
    public override string Reason => "Softmax, or sigmoid, applied twice squeezes the loss towards that of a guess, ln C, however good the model is.";

    private const double Less = 0.9;

    internal override Diagnostic? Check(Evidence evidence)
    {
        if (!evidence.FromLogits || evidence.Survey is not { Rows: > 0, IsWithinUnit: true, NotANumber.Count: 0 } survey)
        {
            return null;
        }

        bool isMeant = evidence.Kind == LossKind.Binary
            ? evidence.Prediction.Length >= Evidence.FewestSamples && evidence.OtherFormMean < Less * evidence.PlainMean
            : evidence.AreRowsOfProbabilities;
        bool takesProbabilities = evidence.Convention.Forms(evidence.Kind).HasFlag(InputForm.Probability);
        return !isMeant ? null : Found(
            $"The logits of all {survey.Rows} rows lie within 0 to 1{(evidence.Kind == LossKind.Binary ? "" : " and sum to 1")}: they are probabilities already.{(evidence.Samples == 0 ? "" : $" Taken for such they have a loss of {Round(evidence.OtherFormMean)}.")}",
            takesProbabilities ? "Leave out `Form = InputForm.Logit`." : $"Give logits: {(evidence.Kind == LossKind.Binary ? "`Activation.InverseSigmoid`" : "`Activation.InverseSoftmax`")} makes them of probabilities.",
            survey.Rows,
            0,
            takesProbabilities
                ? Fix.With("Form = InputForm.Probability")
                : new Fix { Prediction = evidence.Kind == LossKind.Binary ? "Activation.InverseSigmoid(prediction)" : "Activation.InverseSoftmax(prediction)" });
    }
}
