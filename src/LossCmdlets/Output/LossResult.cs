using System.Globalization;
using System.Management.Automation;
using LossKernels;
using LossKernels.Semantics;
using LossKernels.Tensors;
using Fix = LossKernels.Diagnostics.Fix;
using KernelReduction = LossKernels.Semantics.Reduction;
using KernelResult = LossKernels.Measures.LossResult;

namespace LossCmdlets.Output;

/// <summary>A measured loss, and what it was measured by. Results compare by their loss.</summary>
public class LossResult : IComparable<LossResult>, IComparable, IFormattable
{
    private const int ShownLosses = 5;

    /// <summary>A loss of no samples, only to compare with: PowerShell makes one of the number in $result -lt 0.5.</summary>
    /// <param name="loss">The loss.</param>
    /// <exception cref="LossException">ParameterOutOfRange: the loss is NaN, and every number would be within that bound.</exception>
    public LossResult(double loss)
        : this(new KernelResult
        {
            Loss = double.IsNaN(loss) ? throw LossErrors.ParameterOutOfRange(nameof(loss), loss, "a number to compare with", "Compare with a number; of a result that may be NaN ask [double]::IsNaN($result.Loss).") : loss,
            Values = null,
            Kind = LossKind.Auto,
            KindReason = "a number to compare with",
            Form = InputForm.None,
            Convention = Conventions.Exact,
            Reduction = KernelReduction.Mean,
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
    /// <param name="group">What the samples have in common, where they are a group.</param>
    /// <param name="label">What the result is called, where it has a name.</param>
    /// <param name="writeFix">Writes what a diagnostic says to change as a call; null for the call with placeholders.</param>
    internal LossResult(KernelResult result, object? group = null, string? label = null, Func<Fix, string>? writeFix = null)
    {
        Result = result;
        Group = group;
        Label = label;
        Values = result.Values is null ? null : OutputValue.Of(result.Values);
        Gradient = result.Gradient is null ? null : OutputValue.ToTensor(result.Gradient);
        Diagnostics = [.. result.Diagnostics.Select(found => Diagnostic.Of(found, writeFix))];
    }

    /// <summary>What the library measured.</summary>
    private protected KernelResult Result { get; }

    /// <summary>The reduced loss, not rounded to the data type; null where the losses are kept.</summary>
    public double? Loss => Result.Loss;

    /// <summary>The name of the loss in the catalogue, or CrossEntropy.</summary>
    public string Name => Result.Function?.Name ?? "CrossEntropy";

    /// <summary>What the result is called, as it was given: the name of an output, say; else null.</summary>
    public string? Label { get; }

    /// <summary>What the samples have in common, as it stood in the first record of the group; null where samples are not grouped.</summary>
    public object? Group { get; }

    /// <summary>The losses where they are kept: an array of numbers, or a tensor where they have two axes or more. Else null.</summary>
    public object? Values { get; }

    /// <summary>The derivatives of the loss to the predictions as they were given, in their shape, where they were asked for; else null.</summary>
    public Tensor? Gradient { get; }

    /// <summary>Whose formula it is.</summary>
    public string Convention => Result.Convention.Name;

    /// <summary>What became of the losses.</summary>
    public Reduction Reduction => Result.Reduction.ToOutput();

    /// <summary>What a mean divides by, in words and as a number: Valid 899.</summary>
    public string Denominator => string.Create(CultureInfo.InvariantCulture, $"{Result.Denominator} {Result.DenominatorValue}");

    /// <summary>What a mean divides by, as a number.</summary>
    public double DenominatorValue => Result.DenominatorValue;

    /// <summary>The clip bound, or what else keeps a logarithm or a division from zero; null where the formula has none.</summary>
    public double? Epsilon => Result.Epsilon;

    /// <summary>The precision whose rounding the inputs and bounds have.</summary>
    public DataType DataType => Result.DataType.ToOutput();

    /// <summary>The number of samples, ignored ones included.</summary>
    public long SampleCount => Result.SampleCount;

    /// <summary>The number of classes, or of outputs where each has a loss of its own.</summary>
    public int ClassCount => Result.ClassCount;

    /// <summary>The number of samples that were ignored because of their label.</summary>
    public long IgnoredCount => Result.IgnoredCount;

    /// <summary>The number of records that could not be read and were left out.</summary>
    public long SkippedCount => Result.SkippedCount;

    /// <summary>The sum of the weights of what was not ignored.</summary>
    public double WeightSum => Result.WeightSum;

    /// <summary>The standard error of the mean over the samples; null where losses are not averaged or there is one sample.</summary>
    public double? StandardError => Result.StandardError;

    /// <summary>What was seen in the input that may make the number mean something else than intended.</summary>
    public Diagnostic[] Diagnostics { get; }

    /// <summary>What was chosen to measure, in a sentence.</summary>
    internal virtual string Choice => Name + ". Convention " + Convention + ", " + DataType.ToString() + ".";

    /// <summary>What a view has room for beside the loss: the view is chosen by the name that this is part of.</summary>
    private protected virtual string View => Group is null ? "" : "Grouped";

    /// <summary>Whether more is better, as of an accuracy.</summary>
    internal bool IsHigherBetter => Result.Function is { IsHigherBetter: true };

    // What is better the more there is of it is no loss, and its column is not headed so.
    private string Measure => IsHigherBetter ? "Accuracy" : "";

    // Numbers are side by side; next to them is NaN, and then what was kept, on the side that is worse.
    private (int Side, double Loss) Order => Loss switch
    {
        null => (IsHigherBetter ? -2 : 2, 0),
        double.NaN => (IsHigherBetter ? -1 : 1, 0),
        double loss => (0, loss),
    };

    /// <summary>A result of what was measured.</summary>
    internal static LossResult Of(Measured measured, string? label, Func<Fix, string>? writeFix) => measured.Loss.Kind is null
        ? new LossResult(measured.Loss, measured.Group, label, writeFix)
        : new CrossEntropyResult(measured.Loss, measured.Labels, measured.Group, label, writeFix);

    /// <summary>The result with the type names by which it has the view that shows what it has.</summary>
    internal PSObject WithViews()
    {
        PSObject shown = new(this);
        foreach (string view in new[] { View + Measure, Label is null ? "" : "Labelled" + Measure }.Where(view => view.Length > 0))
        {
            shown.TypeNames.Insert(0, $"{GetType().FullName}#{view}");
        }

        return shown;
    }

    /// <summary>
    /// The loss as a number, of which PowerShell makes use where it stands on the right: 0.5 -gt $result. NaN, and what was kept, is within no bound there either.
    /// </summary>
    /// <param name="result">The result.</param>
    /// <exception cref="InvalidCastException">It has no loss that is a number.</exception>
    public static explicit operator double(LossResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Loss switch
        {
            null => throw new InvalidCastException("The losses are kept, as its property Values, and no loss is a number to compare with."),
            double.NaN => throw new InvalidCastException("The loss is NaN, which is no number to compare with; its property Loss has it."),
            double loss => loss,
        };
    }

    /// <summary>Whether two results have the same loss.</summary>
    public static bool operator ==(LossResult? left, LossResult? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two results differ in their loss.</summary>
    public static bool operator !=(LossResult? left, LossResult? right) => !(left == right);

    /// <summary>Whether the left loss is the smaller.</summary>
    public static bool operator <(LossResult? left, LossResult? right) => Compare(left, right) < 0;

    /// <summary>Whether the left loss is not the larger.</summary>
    public static bool operator <=(LossResult? left, LossResult? right) => Compare(left, right) <= 0;

    /// <summary>Whether the left loss is the larger.</summary>
    public static bool operator >(LossResult? left, LossResult? right) => Compare(left, right) > 0;

    /// <summary>Whether the left loss is not the smaller.</summary>
    public static bool operator >=(LossResult? left, LossResult? right) => Compare(left, right) >= 0;

    /// <summary>
    /// Orders results by their loss. What is NaN, or was kept and so is no number, is worse than any: above every loss and below every accuracy, so that
    /// it is within no bound.
    /// </summary>
    public int CompareTo(LossResult? other) => other is null ? 1 : Order.CompareTo(other.Order);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => CompareTo(obj as LossResult);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LossResult other && CompareTo(other) == 0;

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

    private string FirstLosses()
    {
        if (Result.Values is not TensorView losses)
        {
            return string.Empty;
        }

        int count = (int)Math.Min(losses.Shape.Length, ShownLosses);
        double[] first = losses.Read<double>(0, count, new double[count]).ToArray();
        string shown = string.Join(", ", first.Select(loss => OutputValue.Text(loss, DataType)));
        return losses.Shape.Length > count ? $"{shown}, ..." : shown;
    }

    private static int Compare(LossResult? left, LossResult? right) => left is null ? (right is null ? 0 : -1) : left.CompareTo(right);
}
