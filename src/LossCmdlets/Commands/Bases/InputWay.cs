namespace LossCmdlets.Commands.Bases;

/// <summary>A way in for targets and predictions.</summary>
/// <param name="Samples">What the samples stand in.</param>
/// <param name="Target">The parameter for the targets.</param>
/// <param name="Prediction">The parameter for the predictions.</param>
/// <param name="Weight">The parameter for the weights.</param>
/// <param name="Place">What weights stand in.</param>
internal sealed record InputWay(string Samples, string Target, string Prediction, string Weight, string Place)
{
    public static InputWay Arrays { get; } = new(
        "arrays", nameof(LossInputCommand.Target), nameof(LossInputCommand.Prediction), nameof(LossInputCommand.SampleWeight), "an array");

    public static InputWay Records { get; } = new(
        "records", nameof(LossInputCommand.TargetProperty), nameof(LossInputCommand.PredictionProperty), nameof(LossInputCommand.WeightProperty), "a property");

    public static InputWay Tables { get; } = new(
        "CSV files", nameof(LossInputCommand.TargetColumn), nameof(LossInputCommand.PredictionColumn), nameof(LossInputCommand.WeightColumn), "a column");

    public static InputWay Tensors { get; } = new(
        "files of tensors", nameof(LossInputCommand.TargetPath), nameof(LossInputCommand.PredictionPath), nameof(LossInputCommand.WeightPath), "files");

    public static InputWay LiteralTensors { get; } = new(
        "files of tensors named as they are",
        nameof(LossInputCommand.TargetLiteralPath),
        nameof(LossInputCommand.PredictionLiteralPath),
        nameof(LossInputCommand.WeightLiteralPath),
        "files");

    public static IReadOnlyList<InputWay> All { get; } = [Arrays, Records, Tables, Tensors, LiteralTensors];
}
