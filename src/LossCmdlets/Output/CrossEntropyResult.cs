using System.Globalization;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using Fix = LossKernels.Diagnostics.Fix;

namespace LossCmdlets.Output;

/// <summary>A measured cross-entropy, and what it was measured by. Results compare by their loss.</summary>
public sealed class CrossEntropyResult : IComparable<CrossEntropyResult>, IComparable, IFormattable
{
    private const int ShownLosses = 5;
    private const double WeightRounding = 1e-12;

    private readonly LossResult _result;

    /// <summary>A loss of no samples, only to compare with: PowerShell makes one of the number in $result -lt 0.5.</summary>
    /// <param name="loss">The loss.</param>
    public CrossEntropyResult(double loss)
        : this(new LossResult
        {
            Loss = loss,
            Values = null,
            Kind = LossKind.Auto,
            KindReason = "a number to compare with",
            Form = InputForm.None,
            Convention = Conventions.Exact,
            Reduction = LossKernels.Semantics.Reduction.Mean,
            Denominator = LossKernels.Semantics.Denominator.Valid,
            DenominatorValue = 0,
            Epsilon = null,
            DataType = ElementType.Float64,
            SampleCount = 0,
            ClassCount = 0,
            IgnoredCount = 0,
            SkippedCount = 0,
            WeightSum = 0,
            StandardError = null,
            Diagnostics = [],
        })
    {
    }

    /// <summary>A measured loss.</summary>
    /// <param name="result">What was measured.</param>
    /// <param name="labels">The labels of the classes, where they are known.</param>
    /// <param name="group">What the samples have in common, where they are a group.</param>
    /// <param name="writeFix">Writes what a diagnostic says to change as a call; null for the call with placeholders.</param>
    internal CrossEntropyResult(LossResult result, IReadOnlyList<string>? labels = null, object? group = null, Func<Fix, string>? writeFix = null)
    {
        _result = result;
        Group = group;
        Values = result.Values is null ? null : OutputValue.Of(result.Values);
        Gradient = result.Gradient is null ? null : OutputValue.ToTensor(result.Gradient);
        Detail = result.Detail is null ? null : new CrossEntropyDetail(result.Detail, labels);
        Diagnostics = [.. result.Diagnostics.Select(found => Diagnostic.Of(found, writeFix ?? (fix => fix.ToString())))];
    }

    /// <summary>The reduced loss in <see cref="Unit"/>, not rounded to the data type; null where the losses are kept.</summary>
    public double? Loss => _result.Loss;

    /// <summary>What the samples have in common, as it stood in the first record of the group; null where samples are not grouped.</summary>
    public object? Group { get; }

    /// <summary>The losses where they are kept: an array of numbers, or a tensor where they have two axes or more. Else null.</summary>
    public object? Values { get; }

    /// <summary>The derivatives of the loss to the predictions as they were given, in their shape, where they were asked for; else null.</summary>
    public Tensor? Gradient { get; }

    /// <summary>Accuracy, calibration and the like, where they were asked for; else null.</summary>
    public CrossEntropyDetail? Detail { get; }

    /// <summary>The kind that was measured.</summary>
    public Kind Kind => _result.Kind!.Value.ToOutput();

    /// <summary>Why it is that kind.</summary>
    public string KindReason => _result.KindReason!;

    /// <summary>Whether the predictions were taken for logits.</summary>
    public bool FromLogits => _result.Form == InputForm.Logit;

    /// <summary>Whether the predictions were taken for logarithms of probabilities.</summary>
    public bool FromLogProbability => _result.Form == InputForm.LogProbability;

    /// <summary>Whose formula it is.</summary>
    public string Convention => _result.Convention.Name;

    /// <summary>What became of the losses.</summary>
    public Reduction Reduction => _result.Reduction.ToOutput();

    /// <summary>What a mean divides by, in words and as a number: Valid 899.</summary>
    public string Denominator => string.Create(CultureInfo.InvariantCulture, $"{_result.Denominator} {_result.DenominatorValue}");

    /// <summary>What a mean divides by, as a number.</summary>
    public double DenominatorValue => _result.DenominatorValue;

    /// <summary>The clip bound; null where the formula has none.</summary>
    public double? Epsilon => _result.Epsilon;

    /// <summary>The unit of the loss: nats, or bits.</summary>
    public string Unit => _result.IsInBits ? "bits" : "nats";

    /// <summary>The precision whose rounding the inputs and bounds have.</summary>
    public DataType DataType => _result.DataType.ToOutput();

    /// <summary>The number of samples, ignored ones included.</summary>
    public long SampleCount => _result.SampleCount;

    /// <summary>The number of classes, or of outputs for binary losses.</summary>
    public int ClassCount => _result.ClassCount;

    /// <summary>The number of samples that were ignored because of their label.</summary>
    public long IgnoredCount => _result.IgnoredCount;

    /// <summary>The number of records that could not be read and were left out.</summary>
    public long SkippedCount => _result.SkippedCount;

    /// <summary>The sum of the weights of what was not ignored.</summary>
    public double WeightSum => _result.WeightSum;

    /// <summary>The standard error of the mean over the samples; null where losses are not averaged or there is one sample.</summary>
    public double? StandardError => _result.StandardError;

    /// <summary>The loss in bits, where it is a mean of cross-entropies; else null.</summary>
    public double? Bits => !IsMeanOfCrossEntropies ? null : _result.IsInBits ? Loss : Loss / Math.Log(2);

    /// <summary>The number of equally likely classes that would be as uncertain: the exponential of the mean in nats; null where there are no bits.</summary>
    public double? Perplexity => Bits is not double bits ? null : _result.IsInBits ? Math.Pow(2, bits) : Math.Exp(Loss!.Value);

    /// <summary>What was seen in the input that may make the number mean something else than intended.</summary>
    public Diagnostic[] Diagnostics { get; }

    // Weights that sum to another number than the denominator scale the loss, and it is no longer their mean.
    private bool IsMeanOfCrossEntropies => _result is { Reduction: LossKernels.Semantics.Reduction.Mean, Loss: not null, IsPlain: true }
        && Math.Abs(_result.DenominatorValue - _result.WeightSum) <= WeightRounding * Math.Abs(_result.WeightSum);

    /// <summary>Whether two results have the same loss.</summary>
    public static bool operator ==(CrossEntropyResult? left, CrossEntropyResult? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two results differ in their loss.</summary>
    public static bool operator !=(CrossEntropyResult? left, CrossEntropyResult? right) => !(left == right);

    /// <summary>Whether the left loss is the smaller.</summary>
    public static bool operator <(CrossEntropyResult? left, CrossEntropyResult? right) => Compare(left, right) < 0;

    /// <summary>Whether the left loss is not the larger.</summary>
    public static bool operator <=(CrossEntropyResult? left, CrossEntropyResult? right) => Compare(left, right) <= 0;

    /// <summary>Whether the left loss is the larger.</summary>
    public static bool operator >(CrossEntropyResult? left, CrossEntropyResult? right) => Compare(left, right) > 0;

    /// <summary>Whether the left loss is not the smaller.</summary>
    public static bool operator >=(CrossEntropyResult? left, CrossEntropyResult? right) => Compare(left, right) >= 0;

    /// <summary>Orders results by their loss. What is NaN, or was kept and so is no number, comes last: it is below no bound.</summary>
    public int CompareTo(CrossEntropyResult? other) => other is null ? 1 : Rank(Loss).CompareTo(Rank(other.Loss));

    /// <inheritdoc/>
    public int CompareTo(object? obj) => CompareTo(obj as CrossEntropyResult);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj) || (obj is CrossEntropyResult { Loss: not null } other && Loss == other.Loss);

    /// <inheritdoc/>
    public override int GetHashCode() => Loss.GetHashCode();

    /// <summary>
    /// The loss in the shortest form that round-trips in the data type; where the losses are kept the first five of them, and an
    /// ellipsis if there are more.
    /// </summary>
    public override string ToString() => Loss is double loss ? OutputValue.Text(loss, DataType) : FirstLosses();

    /// <summary>The loss in a number format: '{0:F3}' -f $result.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        Loss is double loss && !string.IsNullOrEmpty(format) ? loss.ToString(format, formatProvider) : ToString();

    private static (bool IsNotANumber, double Loss) Rank(double? loss) => loss is double number && !double.IsNaN(number) ? (false, number) : (true, 0);

    private string FirstLosses()
    {
        if (_result.Values is not TensorView losses)
        {
            return string.Empty;
        }

        int count = (int)Math.Min(losses.Shape.Length, ShownLosses);
        double[] first = losses.Read<double>(0, count, new double[count]).ToArray();
        string shown = string.Join(", ", first.Select(loss => OutputValue.Text(loss, DataType)));
        return losses.Shape.Length > count ? $"{shown}, ..." : shown;
    }

    private static int Compare(CrossEntropyResult? left, CrossEntropyResult? right) => left is null ? (right is null ? 0 : -1) : left.CompareTo(right);
}
