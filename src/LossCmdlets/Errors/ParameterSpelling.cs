using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Sources.Text;

namespace LossCmdlets.Errors;

/// <summary>
/// Spells the library's texts as users at the prompt know things: what a text names in backquotes, as C# writes it, becomes a parameter or a cmdlet.
/// What else stands in backquotes, and what users named, which is in quotes, is left as it is.
/// </summary>
internal static partial class ParameterSpelling
{
    private const string ToProbability = "ConvertTo-Probability";
    private const string ToLogit = "ConvertTo-Logit";

    // What has another name here, or is something else; or is so where nothing is given.
    private static readonly Dictionary<string, string> Others = new()
    {
        ["null"] = "$null",
        ["true"] = "$true",
        ["false"] = "$false",
        ["'\\t'"] = "\"`t\"",

        ["Form"] = "-FromLogits and -FromLogProbability",
        ["Form = InputForm.Logit"] = "-FromLogits",
        ["Form = InputForm.LogProbability"] = "-FromLogProbability",
        ["Form = InputForm.Probability"] = "",
        ["Kind = LossKind.Auto"] = "",
        ["LabelSmoothing = 0"] = "",
        ["ClassWeights"] = "-ClassWeight",
        ["PositiveWeights"] = "-PositiveWeight",
        ["sampleWeight"] = "-SampleWeight",
        ["LabelEncoding"] = "-Class",
        ["Numbers[\"LogPrediction\"] = 0"] = "-LogPrediction:$false",
        ["Numbers[\"LogTarget\"]"] = "-LogTarget",
        ["overwrite"] = "-Force",
        ["columns"] = "-Column",
        ["format"] = "-Format",
        ["refusesRounded: false"] = "-DataType Float64",
        ["classes"] = "-ClassCount",
        ["log: true"] = "-Log",

        ["CrossEntropy.Measure"] = "Measure-CrossEntropy",
        ["CrossEntropyOptions.Detailed"] = "Measure-CrossEntropy -Detailed",
        ["Loss.MeasureTable"] = "-PerFile",
        ["TableMeasurement"] = "-Path and -TargetColumn",
        ["CsvTable.Open"] = "Import-Csv",
        ["CsvTensor.Read"] = "Import-Tensor",
        ["TensorFile.Open"] = "-TargetPath and -PredictionPath",
        ["TensorFile.Open(path, key)"] = "-Key of Import-Tensor, and -TargetKey, -PredictionKey or -WeightKey of what measures files",
        ["AccuracyOptions"] = "Measure-Accuracy",
        ["LossFunctions"] = "Measure-Loss",
        ["LossFunctions.All"] = "Get-LossFunction",
        ["MeanSquaredError"] = "Measure-Loss mse",
        ["MeanAbsoluteError"] = "Measure-Loss mae",
        ["Conventions.All"] = "Get-CrossEntropyConvention",
        ["OneHot.Encode"] = "ConvertTo-OneHot",
        ["Activation.Sigmoid(prediction)"] = $"{ToProbability} $prediction -Activation Sigmoid",
        ["Activation.InverseSigmoid(prediction)"] = $"{ToLogit} $prediction -Activation Sigmoid",
        ["OneHot.Decode"] = "ConvertFrom-OneHot",
        ["Activation"] = ToProbability,
        ["Activation.Softmax"] = ToProbability,
        ["Activation.Sigmoid"] = ToProbability,
        ["Activation.InverseSoftmax"] = ToLogit,
        ["Activation.InverseSigmoid"] = ToLogit,
        ["Activation.InverseSoftmax(probabilities)"] = $"{ToLogit} -Activation Softmax",
        ["Activation.InverseSigmoid(probabilities)"] = $"{ToLogit} -Activation Sigmoid",
    };

    // The options: of what has no other name here, a parameter has the same.
    private static readonly HashSet<string> Options =
    [
        .. new[] { typeof(CrossEntropyOptions), typeof(AccuracyOptions), typeof(LossBounds), typeof(ClassLabels), typeof(CsvFormat) }
            .SelectMany(type => type.GetProperties())
            .Select(property => property.Name),
    ];

    /// <summary>What is said of lists, ranges and rows, and what there is to say of them in PowerShell.</summary>
    public static ImmutableArray<(string Sentence, string Other)> Sentences { get; } =
    [
        ("Rows are made of one list by `TensorView.Reshape`.",
            "Rows are written with commas between them: @((0.1, 0.9), (0.2, 0.8)); with other separators PowerShell makes one list of all."),
        ("A list is made one row by `TensorView.Reshape`.", "A list of one row is written with a comma: ,(0, 1)."),
        ("A list of two numbers has one axis,", "PowerShell makes one list of @(@(0, 1)),"),
        ("each of several is given by itself.", "a list is written without quotes."),
        ("Give one number in each place, and no list.", "Give one number in each place; a list of numbers is written without quotes and brackets, as in 0.9,0.2."),
        ("Give each number of a range by itself (", "A range is written in parentheses: ("),
    ];

    /// <summary>A text of the library as it is read at the prompt.</summary>
    public static string Of(string text) => Term.Replace(
        Sentences.Aggregate(text, (other, sentence) => other.Replace(sentence.Sentence, sentence.Other, StringComparison.Ordinal)),
        term => term.Value[0] == '`' && Spell(term) is string spelled ? spelled : term.Value);

    private static string? Spell(Match term)
    {
        string text = term.Value.Trim('`');
        string name = term.Groups["name"].Value;
        string option = name[(name.LastIndexOf('.') + 1)..];
        return Others.TryGetValue(text, out string? other) ? other
            : term.Groups["arguments"] is { Success: true } arguments ? Others.TryGetValue(name, out string? cmdlet) ? $"{cmdlet} {Arguments(arguments.Value)}" : null
            : !Options.Contains(option) ? null
            : term.Groups["value"] is { Success: true } value ? $"-{option} {Value(value.Value)}"
            : $"-{option}";
    }

    // What is given by its place is a variable of that name here.
    private static string Arguments(string arguments) => string.Join(' ', arguments.Split(", ").Select(argument =>
        Others.TryGetValue(argument, out string? other) ? other
        : argument.Split(": ") is [var name, var value] ? $"{Others[name]} {value}"
        : $"${argument}"));

    // A value of an enumeration, or a convention, without its type; a list without its brackets and the quotes of what is one word, and numbers that are counted as a range.
    private static string Value(string value) => Others.TryGetValue(value, out string? other) ? other
        : Counted.Match(value) is { Success: true } counted ? $"(1..{counted.Groups["last"].Value})"
        : value[0] == '[' ? Word.Replace(value.Trim('[', ']'), "${word}")
        : char.IsLetter(value[0]) ? value[(value.LastIndexOf('.') + 1)..]
        : value;

    [GeneratedRegex("""^\[\.\. Enumerable\.Range\(1, (?<last>\d+)\)\.""")]
    private static partial Regex Counted { get; }

    [GeneratedRegex("\"(?<word>[-+.\\w]+)\"")]
    private static partial Regex Word { get; }

    // What is in quotes is not the library's, whatever it has in backquotes; a quote behind a letter is an apostrophe.
    [GeneratedRegex("""(?<![\w`])'.*?'(?!\w)|`(?<name>[A-Za-z]\w*(?:\.\w+)*(?:\["\w+"\])?)(?:\((?<arguments>[^`()]*)\))?(?:(?: = |: )(?<value>\[[^`\]]*\]|'[^`]+'|[-+.\w]+))?`""")]
    private static partial Regex Term { get; }
}
