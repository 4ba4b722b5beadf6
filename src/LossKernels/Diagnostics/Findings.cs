using System.Globalization;

namespace LossKernels.Diagnostics;

/// <summary>What was seen on the way through the blocks: counts and first places, which merge like the sums do.</summary>
internal struct Findings
{
    private Sighting _outsideUnit;
    private Sighting _logAboveZero;
    private Sighting _targetOutsideUnit;
    private Sighting _notANumber;
    private Sighting _infinite;

    /// <summary>A prediction outside 0..1 that the convention lets through.</summary>
    public void OutsideUnit(long row, double value) => _outsideUnit.Add(row, value);

    /// <summary>A log-probability that is that of no probability.</summary>
    public void LogAboveZero(long row, double value) => _logAboveZero.Add(row, value);

    /// <summary>A binary target outside 0..1.</summary>
    public void TargetOutsideUnit(long row, double value) => _targetOutsideUnit.Add(row, value);

    /// <summary>A loss that is NaN.</summary>
    public void NotANumber(long row) => _notANumber.Add(row, double.NaN);

    /// <summary>A loss that is infinite.</summary>
    public void Infinite(long row, double value) => _infinite.Add(row, value);

    /// <summary>Adds what another part of the data showed; parts come in order.</summary>
    public void Merge(in Findings later)
    {
        _outsideUnit.Merge(later._outsideUnit);
        _logAboveZero.Merge(later._logAboveZero);
        _targetOutsideUnit.Merge(later._targetOutsideUnit);
        _notANumber.Merge(later._notANumber);
        _infinite.Merge(later._infinite);
    }

    /// <summary>The findings in words.</summary>
    /// <param name="convention">Whose formula it is.</param>
    /// <param name="fromLogits">Whether the predictions are logits.</param>
    /// <param name="clips">Whether the formula clips predictions.</param>
    /// <param name="takesLogits">Whether the convention has a formula from logits.</param>
    public readonly IReadOnlyList<Diagnostic> Describe(string convention, bool fromLogits, bool clips, bool takesLogits)
    {
        List<Diagnostic> found = [];
        if (_outsideUnit.Count > 0)
        {
            found.Add(new Diagnostic(
                "PredictionOutsideUnit",
                string.Create(CultureInfo.InvariantCulture, $"{Values(_outsideUnit.Count)} outside 0 to 1, first {LossErrors.Show(_outsideUnit.Value)} in sample {_outsideUnit.Row}; the formula of {convention} takes them as they come{(clips ? " and clips" : "")}."),
                takesLogits ? "Add -FromLogits if the predictions are logits." : "Apply ConvertTo-Probability first if the predictions are logits.",
                _outsideUnit.Count,
                _outsideUnit.Row));
        }

        if (_logAboveZero.Count > 0)
        {
            found.Add(new Diagnostic(
                "LogProbabilityAboveZero",
                string.Create(CultureInfo.InvariantCulture, $"{(_logAboveZero.Count == 1 ? "One log-probability lies" : $"{_logAboveZero.Count} log-probabilities lie")} above 0, first {LossErrors.Show(_logAboveZero.Value)} in sample {_logAboveZero.Row}; the loss can then be negative."),
                "Give logarithms of probabilities, or -FromLogits in place of -FromLogProbability if the predictions are logits.",
                _logAboveZero.Count,
                _logAboveZero.Row));
        }

        if (_targetOutsideUnit.Count > 0)
        {
            found.Add(new Diagnostic(
                "TargetOutsideUnit",
                string.Create(CultureInfo.InvariantCulture, $"{(_targetOutsideUnit.Count == 1 ? "One binary target lies" : $"{_targetOutsideUnit.Count} binary targets lie")} outside 0 to 1, first {LossErrors.Show(_targetOutsideUnit.Value)} in sample {_targetOutsideUnit.Row}; the loss can then be negative."),
                "Give 0, 1 or what lies between; class numbers need one column of predictions for each class.",
                _targetOutsideUnit.Count,
                _targetOutsideUnit.Row));
        }

        if (_notANumber.Count > 0)
        {
            found.Add(new Diagnostic(
                "LossNotANumber",
                string.Create(CultureInfo.InvariantCulture, $"{Losses(_notANumber.Count)} NaN under {convention}, first that of sample {_notANumber.Row}."),
                "Look there for a prediction that is NaN or infinite, or for probabilities that sum to zero.",
                _notANumber.Count,
                _notANumber.Row));
        }

        if (_infinite.Count > 0)
        {
            found.Add(new Diagnostic(
                "LossInfinite",
                string.Create(CultureInfo.InvariantCulture, $"{Losses(_infinite.Count)} infinite under {convention}, first that of sample {_infinite.Row}: the target's probability is zero there."),
                fromLogits ? "Look there for an infinite logit." : "Measure from logits, or choose a convention that clips.",
                _infinite.Count,
                _infinite.Row));
        }

        return found;
    }

    private static string Values(long count) => count == 1 ? "One prediction lies" : string.Create(CultureInfo.InvariantCulture, $"{count} predictions lie");

    private static string Losses(long count) => count == 1 ? "One loss is" : string.Create(CultureInfo.InvariantCulture, $"{count} losses are");

    private struct Sighting
    {
        public long Count;
        public long Row;
        public double Value;

        public void Add(long row, double value)
        {
            if (Count++ == 0)
            {
                (Row, Value) = (row, value);
            }
        }

        public void Merge(in Sighting later)
        {
            if (Count == 0)
            {
                this = later;
                return;
            }

            Count += later.Count;
        }
    }
}
