using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>
/// The derivatives of the sum of -f_j ln q_j of one row, q as <see cref="ClippedQuotient"/> has it: total / sum - f / p where q is p over the sum of the row,
/// total what the f add up to that are not clipped; else -f / p. What is clipped has no f; nor has it a part in the sum, if it is clipped before it is divided.
/// </summary>
internal readonly struct RowSlopes
{
    private readonly ClippedQuotient _quotient;
    private readonly double _sum;
    private readonly double _floor;
    private readonly double _ceiling;

    /// <summary>The derivatives of a row.</summary>
    /// <param name="quotient">How a value is divided and clipped.</param>
    /// <param name="sum">What the row adds up to.</param>
    public RowSlopes(in ClippedQuotient quotient, double sum)
    {
        // Of a sum below zero the lower bound is above the upper one.
        double factor = quotient.IsBefore ? sum : 1;
        double first = factor * quotient.Clip.Lower;
        double second = factor * quotient.Clip.Upper;
        _quotient = quotient;
        _sum = sum;
        _floor = Math.Min(first, second);
        _ceiling = Math.Max(first, second);
    }

    /// <summary>The f that have a part in the total.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Counted(Vector512<double> f, Vector512<double> p) => _quotient.IsBefore ? Vector512.AndNot(f, IsOutside(p)) : f;

    /// <summary>The same of one class.</summary>
    public double Counted(double f, double p) => _quotient.IsBefore && IsOutside(p) ? 0 : f;

    /// <summary>What is added to -f / p. Of a row that sums to zero there are no probabilities, and no derivatives.</summary>
    public double Base(double total) => !_quotient.IsDivided ? 0 : _sum == 0 ? double.NaN : total / _sum;

    /// <summary>The derivative to what is clipped.</summary>
    public double Clipped(double ofBase) => _quotient.IsBefore ? ofBase : 0;

    /// <summary>The derivatives to eight values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Of(Vector512<double> p, Vector512<double> f, Vector512<double> ofBase, Vector512<double> clipped) =>
        Vector512.ConditionalSelect(IsOutside(p), clipped, ofBase - Vector512.AndNot(f / p, Vector512.Equals(f, Vector512<double>.Zero)));

    /// <summary>The derivative to one value, in which the digits of a small one are kept.</summary>
    /// <param name="p">The value.</param>
    /// <param name="others">What the other values of the row add up to.</param>
    /// <param name="f">The value's f.</param>
    /// <param name="total">What all f add up to.</param>
    public double Of(double p, double others, double f, double total)
    {
        double ofBase = Base(total);
        return IsOutside(p) ? Clipped(ofBase)
            : f == 0 ? ofBase
            : _quotient.IsDivided ? (total - f - (f * others / p)) / _sum
            : -f / p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> IsOutside(Vector512<double> p) => Vector512.LessThan(p, Vector512.Create(_floor)) | Vector512.GreaterThan(p, Vector512.Create(_ceiling));

    private bool IsOutside(double p) => p < _floor || p > _ceiling;
}
