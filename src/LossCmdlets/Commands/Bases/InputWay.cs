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
        "arrays", nameof(LossSampleCommand.Target), nameof(LossSampleCommand.Prediction), nameof(LossSampleCommand.SampleWeight), "an array");

    public static InputWay Records { get; } = new(
        "records", nameof(LossSampleCommand.TargetProperty), nameof(LossSampleCommand.PredictionProperty), nameof(LossSampleCommand.WeightProperty), "a property");

    public static InputWay Tables { get; } = new(
        "CSV files", nameof(LossSampleCommand.TargetColumn), nameof(LossSampleCommand.PredictionColumn), nameof(LossSampleCommand.WeightColumn), "a column");

    public static InputWay Tensors { get; } = new(
        "files of tensors", nameof(LossSampleCommand.TargetPath), nameof(LossSampleCommand.PredictionPath), nameof(LossSampleCommand.WeightPath), "files");

    public static InputWay LiteralTensors { get; } = new(
        "files of tensors named as they are",
        nameof(LossSampleCommand.TargetLiteralPath),
        nameof(LossSampleCommand.PredictionLiteralPath),
        nameof(LossSampleCommand.WeightLiteralPath),
        "files");

    public static IReadOnlyList<InputWay> All { get; } = [Arrays, Records, Tables, Tensors, LiteralTensors];
}
