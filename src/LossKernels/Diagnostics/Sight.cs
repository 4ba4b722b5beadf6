namespace LossKernels.Diagnostics;

/// <summary>What every measurement looks out for, by the rule that tells of it: the same name, or one that begins with what else it is seen in.</summary>
internal enum Sight
{
    /// <summary>Predictions outside 0..1 that the convention lets through.</summary>
    PredictionOutsideUnit,

    /// <summary>Predictions outside 0..1 among the first, where they are compared with one half.</summary>
    ChanceOutsideUnit,

    /// <summary>Probabilities among the first, where none is anything else and the threshold is none.</summary>
    ThresholdOutsideUnit,

    /// <summary>Predictions that are NaN, where they are compared.</summary>
    ScoreNotANumber,

    /// <summary>Predictions among the first that are no whole numbers, where they are compared with targets that are.</summary>
    PredictionNotLabel,

    /// <summary>Log-probabilities that are those of no probability.</summary>
    LogProbabilityAboveZero,

    /// <summary>The same of targets.</summary>
    TargetLogProbabilityAboveZero,

    /// <summary>Targets outside 0..1: binary ones, or those of a divergence.</summary>
    TargetOutsideUnit,

    /// <summary>Targets of 0 among the first, where a loss takes -1 and 1 and these are 0 and 1.</summary>
    ZeroForMinusOne,

    /// <summary>Targets of -1 among the first, where a loss takes 0 and 1 and these are -1 and 1.</summary>
    MinusOneForZero,

    /// <summary>Targets among the first that are neither 0 nor 1, where a loss takes these and not all of them are -1 and 1.</summary>
    TargetNotBinary,

    /// <summary>Targets between 0 and 1 among the first, where most lie so and all of the first predictions are 0 or 1.</summary>
    ArgumentsSwapped,

    /// <summary>Rows of targets of classes that are all zero.</summary>
    TargetWithoutClass,

    /// <summary>Others of these that are no distribution; the value is the smallest target, if that is negative, else the sum.</summary>
    TargetNotDistribution,

    /// <summary>Rows among the first predictions of a divergence that do not sum to 1; the value is the sum.</summary>
    SumNotOne,

    /// <summary>The same of targets.</summary>
    TargetSumNotOne,

    /// <summary>Targets and predictions that are less than a loss takes as they are.</summary>
    NegativeValue,

    /// <summary>Targets that are counts and less than 0.</summary>
    NegativeCount,

    /// <summary>Targets that errors are divided by and that are 0.</summary>
    ZeroTarget,

    /// <summary>Weights of samples that are less than 0.</summary>
    NegativeWeight,

    /// <summary>Losses that are finite, but not in the data type in which they are kept.</summary>
    LossOverflow,

    /// <summary>Derivatives of finite losses that the data type has no number for; the value is what they are.</summary>
    GradientOverflow,

    /// <summary>Derivatives of finite losses where there are none that are finite; the value is what is written.</summary>
    GradientNotFinite,
}
