namespace LossKernels.Losses.Functions;

/// <summary>1 where the class of the greatest t has the greatest score, else 0.</summary>
public sealed class CategoricalAccuracy() : RankingFunction(takesLabels: false, "categorical_accuracy")
{
    /// <inheritdoc/>
    public override string Summary => "How many rows have the class with the greatest target as their greatest score.";

    /// <inheritdoc/>
    public override string Formula => "1 where the class of the greatest t has the greatest score, else 0";
}
