namespace LossKernels.Losses.Functions;

/// <summary>1 where y has the greatest score, else 0.</summary>
public sealed class SparseCategoricalAccuracy() : RankingFunction(takesLabels: true, "sparse_categorical_accuracy")
{
    /// <inheritdoc/>
    public override string Summary => "How many rows have the target as their greatest score.";

    /// <inheritdoc/>
    public override string Formula => "1 where y has the greatest score, else 0";
}
