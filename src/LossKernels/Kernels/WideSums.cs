using System.Runtime.CompilerServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>
/// Sums in double, one a lane. Of float64 numbers they carry their rounding errors along, after D. E. Knuth's two-sum, which is exact whichever of
/// the terms is larger; of what float32 numbers come to, double is exact enough.
/// </summary>
/// <typeparam name="TLanes">The operations on doubles.</typeparam>
/// <typeparam name="TVector">The doubles.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal struct WideSums<TLanes, TVector, T>
    where TLanes : ILanes<TVector, double>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The sums.</summary>
    public TVector Sums;

    /// <summary>What they lack; of float32 zeros.</summary>
    public TVector Errors;

    /// <summary>Adds a number to each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TVector values)
    {
        TVector sums = TLanes.Add(Sums, values);
        if (typeof(T) == typeof(double))
        {
            TVector added = TLanes.Subtract(sums, Sums);
            TVector error = TLanes.Add(TLanes.Subtract(Sums, TLanes.Subtract(sums, added)), TLanes.Subtract(values, added));
            Errors = TLanes.Add(Errors, error);
        }

        Sums = sums;
    }

    /// <summary>Adds to each the sum of other terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(WideSums<TLanes, TVector, T> other)
    {
        Add(other.Sums);
        if (typeof(T) == typeof(double))
        {
            Errors = TLanes.Add(Errors, other.Errors);
        }
    }

    /// <summary>The sums, each rounded once. The error of an infinite one is NaN; kept, it would turn the infinity into a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TVector Rounded() => typeof(T) == typeof(double)
        ? TLanes.Add(Sums, TLanes.And(Errors, TLanes.Equal(TLanes.Subtract(Errors, Errors), TLanes.Of(0))))
        : Sums;

    /// <summary>The sum of all, in the order of their lanes.</summary>
    public readonly CompensatedSum Total()
    {
        Lanes16<double> sums = default;
        Lanes16<double> errors = default;
        TLanes.Store(Sums, ref sums[0], 0);
        TLanes.Store(Errors, ref errors[0], 0);
        CompensatedSum total = default;
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            // The error of an infinite sum is NaN; kept, it would turn the infinity into a NaN.
            total += new CompensatedSum(sums[lane], double.IsFinite(errors[lane]) ? errors[lane] : 0);
        }

        return total;
    }
}
