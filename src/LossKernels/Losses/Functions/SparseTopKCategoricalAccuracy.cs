namespace LossKernels.Losses.Functions;

/// <summary>1 where y has one of the K greatest scores, else 0.</summary>
public sealed class SparseTopKCategoricalAccuracy() : TopRankingFunction(takesLabels: true, "sparse_top_k_categorical_accuracy")
{
    /// <inheritdoc/>
    public override string Summary => "How many rows have the target among their K greatest scores.";

    /// <inheritdoc/>
    public override string Formula => "1 where y has one of the K greatest scores, else 0";
}
