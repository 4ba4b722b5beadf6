using System.Globalization;

namespace LossKernels;

/// <summary>Why there is nothing to average, in words.</summary>
internal static class MeanOfNothing
{
    /// <summary>The reason, without a full stop.</summary>
    /// <param name="counted">How many samples count.</param>
    /// <param name="ignored">How many are ignored because of their label.</param>
    /// <param name="batch">The batch in which it is so, from zero; null where that is all of them.</param>
    /// <param name="denominator">What the mean divides by.</param>
    public static string Reason(long counted, long ignored, long? batch, string denominator)
    {
        string where = batch is null ? "" : string.Create(CultureInfo.InvariantCulture, $" of batch {batch}");
        return (counted, ignored) switch
        {
            (0, 0) => "There are no samples",
            (0, 1) => $"The only sample{where} is ignored because of its label",
            (0, _) => $"All {ignored} samples{where} are ignored because of their label",
            _ => $"{denominator}{where} is zero",
        };
    }
}
