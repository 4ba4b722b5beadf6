namespace LossKernels;

// What can be wrong with a value, a label or a row.
public static partial class LossErrors
{
    private const string GiveNumbers = "Give numbers, or text in invariant notation such as 0.5 or 1e-7.";

    /// <summary>The rows of an array, or those in a property of records, differ in length.</summary>
    /// <param name="what">What the numbers are.</param>
    /// <param name="row">The row.</param>
    /// <param name="length">How many values it has.</param>
    /// <param name="expected">How many the others have.</param>
    /// <param name="noun">What a row is called.</param>
    public static LossException RaggedRow(string what, long row, long length, long expected, string noun = "row") => OfSample(
        $"{what}: {noun} {row} has {Many(length, "value")} where the {noun}s before it have {expected}.",
        $"Give every {noun} the same number of values.", row);

    /// <summary>The records of a file differ in the number of their cells.</summary>
    /// <param name="what">The file.</param>
    /// <param name="place">Where, as in "line 7".</param>
    /// <param name="cells">How many cells are there.</param>
    /// <param name="expected">How many the first line has.</param>
    public static LossException RaggedRow(string what, string place, long cells, long expected) => OfSample(
        $"{what}: {place} has {Many(cells, "cell")} where the first line has {expected}.",
        expected == 1
            ? "If other marks than commas stand between the cells, add `CsvFormat.Delimiter`; else give every line the same number of cells."
            : "Give every line the same number of cells; a cell that holds the delimiter belongs between quotes.");

    /// <summary>Something that is not a number stands where a number belongs.</summary>
    /// <param name="what">What the numbers are.</param>
    /// <param name="place">Where it stands, as in "row 3, column 2"; null where it is all that there is, or told with the failure.</param>
    /// <param name="value">The value.</param>
    /// <param name="isCell">Whether it stands in a file or record, and so was not typed as one of several.</param>
    public static LossException NonNumericValue(string what, string? place, object? value, bool isCell = false) => OfSample(
        $"{what}: {Show(value)}{(place is null ? "" : $" at {place}")} is not a number.", OddNumber.Remedy(value, isCell) ?? GiveNumbers, offender: value);

    /// <summary>A null stands where a number belongs.</summary>
    public static LossException NullValue(string what, string place) => OfSample(
        $"{what}: there is no value at {place} (`null`).",
        "Give a value, or leave the sample out.");

    /// <summary>There is nothing at all where values belong.</summary>
    public static LossException NullValue(string what) => OfData(
        $"{what} is `null`.",
        "Give a value.");

    /// <summary>An empty text stands where a number belongs.</summary>
    /// <param name="what">What the numbers are.</param>
    /// <param name="place">Where it stands; null where it is all that there is.</param>
    public static LossException EmptyString(string what, string? place) => OfSample(
        $"{what}: the text{(place is null ? "" : $" at {place}")} is empty.",
        "Give a value, or leave the sample out.");

    /// <summary>A label is not one of the classes.</summary>
    public static LossException LabelOutOfRange(object label, long row, int classCount, object? classes = null) => OfSample(
        classes is null
            ? $"Label {Show(label)} of sample {row} is not {(classCount == 1 ? "0, the only class" : $"one of the {classCount} classes 0 to {classCount - 1}")}."
            : $"Label {Show(label)} of sample {row} is not {(classCount == 1 ? "the only class" : $"one of the {classCount} classes")} {classes}.",
        classes is null && label is < 0.0
            ? $"Number the labels from 0; samples that are marked so are left out with `IgnoreClass = {Show(label)}`."
            : classes is null ? "Number the labels from 0, or name the classes in the order of the prediction columns with `LabelEncoding`."
            : "Give labels that are among them, or name other classes in the order of the prediction columns with `LabelEncoding`; labels that number the columns from 0 need none.",
        row,
        label,
        kind: FailureKind.Label);

    /// <summary>A label is not a number that a class can have.</summary>
    public static LossException LabelOutOfRange(double label, long row) => OfSample(
        IsTooGreat(label)
            ? $"Label {Show(label)} of sample {row} is too great to number a class: each number from 0 up to it would be one, and {int.MaxValue} are the most."
            : $"Label {Show(label)} of sample {row} cannot number a class: classes are numbered from 0.",
        IsTooGreat(label) ? "Name the classes with `LabelEncoding`, which takes any numbers for names." : "Number the labels from 0, or name the classes with `LabelEncoding`.",
        row,
        label,
        kind: FailureKind.Label);

    // As many classes are counted as an array has places.
    private static bool IsTooGreat(double label) => label >= int.MaxValue;

    /// <summary>A label that numbers a class is not a whole number.</summary>
    public static LossException LabelNotInteger(double label, long row) => OfSample(
        $"Label {Show(label)} of sample {row} is not a whole number.",
        "Give class numbers as targets of kind Sparse, or the kind that the targets are of (Binary, Categorical).", row, label, kind: FailureKind.Label);

    /// <summary>Text labels were given without the order of the classes.</summary>
    /// <param name="labels">The labels, of which the first few are shown.</param>
    /// <param name="isOneOutput">Whether there is one output, whose labels are no and yes.</param>
    public static LossException ClassOrderUnknown(IEnumerable<string> labels, bool isOneOutput)
    {
        const int Shown = 5;
        string[] seen = [.. labels.Distinct(StringComparer.Ordinal).Take(Shown + 1)];
        string words = string.Join(", ", AnswerWords.Of(seen).Select(word => $"\"{word}\""));
        string shown = $"The labels are text ({string.Join(", ", seen.Take(Shown).Select(InList))}{(seen.Length > Shown ? ", ..." : "")}), and nothing says which ";
        return OfData(
            shown + (isOneOutput ? "is that of which the predictions are." : "prediction column belongs to which label."),
            seen.Select(label => OddNumber.Remedy(label)).FirstOrDefault(remedy => remedy is not null)
                ?? (isOneOutput ? $"Name both labels with `ClassLabels.Class`, that of yes second: `Class = [{words}]`."
                    : "Name the labels in the order of the prediction columns with `ClassLabels.Class`, or name the prediction columns after the labels."),
            FailureKind.Argument);
    }

    /// <summary>The labels that the prediction columns are named after were given in another order.</summary>
    /// <param name="given">The labels as they were given.</param>
    /// <param name="columns">The labels in the order of the columns.</param>
    public static LossException ClassOrderUnknown(IReadOnlyList<string> given, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(columns);
        int first = Enumerable.Range(0, given.Count).First(column => given[column] != columns[column]);
        return OfData(
            $"`ClassLabels.Class` says that prediction column {first} is of the class {Show(given[first])}, and its name that it is of {Show(columns[first])}.",
            "Leave out `ClassLabels.Class`, as the names order the classes; or give the labels, or the columns, in the same order.",
            FailureKind.Argument);
    }

    /// <summary>A prediction is not a probability and the convention refuses it.</summary>
    /// <param name="convention">Which convention.</param>
    /// <param name="takesLogits">Whether it takes logits.</param>
    /// <param name="value">The prediction.</param>
    /// <param name="row">Its sample.</param>
    /// <param name="column">Its column among the predictions.</param>
    public static LossException ProbabilityOutOfRange(string convention, bool takesLogits, double value, long row, int column) => OfSample(
        $"Prediction {Show(value)} of sample {row}, column {column} of the predictions, lies outside 0 to 1, which {convention} refuses.",
        NoProbability.Remedy(takesLogits, value), row, value, column);

    /// <summary>A prediction that is a variance is negative.</summary>
    public static LossException VarianceOutOfRange(double value, long row, int column) => OfSample(
        $"Variance {Show(value)} of sample {row}, column {column} of the predictions, is negative.",
        "Give variances, of 0 and more: the exponential of what a model gives as the logarithm of one, the square of a standard deviation. Of an array of means and one of variances add `Axis = 0`.",
        row, value, column);

    /// <summary>A value that should be turned into a logit is not a probability.</summary>
    public static LossException ProbabilityOutOfRange(double value, long position) => OfSample(
        $"The value {Show(value)} at position {position} lies outside 0 to 1, so it has no logit.",
        $"Give probabilities; `Activation` makes them of logits{(NoProbability.MayBePercentage(value) ? ", and a division by 100 of percentages" : "")}.", offender: value);

    /// <summary>A prediction is NaN and the convention refuses it.</summary>
    public static LossException NotANumber(string convention, long row, int column) => OfSample(
        $"The prediction of sample {row}, column {column} of the predictions, is NaN, which {convention} refuses.",
        "Remove the sample, or find out what made it NaN; another convention may let it through.", row, double.NaN, column);

    /// <summary>A row whose largest value is sought has a NaN.</summary>
    public static LossException NotANumber(long row, int column) => OfSample(
        $"The value in row {row}, column {column}, is NaN, so the row has no largest value.",
        "Remove the row, or find out what made it NaN.", row, double.NaN);

    /// <summary>A weight is NaN.</summary>
    public static LossException NotANumber(long row) => OfSample(
        $"The weight of sample {row} is NaN.",
        "Give every sample a weight that is a number; zero leaves its loss out of the sum.", row, double.NaN);
}
