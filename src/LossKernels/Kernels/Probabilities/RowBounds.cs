using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>Between which values the probabilities of each of some rows go into a logarithm, before they are divided by what the row adds up to.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct RowBounds<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>So many rows have their bounds at a time; a multiple of the lanes of any vector.</summary>
    public const int Rows = 256;

    // The product with a divisor is rounded: what lies so near to the bound that this could matter is beyond it.
    private const double BelowCeiling = 1 - (1.0 / (1 << 22));

    // Of a floor that is the smallest normal number, the product with a divisor is to be normal too.
    private const double AboveSmallest = 4;

    private readonly Span<T> _floors;
    private readonly Span<T> _ceilings;
    private readonly double _lower;
    private readonly double _upper;
    private readonly bool _isOfQuotient;

    /// <summary>The bounds of no rows yet, if they depend on the row.</summary>
    /// <param name="quotient">How a value is divided and clipped.</param>
    /// <param name="memory">Room for two numbers for each of <see cref="Rows"/>.</param>
    public RowBounds(in ClippedQuotient quotient, Span<T> memory)
    {
        double least = VectorMath.SmallestNormal<T>() * AboveSmallest;
        _floors = memory[..Rows];
        _ceilings = memory.Slice(Rows, Rows);
        _lower = Math.Max(least, quotient.Clip.Lower);
        _upper = quotient.Clip.Upper;
        _isOfQuotient = quotient.IsBefore;
        HasOpenFloor = quotient.Clip.Lower < least;
        SkipsZeros = quotient.SkipZeros;
        ClipsAbove = !_isOfQuotient && _upper <= 1;
        if (!_isOfQuotient)
        {
            _floors.Fill(T.CreateTruncating(_lower));
            _ceilings.Fill(T.CreateTruncating(Math.Min(1, _upper)));
        }
    }

    /// <summary>Smaller values count as these.</summary>
    public ReadOnlySpan<T> Floors => _floors;

    /// <summary>Larger values count as these, or are not to be there.</summary>
    public ReadOnlySpan<T> Ceilings => _ceilings;

    /// <summary>Whether larger values than the ceiling count as the ceiling.</summary>
    public bool ClipsAbove { get; }

    /// <summary>Whether values are not clipped at the floor, so that smaller ones are not to be there.</summary>
    public bool HasOpenFloor { get; }

    /// <summary>Whether values with a target of zero may be anything.</summary>
    public bool SkipsZeros { get; }

    /// <summary>Sets the bounds of some rows.</summary>
    /// <param name="divisors">What the rows are divided by.</param>
    public void Set(ReadOnlySpan<double> divisors)
    {
        if (!_isOfQuotient)
        {
            return;
        }

        Span<double> bounds = stackalloc double[Rows];
        bounds = bounds[..divisors.Length];
        TensorPrimitives.Multiply(divisors, _lower, bounds);
        bool areNormal = TensorPrimitives.Min<double>(bounds) >= VectorMath.SmallestNormal<T>();
        TensorPrimitives.ConvertTruncating<double, T>(bounds, _floors);
        TensorPrimitives.Multiply(divisors, _upper * BelowCeiling, bounds);
        TensorPrimitives.Min(bounds, 1, bounds);
        TensorPrimitives.ConvertTruncating<double, T>(bounds, _ceilings);
        if (!areNormal)
        {
            RaiseFloors(divisors);
        }
    }

    // Of a row of so little that its floor is no normal number; where smaller values count as the floor, then, nothing is within the bounds.
    private void RaiseFloors(ReadOnlySpan<double> divisors)
    {
        for (int r = 0; r < divisors.Length; r++)
        {
            if (divisors[r] * _lower < VectorMath.SmallestNormal<T>())
            {
                _floors[r] = T.CreateTruncating(VectorMath.SmallestNormal<T>());
                _ceilings[r] = HasOpenFloor ? _ceilings[r] : T.Zero;
            }
        }
    }
}
