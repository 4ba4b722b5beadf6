using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>
/// The derivatives of -f ln q - g ln r of rows of two values p, s: (g p - f s) / (p + s) over p and over -s where q and r are the values over their sum; else
/// -f / p and -g / s. What is clipped at last has no f. In double, in which a product of numbers of single precision is exact, and by one division a row.
/// </summary>
internal static class TwoShareSlopes
{
    private static int Step => Vector512<double>.Count;

    /// <summary>Writes derivatives.</summary>
    /// <param name="parts">The values and their targets.</param>
    /// <param name="scales">By what the derivatives of each row are multiplied, and numbers that fill the last step up.</param>
    /// <param name="quotient">How a value is divided and clipped.</param>
    /// <param name="made">Where they go, rows side by side.</param>
    /// <param name="stream">What is sent on its way meanwhile.</param>
    public static void Write<T>(TwoShareParts<T> parts, ReadOnlySpan<double> scales, in ClippedQuotient quotient, Span<T> made, ref LineStream<T> stream)
        where T : unmanaged
    {
        int rows = made.Length / 2;
        int whole = rows - (rows % Step);
        Write(parts, in scales[0], quotient, whole, ref MemoryMarshal.GetReference(made), ref stream);
        if (whole < rows)
        {
            Span<T> last = stackalloc T[2 * Step];
            Write(parts.From(whole), in scales[whole], quotient, Step, ref last[0], ref stream);
            last[..(2 * (rows - whole))].CopyTo(made[(2 * whole)..]);
        }
    }

    private static void Write<T>(TwoShareParts<T> parts, ref readonly double scales, in ClippedQuotient quotient, nint rows, ref T made, ref LineStream<T> stream)
        where T : unmanaged
    {
        if (quotient.IsBefore)
        {
            WriteWhole<DividedShares, T>(parts, in scales, quotient.Clip, rows, ref made, ref stream);
        }
        else if (quotient.IsAfter)
        {
            WriteWhole<ClippedShares, T>(parts, in scales, quotient.Clip, rows, ref made, ref stream);
        }
        else
        {
            WriteWhole<GivenShares, T>(parts, in scales, quotient.Clip, rows, ref made, ref stream);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WriteWhole<TShares, T>(TwoShareParts<T> parts, ref readonly double scales, ClipBounds clip, nint rows, ref T made, ref LineStream<T> stream)
        where TShares : IShareForm
        where T : unmanaged
    {
        Vector512<double> one = Vector512<double>.One;
        Vector512<double> lower = Vector512.Create(clip.Lower);
        Vector512<double> upper = Vector512.Create(clip.Upper);
        for (nint row = 0; row < rows; row += Step)
        {
            Vector512<double> first = Widened.Eight(ref parts.Firsts, row);
            Vector512<double> second = Widened.Eight(ref parts.Seconds, row);
            Vector512<double> f = Widened.Eight(ref parts.TargetsOfFirsts, row);
            Vector512<double> g = Widened.Eight(ref parts.TargetsOfSeconds, row);
            Vector512<double> scale = Vector512.LoadUnsafe(in scales, (nuint)row);
            Vector512<double> sum = first + second;
            Vector512<double> unit = TShares.IsDivided && !TShares.IsOfClipped ? sum : one;
            Vector512<double> floor = unit * lower;
            Vector512<double> ceiling = unit * upper;
            bool isAnyOutside = Vector512.LessThanAny(Vector512.MinNative(first, second), floor) || Vector512.GreaterThanAny(Vector512.MaxNative(first, second), ceiling);
            Vector512<double> isOutside = Vector512<double>.Zero;
            Vector512<double> isOtherOutside = Vector512<double>.Zero;
            if (isAnyOutside)
            {
                isOutside = Vector512.LessThan(first, floor) | Vector512.GreaterThan(first, ceiling);
                isOtherOutside = Vector512.LessThan(second, floor) | Vector512.GreaterThan(second, ceiling);
                if (TShares.IsOfClipped)
                {
                    first = Vector512.MinNative(upper, Vector512.MaxNative(lower, first));
                    second = Vector512.MinNative(upper, Vector512.MaxNative(lower, second));
                    sum = first + second;
                }
                else
                {
                    f = Vector512.AndNot(f, isOutside);
                    g = Vector512.AndNot(g, isOtherOutside);
                }
            }

            // Nothing is divided by a value without a target.
            Vector512<double> p = Vector512.ConditionalSelect(Vector512.Equals(f, Vector512<double>.Zero), one, first);
            Vector512<double> s = Vector512.ConditionalSelect(Vector512.Equals(g, Vector512<double>.Zero), one, second);
            Vector512<double> ofFirst;
            Vector512<double> ofSecond;
            if (TShares.IsDivided)
            {
                Vector512<double> ratio = scale * ((g * p) - (f * s)) / (sum * p * s);
                ofFirst = ratio * second;
                ofSecond = Vector512<double>.Zero - (ratio * first);
            }
            else
            {
                Vector512<double> ratio = scale / (p * s);
                ofFirst = Vector512<double>.Zero - (ratio * (f * s));
                ofSecond = Vector512<double>.Zero - (ratio * (g * p));
            }

            if (TShares.IsOfClipped && isAnyOutside)
            {
                ofFirst = Vector512.AndNot(ofFirst, isOutside);
                ofSecond = Vector512.AndNot(ofSecond, isOtherOutside);
            }

            Store(ofFirst, ofSecond, ref Unsafe.Add(ref made, 2 * row));
            stream.Advance(2 * (row + Step));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector512<double> firsts, Vector512<double> seconds, ref T destination)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Interleaved.Store(Widened.Narrowed(firsts), Widened.Narrowed(seconds), ref Unsafe.As<T, float>(ref destination));
        }
        else
        {
            Interleaved.Store(firsts, seconds, ref Unsafe.As<T, double>(ref destination));
        }
    }
}
