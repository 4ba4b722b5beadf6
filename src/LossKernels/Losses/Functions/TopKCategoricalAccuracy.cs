namespace LossKernels.Losses.Functions;

/// <summary>1 where the class of the greatest t has one of the K greatest scores, else 0.</summary>
public sealed class TopKCategoricalAccuracy() : TopRankingFunction(takesLabels: false, "top_k_categorical_accuracy")
{
    /// <inheritdoc/>
    public override string Summary => "How many rows have the class with the greatest target among their K greatest scores.";

    /// <inheritdoc/>
    public override string Formula => "1 where the class of the greatest t has one of the K greatest scores, else 0";
}
