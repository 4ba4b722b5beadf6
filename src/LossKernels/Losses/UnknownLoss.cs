using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Losses;

/// <summary>What is said of a name that no loss has: which may be meant, or where else the number is.</summary>
internal static class UnknownLoss
{
    private const string Listed = "the names that `LossFunctions.All` lists";

    // More losses of a word are no help.
    private const int MostNames = 5;

    // Shorter words are parts of too many others.
    private const int LeastLetters = 3;

    // What a name says whatever is measured.
    private static readonly string[] Generic = ["loss", "losses", "score", "function", "metric", "criterion"];

    // Numbers that are no mean over samples, or are another of the module's.
    private static readonly (string[] Names, string Remedy)[] Elsewhere =
    [
        (["r2", "r2_score", "r_squared"], "R squared is 1 less the mean squared error over the variance of the targets; `MeanSquaredError` gives the mean squared error."),
        (["sse", "ssd", "rss", "sum_of_squares", "sum_of_squared_errors", "sum_squared_error", "sum_of_squared_residuals"],
            "A sum of squares is `MeanSquaredError` with `Reduction = Reduction.Sum`; of several outputs a sample with `Convention = Conventions.PyTorch` too, which does not average them."),
        (["sae", "sad", "sum_of_absolute_errors", "sum_absolute_error"],
            "A sum of absolute errors is `MeanAbsoluteError` with `Reduction = Reduction.Sum`; of several outputs a sample with `Convention = Conventions.PyTorch` too, which does not average them."),
        (["perplexity", "bits"], "It is a property of the result of `CrossEntropy.Measure`, where that is the mean of a plain cross-entropy."),
        (["auc", "roc_auc", "roc_auc_score", "f1", "f1_score", "precision", "precision_score", "recall", "recall_score"],
            "It is no mean over samples, and none of the losses; `AccuracyOptions` counts how many predictions are right."),
        (["ece", "expected_calibration_error", "calibration_error"], "`CrossEntropyOptions.Detailed` gives it, as Detail.CalibrationError of the result."),
    ];

    /// <summary>The failure.</summary>
    /// <param name="name">The name.</param>
    /// <param name="registered">Names of losses that are not of the catalogue.</param>
    public static LossException Failure(string name, IEnumerable<string> registered)
    {
        ModuleName written = new(name);
        string own = written.Own;
        return LossErrors.ParameterOutOfRange(
            "Name",
            name,
            "one of the losses that `LossFunctions.All` lists, by its name or by what a framework calls it",
            Spelling.Nearest(name, registered) is string other ? $"Choose {other}, or one of {Listed}."
                : Elsewhere.FirstOrDefault(row => row.Names.Any(known => Spelling.AreAlike(known, own))).Remedy is string place ? place
                : (Core(own) ?? Misspelt(written)) is string near ? Spelling.Remedy(near, LossFunctions.Find(near).Function.Name, Listed)
                : Related(own) is { Length: > 0 } related ? Spelling.Remedy(related, related, Listed)
                : $"Choose one of {Listed}.");
    }

    // The name without the words that say nothing: kl of kl_loss.
    private static string? Core(string name)
    {
        string core = string.Concat(Telling(name));
        return LossFunctions.All.SelectMany(loss => loss.Names).FirstOrDefault(known => Spelling.AreAlike(known, core));
    }

    // Of the names that the module in front has, else of all; the module stays where the name is its own.
    private static string? Misspelt(ModuleName written)
    {
        IEnumerable<LossUse> uses = written.Frameworks.SelectMany(framework => LossFunctions.All.Select(loss => loss.UseIn(framework)).OfType<LossUse>());
        string? ofModule = Spelling.Nearest(written.Own, uses.SelectMany(use => use.Names));
        return ofModule is null ? Spelling.Nearest(written.Own, LossFunctions.All.SelectMany(loss => loss.Names)) : written.Module + ofModule;
    }

    // The losses that have most of the words, or words that begin with them.
    private static string Related(string name)
    {
        string[] words = [.. Telling(name).Where(word => word.Length >= LeastLetters)];
        IGrouping<int, LossFunction>? related = LossFunctions.All
            .GroupBy(loss => words.Count(word => loss.Names.SelectMany(Spelling.Words).Any(known => known.StartsWith(word, StringComparison.OrdinalIgnoreCase))))
            .Where(group => group.Key > 0)
            .MaxBy(group => group.Key);
        return related is null ? "" : string.Join(" or ", related.Select(loss => loss.Name).Take(MostNames));
    }

    private static IEnumerable<string> Telling(string name) => Spelling.Words(name).Except(Generic, StringComparer.OrdinalIgnoreCase);
}
