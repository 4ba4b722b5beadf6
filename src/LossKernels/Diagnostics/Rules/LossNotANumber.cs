using LossKernels.Semantics;

namespace LossKernels.Diagnostics.Rules;

/// <summary>Losses that are NaN.</summary>
public sealed class LossNotANumber : Rule
{
    /// <inheritdoc/>
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc/>
    public override string Condition => "The loss of a sample is NaN.";

    /// <inheritdoc/>
    public override string Reason => "One NaN makes the mean NaN.";

    /// <inheritdoc/>
    public override bool IsFree => true;

    internal override Diagnostic? Check(Evidence evidence)
    {
        OddLosses odd = evidence.Findings.LossNotANumber;
        bool isMasked = odd.IsMasked && evidence is { IsCrossEntropy: true, Kind: LossKind.Categorical, Convention.ZeroTimesInfinityIsZero: false, LabelSmoothing: 0 };
        return odd.Seen.Count == 0 ? null : Found(
            $"{Count(odd.Seen.Count, "loss is", "losses are")} NaN under {evidence.Convention.Name}, first that of sample {odd.Seen.Row}{Blamed(odd)}{(isMasked ? ": that class is masked, and its infinite logarithm is multiplied by a target of 0" : "")}.",
            (odd.Culprit, evidence.IsCrossEntropy) switch
            {
                _ when odd.IsBeyondType => WidenType,
                ("target", _) => "Give the sample a finite target, or leave it out.",
                ("weight", _) => "Give finite weights.",
                (_, true) when isMasked => $"Give class numbers (`OneHot.Decode` makes them of one-hot rows), or add `Convention = Conventions.Exact`: in both a masked class costs nothing.",
                (not null, _) => PredictionNotFinite.Remedy("the prediction", "the sample"),
                (_, true) when evidence.Kind != LossKind.Binary => "Look there for probabilities that sum to zero.",
                _ => "Look there for a number that the formula has no value for, such as a negative one that it takes the logarithm of.",
            },
            odd.Seen,
            isMasked ? FixOf(evidence) : null);
    }

    // Class numbers have the same formula, and say all that one-hot rows do; whether the rows are such only an examination knows.
    private static Fix FixOf(Evidence evidence) =>
        evidence.HasOneClassEach && evidence.MayBe(LossKind.Sparse)
            ? new Fix { Target = "OneHot.Decode(target)", Options = ["Kind = LossKind.Auto"] }
            : Fix.With("Convention = Conventions.Exact");
}
