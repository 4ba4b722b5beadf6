using System.Globalization;

namespace LossCmdlets.Output;

/// <summary>The samples whose winning class has a probability in a certain range.</summary>
/// <param name="Lower">The least probability.</param>
/// <param name="Upper">Where the next bin begins; the last bin holds 1 too.</param>
/// <param name="SampleCount">The number of samples.</param>
/// <param name="Confidence">The mean probability of the winning class; NaN where there are none.</param>
/// <param name="Accuracy">How often the winning class is right; NaN where there are none.</param>
public sealed record CalibrationBin(double Lower, double Upper, long SampleCount, double Confidence, double Accuracy)
{
    /// <summary>The range and the number of samples.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lower:F2} to {Upper:F2}: {SampleCount}");
}
