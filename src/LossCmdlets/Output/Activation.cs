namespace LossCmdlets.Output;

/// <summary>What turns logits into probabilities.</summary>
public enum Activation
{
    /// <summary>One of several classes: the probabilities of a row sum to one.</summary>
    Softmax,

    /// <summary>Each value a yes or no of its own.</summary>
    Sigmoid,
}
