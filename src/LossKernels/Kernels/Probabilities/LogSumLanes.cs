using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Probabilities;

/// <summary>
/// The loops of <see cref="LogSumKernel"/> at one vector width, along rows or across them as <see cref="ClassWalk{TLanes, TVector, T}"/> does.
/// </summary>
internal static class LogSumLanes<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Writes the products of all rows, as significands, which are NaN where <see cref="LogSumKernel"/> says so, and powers of two.</summary>
    public static void Products(
        TensorBlock<T> values, ReadOnlySpan<T> lower, ReadOnlySpan<T> upper, Span<double> significands, Span<double> powers, Span<T> buffer)
    {
        if (RowWalk.GoesAlong(values))
        {
            for (int r = 0; r < values.Rows; r++)
            {
                (significands[r], powers[r]) = OfRow(in values[r][0], values.Classes, TLanes.Spread(in lower[r], 0), TLanes.Spread(in upper[r], 0));
            }
        }
        else
        {
            Across(values, lower, upper, significands, powers, buffer);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Significand, double Power) OfRow(ref readonly T row, int classes, TVector lower, TVector upper)
    {
        int step = ClassWalk<TLanes, TVector, T>.RowStep;
        ProductLanes low = ProductLanes.Empty;
        ProductLanes high = ProductLanes.Empty;
        ProductLanes none = ProductLanes.Empty;
        TVector odd = TLanes.OfBits(0);
        for (int offset = 0; offset < step; offset += TLanes.Count)
        {
            // The last step reaches back to values that were there before.
            int rest = classes % step;
            TVector isNew = ClassNumbers.MaskFrom<TLanes, TVector, T>(step - rest - offset);
            ref readonly T first = ref Unsafe.Add(ref Unsafe.AsRef(in row), offset);
            ref readonly T last = ref rest == 0 ? ref Unsafe.NullRef<T>() : ref Unsafe.Add(ref Unsafe.AsRef(in first), classes - step);
            odd = TLanes.Or(
                odd,
                Multiply(in first, step, classes / step, in last, isNew, lower, upper, ref offset == 0 ? ref low : ref high, ref ClassWalk<TLanes, TVector, T>.IsHalf ? ref none : ref high));
        }

        Vector256<double> four = LogProduct.Numbers(low.First + low.Second + high.First + high.Second);
        return TLanes.IsZero(odd) ? (LogProduct.Total<T>(low.Product, high.Product), Lanes.Sum(four)) : (double.NaN, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Across(
        TensorBlock<T> values, ReadOnlySpan<T> lower, ReadOnlySpan<T> upper, Span<double> significands, Span<double> powers, Span<T> buffer)
    {
        // Of rows that do not fill a tile: whole ones are read and written where they belong.
        Lanes16<T> lastLower = default;
        Lanes16<T> lastUpper = default;
        Lanes16<double> lastSignificands = default;
        Lanes16<double> lastPowers = default;
        int half = ClassWalk<TLanes, TVector, T>.RowStep / 2;
        for (int row = 0, rows; row < values.Rows; row += rows)
        {
            rows = Tiles<T>.Length(values, row, TLanes.Count);
            Tiles<T> tiles = Tiles<T>.Of(values, row, rows, TLanes.Count, buffer);
            bool isWhole = rows >= TLanes.Count;
            if (!isWhole)
            {
                lower.Slice(row, rows).CopyTo(lastLower);
                upper.Slice(row, rows).CopyTo(lastUpper);
            }

            for (int tile = 0; tile < tiles.Count; tile++)
            {
                int start = row + (tile * TLanes.Count);
                ref double significand = ref isWhole ? ref significands[start] : ref lastSignificands[0];
                ref double power = ref isWhole ? ref powers[start] : ref lastPowers[0];
                ProductLanes low = ProductLanes.Empty;
                ProductLanes high = ProductLanes.Empty;
                TVector odd = Multiply(
                    in Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance),
                    tiles.Stride,
                    values.Classes,
                    in Unsafe.NullRef<T>(),
                    TLanes.OfBits(-1),
                    TLanes.Load(in isWhole ? ref lower[start] : ref lastLower[0], 0),
                    TLanes.Load(in isWhole ? ref upper[start] : ref lastUpper[0], 0),
                    ref low,
                    ref high);
                low.Store(ref significand, ref power);
                if (!ClassWalk<TLanes, TVector, T>.IsHalf)
                {
                    high.Store(ref Unsafe.Add(ref significand, half), ref Unsafe.Add(ref power, half));
                }

                if (!TLanes.IsZero(odd))
                {
                    MarkOdd(odd, ref significand);
                }
            }

            if (!isWhole)
            {
                lastSignificands[..rows].CopyTo(significands[row..]);
                lastPowers[..rows].CopyTo(powers[row..]);
            }
        }
    }

    private static void MarkOdd(TVector odd, ref double significands)
    {
        Lanes16<T> marks = default;
        TLanes.Store(TLanes.Select(TLanes.EqualBits(odd, TLanes.OfBits(0)), TLanes.Of(0), TLanes.Of(double.NaN)), ref marks[0], 0);
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            Unsafe.Add(ref significands, lane) += Widened.One(marks[lane]);
        }
    }

    // Multiplies by clipped values, step after step, and once more by those of the last step's that the mask has. Gives bits where a value is no normal
    // positive number.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static TVector Multiply(
        ref readonly T values, nint stride, int steps, ref readonly T last, TVector mask, TVector lower, TVector upper, ref ProductLanes low, ref ProductLanes high)
    {
        LogProduct lowProduct = low.Product;
        LogProduct highProduct = high.Product;
        TVector smallest = TLanes.Of(VectorMath.SmallestNormal<T>());

        // As integers without a sign, from the smallest normal number on, everything else is above the largest one.
        TVector limit = TLanes.SubtractBits(TLanes.Of(typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue), smallest);
        TVector most = limit;
        nint index = 0;
        while (steps > 0)
        {
            int together = Math.Min(steps, LogProduct.Together);
            steps -= together;
            for (; together > 0; together--)
            {
                TVector value = TLanes.Min(upper, TLanes.Max(lower, TLanes.Load(in values, index)));
                index += stride;
                most = TLanes.MaxBits(most, TLanes.SubtractBits(value, smallest));
                lowProduct.Multiply(TLanes.Lower(value));
                if (!ClassWalk<TLanes, TVector, T>.IsHalf)
                {
                    highProduct.Multiply(TLanes.Upper(value));
                }
            }

            lowProduct.Normalise<T>(ref low.First, ref low.Second);
            if (!ClassWalk<TLanes, TVector, T>.IsHalf)
            {
                highProduct.Normalise<T>(ref high.First, ref high.Second);
            }
        }

        if (!Unsafe.IsNullRef(in last))
        {
            TVector value = TLanes.Select(mask, TLanes.Min(upper, TLanes.Max(lower, TLanes.Load(in last, 0))), TLanes.Of(1));
            most = TLanes.MaxBits(most, TLanes.SubtractBits(value, smallest));
            lowProduct.Multiply(TLanes.Lower(value));
            lowProduct.Normalise<T>(ref low.First, ref low.Second);
            if (!ClassWalk<TLanes, TVector, T>.IsHalf)
            {
                highProduct.Multiply(TLanes.Upper(value));
                highProduct.Normalise<T>(ref high.First, ref high.Second);
            }
        }

        low.Product = lowProduct;
        high.Product = highProduct;
        return TLanes.SubtractBits(most, limit);
    }

    // The products of 256 bits of lanes, and the powers of two that they lack.
    private struct ProductLanes
    {
        public LogProduct Product;
        public Vector256<long> First;
        public Vector256<long> Second;

        public static ProductLanes Empty => new() { Product = LogProduct.Empty<T>() };

        public readonly void Store(ref double significands, ref double powers)
        {
            Product.Store<T>(ref significands);
            LogProduct.Numbers(First).StoreUnsafe(ref powers);
            if (typeof(T) == typeof(float))
            {
                LogProduct.Numbers(Second).StoreUnsafe(ref powers, (nuint)Vector256<double>.Count);
            }
        }
    }
}
