using System.Collections;
using LossKernels;

namespace LossCmdlets.Errors;

/// <summary>What to do about failures over what is typed or piped at the prompt, where that looks like something else than it is taken for.</summary>
internal static class PromptErrors
{
    /// <summary>Something that is not a number stands where a number belongs.</summary>
    /// <param name="what">The parameter.</param>
    /// <param name="place">Where it stands, as in "row 3, column 2"; null where it is all that there is.</param>
    /// <param name="value">The value.</param>
    /// <param name="isFile">Whether it is called as a file of tensors is.</param>
    /// <param name="isCell">Whether it is the value of a record, and so was not typed as one of several.</param>
    public static LossException NonNumericValue(string what, string? place, object? value, bool isFile = false, bool isCell = false)
    {
        LossException failure = LossErrors.NonNumericValue(what, place, value, isCell);
        bool isObject = value is not (null or string or IFormattable or bool);
        string? remedy = what switch
        {
            "InputObject" when isObject =>
                "Give the values of records, not the records: ForEach-Object label gives those of one property, ForEach-Object { , ($_.p0, $_.p1) } rows of several.",
            "Result" when value is string =>
                "Give a result of Measure-CrossEntropy, Measure-Loss or Measure-Accuracy, or a number; of JSON, which Get-Content -Raw reads as one text, ConvertFrom-Json makes a result.",
            "Prediction" when value is bool => "Give numbers; of answers that were predicted [double[]] makes 1 for $true and 0 for $false.",
            not ("Prediction" or "Target") => null,
            _ when value is IList => "Give a number in each place, or in each a list of as many numbers: @((0.1, 0.9), (0.2, 0.8)).",
            _ when isFile => "Give numbers; those in files are measured with -TargetPath and -PredictionPath.",
            _ when place is null && value is string { Length: > 0 } name && char.IsLetter(name[0]) =>
                "Give numbers; columns are named with -TargetProperty and -PredictionProperty (records) or -TargetColumn and -PredictionColumn (files).",
            _ => isObject ? "Give numbers; records are measured with -TargetProperty and -PredictionProperty." : null,
        };
        return remedy is null ? failure : LossErrors.OfLabel(failure, remedy);
    }

    /// <summary>A null stands where a number belongs.</summary>
    /// <param name="what">The parameter, or the property.</param>
    /// <param name="place">Where it stands.</param>
    public static LossException NullValue(string what, string place)
    {
        LossException failure = LossErrors.NullValue(what, place);
        return failure.WithRemedy($"{failure.Remedy} A property that is not there, because its name is misspelt, is $null.");
    }

    /// <summary>There is nothing at all where values belong.</summary>
    /// <param name="what">The parameter.</param>
    public static LossException NullValue(string what) => LossErrors.NullValue(what).WithRemedy(
        "Give a value; a variable or property that is not there, because its name is misspelt, is $null.");

    /// <summary>A failure over something that is no number, because it is the result of a measurement.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="what">The parameter.</param>
    /// <param name="place">Where the result stands; null where it is all that there is.</param>
    public static LossException OfResult(LossException failure, string what, string? place) => failure
        .WithMessage($"{what}: {(place is null ? "what was given" : $"what stands at {place}")} is the result of a measurement ({failure.Offender?.GetType().Name}), and no number.")
        .WithRemedy(what is "Target" or "Prediction"
            ? "Give targets and predictions; Assert-CrossEntropy holds a result to bounds, and its property Loss is the number."
            : "Give the numbers of the result, its properties Loss, Values or Gradient; with -Raw a measurement writes nothing else than its numbers.");

    /// <summary>A failure over predictions that are labels, and not the scores that an accuracy is counted by.</summary>
    public static LossException OfPredictedLabels(LossException failure) => LossErrors.OfLabel(
        failure, "Give scores; rows of them are made of predicted labels by (ConvertTo-OneHot $prediction -Class $class), where -Class of both cmdlets names the classes.");

    /// <summary>A failure of a loss over shapes that another of its name may take.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="name">The name.</param>
    /// <param name="other">How the other is called in full.</param>
    public static LossException OfName(LossException failure, string name, string other) =>
        failure.WithRemedy($"{failure.Remedy} Or measure {other}, which is called {name} too.");

    /// <summary>A failure over the name of a file, which stands where numbers belong.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="isOfTensors">Whether it is called as a file of tensors is; else it is taken for text.</param>
    public static LossException OfFile(LossException failure, bool isOfTensors) => failure.WithRemedy(
        isOfTensors
            ? "Did you mean -TargetPath and -PredictionPath? They measure the numbers in npy, npz and safetensors files."
            : "Did you mean -Path? The columns of a CSV file are measured with -Path, -TargetColumn and -PredictionColumn.");

    /// <summary>No files came through the pipeline.</summary>
    public static LossException NoFiles() => LossErrors.EmptyInput("Path").WithMessage("No file came through the pipeline.").WithRemedy("Pipe files, as Get-ChildItem *.csv finds them, or name them with -Path.");

    /// <summary>A failure, of which a path that leads nowhere may be a record that was piped, or a tensor.</summary>
    public static LossException OfPath(LossException failure) =>
        failure is not { Id: nameof(LossErrors.FileNotFound), Kind: FailureKind.NotFound, Offender: string path } ? failure
        : path.Contains("@{", StringComparison.Ordinal) ? failure.WithRemedy("Give a path; records are measured with -TargetProperty and -PredictionProperty.")
        : path.StartsWith("Tensor (", StringComparison.Ordinal) ? failure.WithRemedy("Give a path; tensors are measured as they are, with -Target and -Prediction.")
        : failure;

    /// <summary>A failure over a text that is to be written to a file as a number: the path, a label, or a number in another notation.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="isFile">Whether the text is called as a file of tensors is.</param>
    public static LossException OfStored(LossException failure, bool isFile) =>
        isFile ? failure.WithRemedy("Give the path first, then the numbers.") : LossErrors.OfLabel(failure, "Give numbers; ConvertTo-OneHot makes numbers of labels.");

    /// <summary>A failure over a cell of a file that is read into a tensor: a label, or a number in another notation.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="encoding">What makes numbers of the labels.</param>
    public static LossException OfTextColumn(LossException failure, string encoding) => LossErrors.OfLabel(
        failure, $"A tensor has numbers, and this column holds text. Choose columns of numbers with -Column; one-hot rows of labels are made by {encoding}.");

    /// <summary>A failure over a property that records have not: text or files were piped in their place, or the property is one that was to be computed.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="type">The type of what was piped.</param>
    public static LossException OfProperty(LossException failure, string type) =>
        type == nameof(FileInfo) ? failure.WithRemedy("Name the columns of files with -TargetColumn and -PredictionColumn; properties are those of records, which Import-Csv makes.")
        : type == nameof(String) ? failure.WithRemedy("Pipe records, and not text: Import-Csv in the place of Get-Content makes records of a CSV file, and ConvertFrom-Csv of its lines; of JSON ConvertFrom-Json does.")
        : type == "GroupInfo" ? failure.WithRemedy("Pipe the records themselves, without Group-Object: -GroupBy measures each group of them.")
        : type.StartsWith("Format", StringComparison.Ordinal) ? failure.WithRemedy("Pipe the records themselves: what Format-Table and its like make of them is for the screen.")
        : type is nameof(Int32) or nameof(Int64) or nameof(Double) or nameof(Single) or nameof(Decimal)
            ? failure.WithRemedy("Pipe records, which have properties; numbers are measured with -Target and -Prediction.")
        : failure.Offender is string name && name.Contains("$_", StringComparison.Ordinal)
            ? failure.WithRemedy("Name a property; what is computed becomes one with Select-Object *, @{ Name = 'name'; Expression = { ... } }.")
        : failure;

    /// <summary>A failed assertion of a loss of which it is not known which samples cost most, though Assert-CrossEntropy could have measured it.</summary>
    public static LossException OfUnknownCosts(LossException failure) => failure.WithRemedy(
        "Give Assert-CrossEntropy the targets and predictions themselves, or a result with -Detailed or -Reduction None, and it says what costs most.");
}
