using System.Numerics.Tensors;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>Finds what made results of a conversion NaN.</summary>
public static class NotANumberSearch
{
    private const int LookedAtOnce = 1024;

    /// <summary>
    /// The first value that is NaN or positive infinity and whose result is NaN, with its flat position. Where there is none, rows of logits are all negative
    /// infinity, each of which rules a class out, and the first of these is given. Null where no result is NaN.
    /// </summary>
    /// <param name="given">The values.</param>
    /// <param name="results">What was made of them, in the same shape.</param>
    public static (long Position, double Value)? FindCause(TensorView given, TensorView results)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(results);
        (long Position, double Value)? first = null;
        double[] buffer = new double[Math.Min(given.Shape.Length, LookedAtOnce)];
        double[] values = new double[buffer.Length];
        for (long start = 0; start < given.Shape.Length; start += buffer.Length)
        {
            int count = (int)Math.Min(buffer.Length, given.Shape.Length - start);
            ReadOnlySpan<double> made = results.Read<double>(start, count, buffer);
            if (!TensorPrimitives.IsNaNAny(made))
            {
                continue;
            }

            ReadOnlySpan<double> from = given.Read<double>(start, count, values);
            for (int i = 0; i < count; i++)
            {
                if (double.IsNaN(made[i]))
                {
                    first ??= (start + i, from[i]);
                    if (!double.IsFinite(from[i]) && !double.IsNegativeInfinity(from[i]))
                    {
                        return (start + i, from[i]);
                    }
                }
            }
        }

        return first;
    }
}
