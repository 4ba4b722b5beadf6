using LossKernels;

namespace LossCmdlets.Commands.Bases;

/// <summary>What is said of a parameter that means nothing of the samples that are given: what it is for, and what stands in its place.</summary>
internal static class MisplacedOption
{
    /// <summary>The failure.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="own">What the samples stand in.</param>
    public static LossException Failure(string parameter, InputWay own) =>
        InputWay.All.FirstOrDefault(way => way.Weight == parameter) is { } other
            ? LossErrors.OptionNotSupported(
                $"-{parameter} has the weights of {other.Samples}; those of {own.Samples} stand in {own.Place} beside them.",
                $"Give {own.Place} of weights with -{own.Weight}.")
            : parameter switch
            {
                nameof(LossSampleCommand.PerFile) => LossErrors.OptionNotSupported(
                    $"-{parameter} gives a result for each file, and {own.Samples} are in none.",
                    $"Leave out -{parameter}; records are told apart by -{nameof(LossSampleCommand.GroupBy)}."),
                nameof(LossSampleCommand.GroupBy) => LossErrors.OptionNotSupported(
                    $"-{parameter} names a property of records or a column of CSV files, and {own.Samples} have neither.",
                    $"Leave out -{parameter}, or give the samples as records, with -{InputWay.Records.Target} and -{InputWay.Records.Prediction}."),
                nameof(LossSampleCommand.Delimiter) => LossErrors.OptionNotSupported(
                    $"-{parameter} stands between the cells of CSV files, and {own.Samples} have none.",
                    own == InputWay.Records ? $"Give -{parameter} to Import-Csv, which makes records of the lines." : $"Leave out -{parameter}."),
                _ => LossErrors.OptionNotSupported(
                    $"-{parameter} names a tensor in files that hold several, and {own.Samples} have no keys.",
                    $"Leave out -{parameter}, or give the files with -{InputWay.Tensors.Target} and -{InputWay.Tensors.Prediction}; Import-Tensor reads a tensor by its -Key."),
            };
}
