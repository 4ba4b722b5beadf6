namespace LossKernels.Semantics;

/// <summary>What the predictions are. Flags, so that a convention can say which it has.</summary>
[Flags]
public enum InputForm
{
    /// <summary>No form: the convention does not have this kind.</summary>
    None = 0,

    /// <summary>Probabilities.</summary>
    Probability = 1,

    /// <summary>Logits: what goes into softmax or sigmoid.</summary>
    Logit = 2,

    /// <summary>Logarithms of probabilities.</summary>
    LogProbability = 4,
}
