namespace LossKernels.Measures.Blocks;

/// <summary>The weights of a block: one for each loss of the formula, or one for each row; empty where all are one.</summary>
internal readonly ref struct RowWeights(Span<double> factors, Span<double> weights)
{
    /// <summary>What the losses of the formula are multiplied by.</summary>
    public Span<double> Factors { get; } = factors;

    /// <summary>What counts as their weight; with class weights that the formula has already, more than the factors.</summary>
    public Span<double> Weights { get; } = weights;
}
