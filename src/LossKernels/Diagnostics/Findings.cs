namespace LossKernels.Diagnostics;

/// <summary>What every measurement sees on its way through the blocks: counts and first places, which merge like the sums do.</summary>
internal struct Findings
{
    /// <summary>Predictions outside 0..1 that the convention lets through.</summary>
    public Sighting OutsideUnit;

    /// <summary>Predictions outside 0..1 among the first, where they are compared with one half.</summary>
    public Sighting NoChance;

    /// <summary>Predictions among the first that are no whole numbers, where they are compared with targets that are.</summary>
    public Sighting NoLabel;

    /// <summary>Log-probabilities that are those of no probability.</summary>
    public Sighting LogAboveZero;

    /// <summary>The same of targets.</summary>
    public Sighting TargetLogAboveZero;

    /// <summary>Targets outside 0..1: binary ones, or those of a divergence.</summary>
    public Sighting TargetOutsideUnit;

    /// <summary>Targets of 0 among the first, where a loss takes -1 and 1 and these are 0 and 1.</summary>
    public Sighting NoSide;

    /// <summary>Targets of -1 among the first, where a loss takes 0 and 1 and these are -1 and 1.</summary>
    public Sighting NoAnswer;

    /// <summary>Targets among the first that are neither 0 nor 1, where a loss takes these and not all of them are -1 and 1.</summary>
    public Sighting OtherAnswers;

    /// <summary>Targets between 0 and 1 among the first, where most lie so and all of the first predictions are 0 or 1.</summary>
    public Sighting Swapped;

    /// <summary>Rows of targets of classes that are all zero.</summary>
    public Sighting NoClass;

    /// <summary>Others that are no distribution; the value is the sum.</summary>
    public Sighting OtherTargets;

    /// <summary>Rows among the first predictions of a divergence that do not sum to 1; the value is the sum.</summary>
    public Sighting OtherRows;

    /// <summary>The same of targets.</summary>
    public Sighting OtherTargetRows;

    /// <summary>Targets and predictions that are less than a loss takes as they are.</summary>
    public Sighting Negative;

    /// <summary>Targets that are counts and less than 0.</summary>
    public Sighting NegativeCount;

    /// <summary>Targets that errors are divided by and that are 0.</summary>
    public Sighting ZeroTarget;

    /// <summary>Losses that are NaN.</summary>
    public OddLosses NotANumber;

    /// <summary>Losses that are infinite.</summary>
    public OddLosses Infinite;

    /// <summary>Losses that are finite, but not in the data type in which they are kept.</summary>
    public Sighting Overflow;

    /// <summary>Adds what another part of the data showed; parts come in order.</summary>
    public void Merge(in Findings later)
    {
        OutsideUnit.Merge(later.OutsideUnit);
        NoChance.Merge(later.NoChance);
        NoLabel.Merge(later.NoLabel);
        LogAboveZero.Merge(later.LogAboveZero);
        TargetLogAboveZero.Merge(later.TargetLogAboveZero);
        TargetOutsideUnit.Merge(later.TargetOutsideUnit);
        NoSide.Merge(later.NoSide);
        NoAnswer.Merge(later.NoAnswer);
        OtherAnswers.Merge(later.OtherAnswers);
        Swapped.Merge(later.Swapped);
        NoClass.Merge(later.NoClass);
        OtherTargets.Merge(later.OtherTargets);
        OtherRows.Merge(later.OtherRows);
        OtherTargetRows.Merge(later.OtherTargetRows);
        Negative.Merge(later.Negative);
        NegativeCount.Merge(later.NegativeCount);
        ZeroTarget.Merge(later.ZeroTarget);
        NotANumber.Merge(later.NotANumber);
        Infinite.Merge(later.Infinite);
        Overflow.Merge(later.Overflow);
    }
}
