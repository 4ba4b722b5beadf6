using LossCmdlets.Errors;
using LossKernels;
using LossKernels.Measures;

namespace LossCmdlets.Output;

/// <summary>What a convention makes of data that several were asked about.</summary>
public sealed class CrossEntropyComparison
{
    private readonly ComparedLoss _compared;

    /// <summary>Shows what was compared.</summary>
    /// <param name="compared">What was compared.</param>
    /// <param name="reference">A number got elsewhere, or null.</param>
    internal CrossEntropyComparison(ComparedLoss compared, ReferenceNumber? reference)
    {
        _compared = compared;
        Result = compared.Result is null ? null : new CrossEntropyResult(compared.Result);
        Reason = compared.Refusal is null ? [.. compared.Reasons] : [$"refused: {ParameterSpelling.Of(compared.Refusal.Message)}"];
        MatchesReference = reference is null ? null : compared.Result is not null && reference.Matches(compared.Result);
    }

    /// <summary>Why the convention refuses what others take; null where it does not, or has no such loss.</summary>
    internal LossException? Refusal => _compared.Refusal is { } refusal && IsRefusal(refusal) ? refusal : null;

    /// <summary>Whose formula.</summary>
    public string Convention => _compared.Convention.Name;

    /// <summary>What the predictions were taken to be: Probability, Logit or LogProbability.</summary>
    public string Form => _compared.Form.ToString();

    /// <summary>The loss, not rounded to the data type; null where the convention refuses.</summary>
    public double? Loss => Result?.Loss;

    /// <summary>The loss less that of the convention asked for; 0 where they agree to the precision of the less precise, null where one of the two refuses.</summary>
    public double? Difference => _compared.Difference;

    /// <summary>What makes the difference, each seen to move the number by itself; or why the convention refuses.</summary>
    public string[] Reason { get; }

    /// <summary>Whether the loss is the number that was got elsewhere, to its digits; null where none was given.</summary>
    public bool? MatchesReference { get; }

    /// <summary>The whole result; null where the convention refuses.</summary>
    public CrossEntropyResult? Result { get; }

    /// <summary>Whether a convention refuses what others take.</summary>
    internal static bool IsRefusal(LossException failure) => failure.Id is nameof(LossErrors.ProbabilityOutOfRange) or nameof(LossErrors.NotANumber);

    /// <summary>The convention and the loss.</summary>
    public override string ToString() => $"{Convention} from {Form}: {(Result is null ? "refused" : Result)}";
}
