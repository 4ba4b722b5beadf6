using System.Globalization;
using System.Runtime.CompilerServices;

namespace LossKernels;

/// <summary>
/// Every failure that this library and its shells can report: one factory a failure, and the factory's name is the failure's identifier.
/// A message says what was given and where, the remedy what would be right.
/// </summary>
public static class LossErrors
{
    private const int MostNames = 20;
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
            ? "If other marks than commas stand between the cells, add `Delimiter`; else give every line the same number of cells."
            : "Give every line the same number of cells; a cell that holds the delimiter belongs between quotes.");

    /// <summary>Something that is not a number stands where a number belongs, in a place that is told with it.</summary>
    /// <param name="what">What the numbers are.</param>
    /// <param name="value">The value.</param>
    public static LossException NonNumericValue(string what, object? value) => OfSample(
        $"{what}: {Show(value)} is not a number.", OddNumber.Remedy(value) ?? GiveNumbers, offender: value);

    /// <summary>Something that is not a number stands where a number belongs.</summary>
    /// <param name="what">What the numbers are.</param>
    /// <param name="place">Where it stands, as in "row 3, column 2"; null where it is all that there is.</param>
    /// <param name="value">The value.</param>
    public static LossException NonNumericValue(string what, string? place, object? value) => OfSample(
        $"{what}: {Show(value)}{(place is null ? "" : $" at {place}")} is not a number.", OddNumber.Remedy(value) ?? GiveNumbers, offender: value);

    /// <summary>A result of a measurement stands where a number belongs.</summary>
    /// <param name="what">What the numbers are.</param>
    /// <param name="place">Where it stands; null where it is all that there is.</param>
    /// <param name="result">The result.</param>
    public static LossException ResultForNumber(string what, string? place, object result) => OfSample(
        $"{what}: {(place is null ? "what was given" : $"what stands at {place}")} is the result of a measurement ({result?.GetType().Name}), and no number.",
        "Give the numbers of the result, its properties Loss, Values or Gradient.",
        offender: result,
        id: nameof(NonNumericValue));

    /// <summary>A null stands where a number belongs.</summary>
    public static LossException NullValue(string what, string place) => OfSample(
        $"{what}: there is no value at {place} (`null`).",
        "Give a value, or leave the sample out. A property that is not there, because its name is misspelt, is `null`.");

    /// <summary>There is nothing at all where values belong.</summary>
    public static LossException NullValue(string what) => OfData(
        $"{what} is `null`.",
        "Give a value; a variable or property that is not there, because its name is misspelt, is `null`.");

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
        $"Label {Show(label)} of sample {row} cannot number a class: classes are numbered from 0.",
        "Number the labels from 0, or name the classes with `LabelEncoding`.", row, label, kind: FailureKind.Label);

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
        string shown = $"The labels are text ({string.Join(", ", seen.Take(Shown))}{(seen.Length > Shown ? ", ..." : "")}), and nothing says which ";
        return OfData(
            shown + (isOneOutput ? "is that of which the predictions are." : "prediction column belongs to which label."),
            seen.Select(OddNumber.Remedy).FirstOrDefault(remedy => remedy is not null)
                ?? (isOneOutput ? "Name both labels with `ClassLabels.Class`, that of yes second: `Class = [\"no\", \"yes\"]`."
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
        "Give probabilities; `Activation` makes them of logits.", offender: value);

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

    /// <summary>Targets and predictions differ in the number of samples.</summary>
    /// <param name="targets">How many targets.</param>
    /// <param name="predictions">How many predictions, or rows of them.</param>
    /// <param name="areOneList">Whether the predictions are one list, which may have been meant as rows.</param>
    public static LossException TargetCountMismatch(long targets, long predictions, bool areOneList = false) => OfData(
        $"There {(targets == 1 ? "is" : "are")} {Many(targets, "target")} and {Many(predictions, "prediction")}.",
        areOneList && predictions > targets && targets > 1 && predictions % targets == 0
            ? "Give one target for each prediction. Rows are made of one list by `TensorView.Reshape`."
            : "Give one target for each prediction.");

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
        "Check the labels and the weights, or choose what the mean of nothing is with `WhenAllIgnored`.");

    /// <summary>An option's value lies outside what it can be.</summary>
    /// <param name="parameter">The option.</param>
    /// <param name="value">Its value.</param>
    /// <param name="range">What it can be.</param>
    /// <param name="remedy">What to do, where there is more to say than to choose such a value.</param>
    public static LossException ParameterOutOfRange(string parameter, object? value, string range, string? remedy = null) => OfCall(
        $"{parameter} is {Show(value)}; it must be {range}.",
        remedy ?? $"Choose a value that is {range}.", offender: value);

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

    /// <summary>There is nothing to measure.</summary>
    public static LossException EmptyInput(string what, long skipped = 0) => OfData(
        skipped switch
        {
            0 => $"{what}: there are no values.",
            1 => $"{what}: there is nothing left, because the only sample could not be read.",
            _ => $"{what}: there is nothing left, because none of the {skipped} samples could be read.",
        },
        skipped == 0 ? "Give at least one value." : "Give at least one sample that can be read.",
        FailureKind.Nothing);

    /// <summary>The shapes and values leave open which kind of loss is meant.</summary>
    public static LossException AmbiguousKind(string reason, string remedy, long? row = null) => OfData(reason, remedy, FailureKind.Argument, row);

    /// <summary>A record lacks a property.</summary>
    /// <param name="property">The property.</param>
    /// <param name="where">The record.</param>
    /// <param name="known">What it has.</param>
    /// <param name="scope">Whether the call named it without need, as the first record shows, or a sample lacks it that others have.</param>
    public static LossException PropertyNotFound(string property, string where, string known, FailureScope scope) => Make(
        FailureKind.NotFound,
        scope,
        $"{where} has no property '{property}'; it has {known}.",
        DelimiterIn(known) is (string marks, string mark) ? $"If {marks} stand between the cells of the file, add `Delimiter = {mark}` to `CsvTable.Open`."
            : InOneText(property) is string names ? $"Give each property quotes of its own: {names}."
            : "Name a property that the records have; wildcards are allowed.",
        offender: property);

    /// <summary>A property of a record gives an error when it is read.</summary>
    public static LossException PropertyNotFound(string property, string where, Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return OfSample($"The property '{property}' of {where} cannot be read: {reason.Message}", "Leave the record out, or mend the property.", offender: property, kind: FailureKind.Unavailable);
    }

    /// <summary>A file has no column, or no tensor, of a name.</summary>
    public static LossException ColumnNotFound(string column, string where, string known) => OfCall(
        $"{where} has no column '{column}'; it has {known}.",
        DelimiterIn(known) is (string marks, string mark) ? $"If {marks} stand between its cells, add `Delimiter = {mark}`."
            : InOneText(column) is string names ? $"Give each column quotes of its own: {names}."
            : column.Contains("..") ? "A range is one of positions, counted from zero, as 2..4; names are chosen by wildcards, as p*."
            : "Name a column that the file has, or give its position, counted from zero; wildcards are allowed in names.",
        column,
        FailureKind.NotFound);

    /// <summary>A file has no tensor of a name, or several and none was named.</summary>
    /// <param name="key">The name; null where none was given.</param>
    /// <param name="path">The file.</param>
    /// <param name="keys">The names of its tensors.</param>
    public static LossException ColumnNotFound(string? key, string path, IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        string known = keys.Count == 0 ? "" : $": {string.Join(", ", keys.Take(MostNames).Select(Show))}{(keys.Count > MostNames ? ", ..." : "")}";
        return OfCall(
            key is null
                ? $"The file '{path}' has {Many(keys.Count, "tensor")}{known}; none was chosen."
                : $"The file '{path}' has no tensor '{key}'; it has {Many(keys.Count, "tensor")}{known}.",
            keys.Count == 0 ? "Give a file that holds a tensor."
                : "Choose one of the file's tensors by its name, with `TensorFile.Open(path, key)`.",
            key,
            FailureKind.NotFound);
    }

    /// <summary>There is no such file, or it cannot be opened, read or written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">Why not; null where it does not exist.</param>
    /// <param name="use">What cannot be done with it.</param>
    public static LossException FileNotFound(string path, string? reason = null, string use = "opened") => OfCall(
        reason is null ? $"There is no file '{path}'." : $"The file '{path}' cannot be {use}: {reason}",
        reason is not null ? "Check the path and its permissions."
            : path.Contains(',') ? "Check the path. Each of several has quotes of its own; of a CSV file give the path, and not its lines."
            : "Check the path.",
        path,
        reason is null ? FailureKind.NotFound : FailureKind.Unavailable);

    /// <summary>There is no such file in a folder.</summary>
    /// <param name="path">The file, or the wildcards that match none.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="names">The names of the files in it, the likeliest first; null where there is no such folder.</param>
    public static LossException FileNotFound(string path, string folder, IReadOnlyList<string>? names)
    {
        const int Shown = 5;
        LossException failure = FileNotFound(path);
        string seen = names switch
        {
            null => $"There is no folder '{folder}'.",
            [] => $"The folder '{folder}' has no files.",
            _ => $"The folder '{folder}' has {string.Join(", ", names.Take(Shown))}{(names.Count > Shown ? $" and {Many(names.Count - Shown, "other file")}" : "")}.",
        };
        return failure.WithMessage($"{failure.Message} {seen}");
    }

    /// <summary>A file that would be written is there already.</summary>
    public static LossException FileExists(string path) => OfCall(
        $"The file '{path}' exists.",
        "Choose another path, or add `overwrite` to replace the file.", path, FailureKind.Exists);

    /// <summary>A path leads to something else than files.</summary>
    public static LossException NotFileSystemPath(string path, string what) => OfCall(
        $"The path '{path}' leads to {what}.",
        "Give the path of a file in the file system.", offender: path);

    /// <summary>A file is not what its format promises.</summary>
    /// <param name="path">The file.</param>
    /// <param name="place">Where, as in "byte 128" or "line 7".</param>
    /// <param name="what">What is wrong there, as a sentence without its full stop.</param>
    public static LossException MalformedFile(string path, string place, string what) => OfData(
        $"The file '{path}' is damaged or is not what its name says: at {place}, {what}.",
        "Write the file again; if it is of another format, name it so.", offender: path);

    /// <summary>A file is of a format, or holds a type of value, that is not read or written.</summary>
    public static LossException UnsupportedFileFormat(string path, string what, string remedy) => OfCall(
        $"The file '{path}' cannot be used: {what}.", remedy, offender: path);

    /// <summary>A failure with the place where what is at fault stands, as in "line 7 of 'a.csv'".</summary>
    public static LossException At(LossException failure, string place)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.WithMessage($"{failure.Message} It stands in {place}.");
    }

    /// <summary>A failure because nothing is left, with why the first of what was left out was.</summary>
    public static LossException OfSkipped(LossException failure, LossException first)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(first);
        return failure.WithMessage($"{failure.Message} The first: {first.Message}").WithRemedy(first.Remedy);
    }

    /// <summary>A failure of a loss over shapes that another of its name may take.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="name">The name.</param>
    /// <param name="other">How the other is measured.</param>
    public static LossException OfName(LossException failure, string name, string other)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.WithRemedy($"{failure.Remedy} Or measure {other}, which is called {name} too.");
    }

    /// <summary>A failure over the labels of classes, which may have been given as one text.</summary>
    public static LossException OfClasses(LossException failure, IReadOnlyList<string>? classes)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return classes is [{ } all] && InOneText(all) is string labels ? failure.WithRemedy($"Give each label quotes of its own: `ClassLabels.Class` {labels}; {Show(all)} is one label.") : failure;
    }

    /// <summary>A failure over text that is no number: with another remedy, unless the text is a number in another notation, which the failure says.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="remedy">What to do about a label, or whatever else the text is.</param>
    public static LossException OfLabel(LossException failure, string remedy)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return OddNumber.Remedy(failure.Offender) is null ? failure.WithRemedy(remedy) : failure;
    }

    private static LossException OfCall(
        string message, string remedy, object? offender = null, FailureKind kind = FailureKind.Argument, [CallerMemberName] string id = "") =>
        Make(kind, FailureScope.Call, message, remedy, offender: offender, id: id);

    private static LossException OfData(
        string message, string remedy, FailureKind kind = FailureKind.Value, long? row = null, object? offender = null, [CallerMemberName] string id = "") =>
        Make(kind, FailureScope.Data, message, remedy, row, offender, id: id);

    private static LossException OfSample(
        string message, string remedy, long? row = null, object? offender = null, int? column = null, FailureKind kind = FailureKind.Value, [CallerMemberName] string id = "") =>
        Make(kind, FailureScope.Sample, message, remedy, row, offender, column, id);

    private static LossException Make(
        FailureKind kind,
        FailureScope scope,
        string message,
        string remedy,
        long? row = null,
        object? offender = null,
        int? column = null,
        [CallerMemberName] string id = "") =>
        new(id, message, remedy) { Kind = kind, Scope = scope, Row = row, Offender = offender, Column = column };

    // Several names in one text, each with quotes of its own; null where there is one.
    private static string? InOneText(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 1 } names
            ? $"{string.Join(", ", names.Take(MostNames).Select(Show))}{(names.Length > MostNames ? ", ..." : "")}"
            : null;

    // What should part several names and stands in the only one.
    private static (string Name, string Text)? DelimiterIn(string known) => known.Contains(", ") ? null
        : known.Contains(';') ? ("semicolons", "';'")
        : known.Contains('\t') ? ("tabs", "'\\t'")
        : known.Contains('|') ? ("bars", "'|'")
        : known.Contains(',') ? ("commas", "','")
        : null;

    private static string Many(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    internal static string Show(object? value) => value switch
    {
        null => "`null`",
        bool truth => truth ? "`true`" : "`false`",
        string text => $"'{(text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 37), "..."))}'",
        // A number that came in single precision is shown with the digits that it was given with.
        double number when (float)number == number => ((float)number).ToString(CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"a value of type {value.GetType().Name}",
    };
}
