namespace LossKernels.Semantics.Inputs;

/// <summary>What numbers have to be for a formula to mean what it says.</summary>
internal enum ValueForm
{
    /// <summary>Any numbers.</summary>
    Any,

    /// <summary>Probabilities.</summary>
    Probability,

    /// <summary>Probabilities that are compared with one half; others are compared all the same.</summary>
    Chance,

    /// <summary>Numbers that are compared, with one another or with a threshold, which NaN is not.</summary>
    Score,

    /// <summary>Those that are compared with a threshold on one side of which no probability is.</summary>
    FarScore,

    /// <summary>Class numbers, or others that are compared for equality.</summary>
    Label,

    /// <summary>Probabilities of classes, which sum to 1.</summary>
    Distribution,

    /// <summary>Logarithms of probabilities.</summary>
    LogProbability,

    /// <summary>Numbers from 0 on; a lower one is raised.</summary>
    NotNegative,

    /// <summary>Counts, from 0 on.</summary>
    Count,

    /// <summary>0 and 1, or shares between them, beside probabilities, which seldom are 0 and 1 themselves.</summary>
    Truth,

    /// <summary>Numbers but 0, by which errors are divided.</summary>
    NotZero,

    /// <summary>Numbers above -1, as one more has a logarithm.</summary>
    AboveMinusOne,

    /// <summary>-1 and 1.</summary>
    Side,

    /// <summary>0 and 1: no and yes.</summary>
    Answer,

    /// <summary>In each row means and as many variances, which are not negative.</summary>
    MeanAndVariance,
}
