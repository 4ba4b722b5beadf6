namespace LossKernels.Losses;

/// <summary>Whether a class is among the k greatest scores of a row. A row that has NaN has no greatest ones.</summary>
/// <param name="k">How many.</param>
/// <param name="takesEquals">Whether all that equal the k-th are; else the first of equal scores is the greater.</param>
/// <param name="needsFinite">Whether no class is where a score is infinite.</param>
internal readonly struct Ranking(double k, bool takesEquals, bool needsFinite)
{
    public const string K = nameof(K);
    public const string TakesEquals = nameof(TakesEquals);
    public const string NeedsFinite = nameof(NeedsFinite);

    /// <summary>1 where it is, else 0.</summary>
    public double IsAmong(ReadOnlySpan<double> scores, int label)
    {
        double own = scores[label];
        int above = 0;
        bool isAllowed = true;
        for (int j = 0; j < scores.Length; j++)
        {
            above += scores[j] > own || (!takesEquals && scores[j] == own && j < label) ? 1 : 0;
            isAllowed &= needsFinite ? double.IsFinite(scores[j]) : !double.IsNaN(scores[j]);
        }

        return isAllowed && above < k ? 1 : 0;
    }
}
