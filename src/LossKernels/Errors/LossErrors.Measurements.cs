using System.Globalization;

namespace LossKernels;

// What makes no measurement of values that are right: shapes, options, and that there are none.
public static partial class LossErrors
{
    /// <summary>Targets and predictions differ in the number of samples.</summary>
    /// <param name="targets">How many targets.</param>
    /// <param name="predictions">How many predictions, or rows of them.</param>
    /// <param name="areOneList">Whether the predictions are one list, which may have been meant as rows.</param>
    /// <param name="areRows">Whether they are rows.</param>
    public static LossException TargetCountMismatch(long targets, long predictions, bool areOneList = false, bool areRows = false) => OfData(
        $"There {(targets == 1 ? "is" : "are")} {Many(targets, "target")} and {(areRows ? $"{Many(predictions, "row")} of predictions" : Many(predictions, "prediction"))}.",
        areRows ? "Give one target for each row of predictions."
            : areOneList && predictions > targets && targets > 1 && predictions % targets == 0
            ? "Give one target for each prediction. Rows are made of one list by `TensorView.Reshape`."
            : "Give one target for each prediction.");

    /// <summary>There are several targets, and the predictions are one row of classes.</summary>
    /// <param name="targets">How many targets.</param>
    /// <param name="classes">How many predictions, which are one row for the kind that was asked for.</param>
    public static LossException TargetsForOneRow(long targets, long classes) => OfData(
        $"There are {Many(targets, "target")}, and the predictions are one list: for kind Sparse that is the row of one sample, with {classes} {(classes == 1 ? "class" : "classes")}.",
        classes != targets && classes % targets == 0
            ? "Give each target a row of predictions, one for each class. Rows are made of one list by `TensorView.Reshape`."
            : "Give each target a row of predictions, one for each class.",
        id: nameof(TargetCountMismatch));

    /// <summary>The shapes of targets and predictions do not belong together.</summary>
    public static LossException ShapeMismatch(string given, string remedy) => OfData(given, remedy);

    /// <summary>There are not as many sample weights as samples.</summary>
    public static LossException WeightCountMismatch(long weights, long samples) => OfData(
        $"There {(weights == 1 ? "is" : "are")} {Many(weights, "sample weight")} for {Many(samples, "sample")}.",
        "Give one weight for each sample.");

    /// <summary>The sample weights do not fit the losses.</summary>
    public static LossException WeightCountMismatch(string weights, string losses, string remedy) => OfData(
        $"Sample weights of shape {weights} do not fit losses of shape {losses}.", remedy);

    /// <summary>The weights of the classes are not as many as there are classes.</summary>
    public static LossException ClassWeightCountMismatch(string parameter, int given, int expected, string remedy) => OfCall(
        $"{parameter} has {Many(given, "value")} where {expected} {(expected == 1 ? "is" : "are")} needed.",
        $"Give {remedy}.");

    /// <summary>There is nothing to average, and that is to be an error.</summary>
    /// <param name="ignored">How many samples are ignored because of their label.</param>
    /// <param name="counted">How many are not.</param>
    /// <param name="batch">The batch in which it is so, from zero; null where that is all of them.</param>
    public static LossException AllSamplesIgnored(long ignored, long counted, long? batch = null) => OfData(
        $"{MeanOfNothing.Reason(counted, ignored, batch, "The denominator of the mean")}, so there is no mean.",
        counted > 0 ? "Give weights of 0 and more, some of them above 0, or choose what the mean of nothing is with `WhenAllIgnored`."
            : "Check the labels, or choose what the mean of nothing is with `WhenAllIgnored`.");

    /// <summary>An option's value lies outside what it can be.</summary>
    /// <param name="parameter">The option.</param>
    /// <param name="value">Its value.</param>
    /// <param name="range">What it can be.</param>
    /// <param name="remedy">What to give, or what is so where nothing is given.</param>
    public static LossException ParameterOutOfRange(string parameter, object? value, string range, string remedy) => OfCall(
        $"{parameter} is {Show(value)}; it must be {range}.", remedy, offender: value);

    /// <summary>An option's value is none of the names that it can be.</summary>
    /// <param name="parameter">The option.</param>
    /// <param name="value">Its value.</param>
    /// <param name="names">The names.</param>
    /// <param name="meant">What the value is elsewhere, if it is one of the names.</param>
    public static LossException ParameterOutOfRange(string parameter, object? value, IReadOnlyList<string> names, string? meant = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        string? near = meant is not null && names.Contains(meant) ? meant : value is string name ? Spelling.Nearest(name, names) : null;
        return ParameterOutOfRange(parameter, value, $"one of {string.Join(", ", names)}", near is null ? "Choose one of these." : $"Choose {near}, or another of these.");
    }

    /// <summary>A loss is not what it was asserted to be.</summary>
    /// <param name="found">What it is.</param>
    /// <param name="expected">What it should be.</param>
    /// <param name="culprits">Which samples make it so, in a sentence; null where that is not known.</param>
    /// <param name="loss">The loss.</param>
    public static LossException AssertionFailed(string found, string expected, string? culprits, double loss) => OfData(
        $"{found}, and should be {expected}. " + (culprits ?? "Which samples cost most is not known."),
        "See whether the model, the data and the convention are those that the bound was set for.",
        FailureKind.Result,
        offender: loss);

    /// <summary>An option, or a combination of options, has no meaning.</summary>
    public static LossException OptionNotSupported(string reason, string remedy) => OfCall(reason, remedy);

    /// <summary>There are more numbers than memory can hold side by side.</summary>
    /// <param name="what">What they are, and where, with their number: "There are 3000000000 losses".</param>
    /// <param name="most">How many there can be.</param>
    /// <param name="remedy">What can be done.</param>
    internal static LossException TooMany(FormattableString what, long most, string remedy) =>
        OptionNotSupported($"{what.ToString(CultureInfo.InvariantCulture)}, and {most} are the most.", remedy);

    /// <summary>There is nothing to measure.</summary>
    /// <param name="what">What the samples come from.</param>
    /// <param name="skipped">How many could not be read.</param>
    /// <param name="areFirst">Whether there are more of them, which nobody tried to read.</param>
    public static LossException EmptyInput(string what, long skipped = 0, bool areFirst = false) => OfData(
        skipped switch
        {
            _ when areFirst => $"{what}: none of the first {skipped} samples could be read.",
            0 => $"{what}: there are no values.",
            1 => $"{what}: there is nothing left, because the only sample could not be read.",
            _ => $"{what}: there is nothing left, because none of the {skipped} samples could be read.",
        },
        skipped == 0 ? "Give at least one value." : "Give at least one sample that can be read.",
        FailureKind.Nothing);

    /// <summary>The shapes and values leave open which kind of loss is meant.</summary>
    public static LossException AmbiguousKind(string reason, string remedy, long? row = null) => OfData(reason, remedy, FailureKind.Argument, row);
}
