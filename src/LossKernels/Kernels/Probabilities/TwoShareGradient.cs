using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>The losses of rows of two probabilities, added up, and their derivatives, rows side by side.</summary>
internal static class TwoShareGradient
{
    // So many rows at a time, all that is known of which stays in the first-level cache.
    private const int Together = SpreadSums<float>.Stretch / 4;

    // Of scales that are further from one, what derivatives are made of is not sure to be in the range of double precision.
    private const double MostScale = 1e100;

    /// <summary>Whether derivatives may be multiplied by such numbers on the way.</summary>
    public static bool Takes(ReadOnlySpan<double> scales) => SpanBounds.HaveMagnitudes(scales, 1 / MostScale, MostScale);

    /// <summary>Writes derivatives.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="derivatives">Where they go, and their scales: one for each row, or one for all.</param>
    /// <returns>The sums of the losses; unknown where a row needs a second look, and what was written of that means nothing.</returns>
    public static SumAndSpread Sum<T>(TwoShareRows<T> rows, RowDerivatives<T> derivatives)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector512.IsHardwareAccelerated
            ? Sum<Lanes512<T>, Vector512<T>, T>(rows, derivatives)
            : Sum<Lanes256<T>, Vector256<T>, T>(rows, derivatives);

    /// <summary>The same at one vector width.</summary>
    public static unsafe SumAndSpread Sum<TLanes, TVector, T>(TwoShareRows<T> rows, RowDerivatives<T> derivatives)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] room = ArrayPool<T>.Shared.Rent(SpreadSums<T>.Stretch + (TwoShareParts<T>.Count * Together));
        Span<T> losses = room.AsSpan(0, SpreadSums<T>.Stretch);
        TwoShareParts<T> parts = new(room.AsSpan(SpreadSums<T>.Stretch, TwoShareParts<T>.Count * Together));
        RowScales<double> scales = new(derivatives.Scales, stackalloc double[Together]);
        SpreadSums<T> sums = default;
        bool isUsual = true;
        fixed (T* to = derivatives.Values)
        {
            LineStream<T> stream = new(to, 2 * Together, derivatives.IsStreamed);
            for (int row = 0, some, kept = 0; row < rows.Count; row += some)
            {
                some = Math.Min(Together, rows.Count - row);
                isUsual &= rows.Map<TLanes, TVector>(row, some, losses[kept..], parts);
                kept += some;
                if (kept == SpreadSums<T>.Stretch || row + some == rows.Count)
                {
                    sums.Add<T>(losses[..kept]);
                    kept = 0;
                }

                Span<T> made = stream.Room(2 * some);
                TwoShareSlopes.Write(parts, scales.Of(row, some), rows.Shares.Quotient, made, ref stream);
                derivatives.LookAt(made);
                stream.Take(made.Length);
            }

            stream.Complete();
        }

        ArrayPool<T>.Shared.Return(room);
        return isUsual ? sums.Total : SumAndSpread.Unknown;
    }
}
