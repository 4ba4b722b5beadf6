using LossKernels.Semantics;
using LossKernels.Semantics.Inputs;
using LossKernels.Tensors;

namespace LossKernels.Diagnostics;

/// <summary>What rules judge by: a measurement, and what was seen on the way.</summary>
internal sealed record Evidence
{
    /// <summary>From how many samples on rules about the whole set have something to say.</summary>
    public const int FewestSamples = 30;

    /// <summary>How many of the first numbers, or rows, are looked at where these tell of all.</summary>
    public const int MostFirst = 64;

    /// <summary>Whose formula it is.</summary>
    public required Convention Convention { get; init; }

    /// <summary>What the predictions of a cross-entropy are taken to be; null for another loss.</summary>
    public required InputForm? Form { get; init; }

    /// <summary>The kind of cross-entropy that was asked for; Auto where that was left open, and for another loss.</summary>
    public required LossKind AskedKind { get; init; }

    /// <summary>The kind of cross-entropy that was measured; Auto for another loss.</summary>
    public required LossKind Kind { get; init; }

    /// <summary>What predictions and targets have to be for a loss that is no cross-entropy to mean what it says.</summary>
    public required (ValueForm Prediction, ValueForm Target) Values { get; init; }

    /// <summary>Among how many of the greatest scores of a row a class is sought; null where none is.</summary>
    public required double? Among { get; init; }

    /// <summary>The shape of the predictions; of samples that came one by one, what it would be.</summary>
    public required Shape Prediction { get; init; }

    /// <summary>The shape of the targets; likewise.</summary>
    public required Shape Target { get; init; }

    /// <summary>The shapes of sample weights and losses, where the framework would align them otherwise; else null.</summary>
    public required (Shape Weights, Shape Losses)? AmbiguousWeights { get; init; }

    /// <summary>Whether samples came one by one, and nobody gave shapes.</summary>
    public required bool AreSingleSamples { get; init; }

    /// <summary>The class axis, counted from the first.</summary>
    public required int Axis { get; init; }

    /// <summary>The other axis on which classes seem to lie, where the examination found one.</summary>
    public int? FittingAxis { get; init; }

    /// <summary>The rows of zeros among the first rows of targets, where the others are distributions and the kind was decided without them.</summary>
    public Sighting WithoutClass { get; init; }

    /// <summary>The same of rows that do not sum to one, where those of the predictions do.</summary>
    public Sighting NoDistribution { get; init; }

    /// <summary>The number of classes or outputs.</summary>
    public required int Classes { get; init; }

    /// <summary>The type in which the predictions were stored.</summary>
    public required ElementType StoredType { get; init; }

    /// <summary>The formula over probabilities that applies; without one, the plain logarithm.</summary>
    public required ProbabilityFormula Numbers { get; init; }

    /// <summary>The epsilon in force, or null.</summary>
    public required double? Epsilon { get; init; }

    /// <summary>The share of each target that is spread over all classes.</summary>
    public required double LabelSmoothing { get; init; }

    /// <summary>By what logits are divided.</summary>
    public required double Temperature { get; init; }

    /// <summary>The number of the first sample.</summary>
    public required long FirstSample { get; init; }

    /// <summary>The samples that count.</summary>
    public required long Samples { get; init; }

    /// <summary>The losses that are ignored.</summary>
    public required long Ignored { get; init; }

    /// <summary>The weighted sum of the losses.</summary>
    public required double Sum { get; init; }

    /// <summary>Whether the losses are finite, and what they come to is beyond double precision.</summary>
    public required bool IsLossBeyondDouble { get; init; }

    /// <summary>Whether the weights are finite, and their sum is beyond double precision.</summary>
    public required bool AreWeightsBeyondDouble { get; init; }

    /// <summary>What became of the losses.</summary>
    public required Reduction Reduction { get; init; }

    /// <summary>Whether the mean is one of the means of batches.</summary>
    public required bool IsOfBatches { get; init; }

    /// <summary>What a mean divides by, and what it is, by each denominator that the sums know.</summary>
    public required IEnumerable<(Denominator Denominator, double Divisor, double Mean)> Means { get; init; }

    /// <summary>What the mean divides by.</summary>
    public required Denominator Denominator { get; init; }

    /// <summary>The value of that.</summary>
    public required double Divisor { get; init; }

    /// <summary>Whether there is nothing to average.</summary>
    public required bool IsNothing { get; init; }

    /// <summary>The first of several batches that has nothing to average, if there is one.</summary>
    public required EmptyBatch? EmptyBatch { get; init; }

    /// <summary>The mean loss, or null where another reduction was asked for.</summary>
    public required double? Mean { get; init; }

    /// <summary>What every measurement sees.</summary>
    public required Findings Findings { get; init; }

    /// <summary>What an examination sees; null where none was asked for.</summary>
    public Survey? Survey { get; init; }

    /// <summary>How many samples each class has, of one binary output 0 and 1; empty where no examination was asked for.</summary>
    public long[] ClassCounts { get; init; } = [];

    /// <summary>Samples that could not be read or measured and were left out.</summary>
    public long Skipped { get; init; }

    /// <summary>How many predictions the samples have.</summary>
    public long PredictionCount => Samples * Classes;

    /// <summary>Whether the loss is a cross-entropy.</summary>
    public bool IsCrossEntropy => Form is not null;

    /// <summary>Whether the predictions are taken for logits.</summary>
    public bool FromLogits => Form == InputForm.Logit;

    /// <summary>Whether the convention has a formula for logits of this kind.</summary>
    public bool TakesLogits => IsCrossEntropy && Convention.Forms(Kind).HasFlag(InputForm.Logit);

    /// <summary>Whether the convention has a formula of another kind for what the predictions are.</summary>
    public bool MayBe(LossKind other) => Form is InputForm form && Convention.Forms(other).HasFlag(form);

    /// <summary>Whether what is taken for logits of several classes are rows of probabilities.</summary>
    public bool AreRowsOfProbabilities => FromLogits && Kind != LossKind.Binary && Classes > 1
        && Survey is { Rows: > 0, IsWithinUnit: true, NotANumber.Count: 0, Unnormalised.Count: 0 };

    /// <summary>Whether the predictions can be what they are taken for, so that it makes sense to look at what they say.</summary>
    public bool IsSound => Survey is { NotANumber.Count: 0 }
        && !Findings.Has(Sight.PredictionOutsideUnit) && !Findings.Has(Sight.LogProbabilityAboveZero) && !Findings.Has(Sight.TargetOutsideUnit)
        && (Kind == LossKind.Binary || FromLogits || Survey.Unnormalised.Count == 0)
        && !AreRowsOfProbabilities;

    /// <summary>Whether every sample has one class: labels, one-hot rows, or yes and no of one output.</summary>
    public bool HasOneClassEach => Survey is not null && Kind switch
    {
        LossKind.Sparse => true,
        LossKind.Categorical => Survey.OneHotTargets == Samples,
        _ => Classes == 1 && Survey.SoftTargets.Count == 0,
    };

    /// <summary>The mean loss by the plain formula, without weights.</summary>
    public double PlainMean => Survey is null ? double.NaN : Survey.PlainLoss.Value / Samples;

    /// <summary>The same, were the predictions of the other form: of logits taken as probabilities and the other way round.</summary>
    public double OtherFormMean => Survey is null ? double.NaN : Survey.OtherFormLoss.Value / Samples;
}
