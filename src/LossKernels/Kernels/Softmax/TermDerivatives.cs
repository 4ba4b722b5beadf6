using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>Derivatives of the terms that a walk to the tails has left.</summary>
internal static class TermDerivatives<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // So many columns are turned together, and where that can be done at most.
    private const int Together = 4;
    private const int Most = 8;

    /// <summary>Makes them of the terms of rows that lie side by side, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void OfRows<TTargets>(int rows, nint classes, RowUnits<T> units, ReadOnlySpan<T> targets, Span<T> terms)
        where TTargets : ITargetForm
    {
        ref T row = ref MemoryMarshal.GetReference(terms);
        ref T target = ref MemoryMarshal.GetReference(targets);
        nint last = classes - TLanes.Count;
        for (int r = 0; r < rows; r++)
        {
            TVector unit = TLanes.Spread(in units.Terms[r], 0);
            TVector lost = TLanes.Spread(in units.Targets[r], 0);

            // The last vector reaches back to terms that are multiplied before it is written.
            TVector end = Derivative<TTargets>(in row, last, in target, last, unit, lost);
            for (nint i = 0; i < last; i += TLanes.Count)
            {
                TLanes.Store(Derivative<TTargets>(in row, i, in target, i, unit, lost), ref row, i);
            }

            TLanes.Store(end, ref row, last);
            row = ref Unsafe.Add(ref row, classes);
            target = ref Unsafe.Add(ref target, classes);
        }
    }

    /// <summary>Makes them of the terms of tiles, and writes them as rows, with what is their own at their pivots: those of a whole tile even if it has less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void OfTiles<TTargets>(Tiles<T> tiles, Tiles<T> targets, int classes, ReadOnlySpan<int> labels, RowUnits<T> units, Span<T> rows)
        where TTargets : ITargetForm
    {
        ref T destination = ref MemoryMarshal.GetReference(rows);
        nint stride = tiles.Stride;
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            int row = tile * TLanes.Count;
            DerivativeColumns<TTargets> columns = new(
                TLanes.LoadBits(in labels[row]),
                TLanes.Load(in units.Terms[row], 0),
                TLanes.Load(in units.Own[row], 0),
                TTargets.IsSoft ? TLanes.Load(in units.Targets[row], 0) : default,
                in Unsafe.Add(ref Unsafe.AsRef(in tiles.First), tile * tiles.Advance),
                in TTargets.IsSoft ? ref Unsafe.Add(ref Unsafe.AsRef(in targets.First), tile * targets.Advance) : ref Unsafe.NullRef<T>(),
                stride,
                targets.Stride);
            int c = 0;
            if (classes == 3)
            {
                TLanes.StoreTriples(columns[0], columns[1], columns[2], ref destination);
                c = classes;
            }

            for (; TLanes.StoresEight && c <= classes - Most; c += Most)
            {
                TLanes.StoreColumns(
                    columns[c], columns[c + 1], columns[c + 2], columns[c + 3], columns[c + 4], columns[c + 5], columns[c + 6], columns[c + 7], ref Unsafe.Add(ref destination, c), classes);
            }

            for (; c < classes; c += Together)
            {
                // The last classes are written once more together with those before them where they are too few.
                int from = Math.Min(c, classes - Together);
                TLanes.StoreColumns(columns[from], columns[from + 1], columns[from + 2], columns[from + 3], ref Unsafe.Add(ref destination, from), classes);
            }

            destination = ref Unsafe.Add(ref destination, TLanes.Count * classes);
        }
    }

    // Of what is no pivot.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Derivative<TTargets>(ref readonly T terms, nint index, ref readonly T targets, nint targetIndex, TVector unit, TVector lost)
        where TTargets : ITargetForm
    {
        TVector share = TLanes.Multiply(TLanes.Load(in terms, index), unit);
        return TTargets.IsSoft ? TLanes.Fma(TLanes.Load(in targets, targetIndex), lost, share) : share;
    }

    // The derivatives of a tile by column, with what is their own at the pivots.
    private readonly ref struct DerivativeColumns<TTargets>(
        TVector labels, TVector unit, TVector own, TVector lost, ref readonly T corner, ref readonly T targets, nint stride, nint targetStride)
        where TTargets : ITargetForm
    {
        private readonly ref readonly T _corner = ref corner;
        private readonly ref readonly T _targets = ref targets;

        public TVector this[nint c]
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TLanes.SelectEqualBits(TLanes.OfBits(c), labels, own, Derivative<TTargets>(in _corner, c * stride, in _targets, c * targetStride, unit, lost));
        }
    }
}
