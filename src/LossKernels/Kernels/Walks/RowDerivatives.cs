using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Walks;

/// <summary>Derivatives that are written in the walk that finds the statistics of their rows.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="scales">By what those of each row are multiplied.</param>
/// <param name="values">Where they go, from the first to the last; empty where none are wanted.</param>
/// <param name="isStreamed">Whether they go past the caches.</param>
/// <param name="classStride">How far apart those of a row lie: rows side by side, if not more than 1.</param>
internal readonly ref struct RowDerivatives<T>(ReadOnlySpan<double> scales, Span<T> values, bool isStreamed, int classStride = 1)
    where T : unmanaged
{
    /// <summary>Whether none are wanted.</summary>
    public bool IsEmpty => Values.IsEmpty;

    /// <summary>By what those of each row are multiplied.</summary>
    public ReadOnlySpan<double> Scales { get; } = scales;

    /// <summary>Where they go.</summary>
    public Span<T> Values { get; } = values;

    /// <summary>Whether they go past the caches.</summary>
    public bool IsStreamed { get; } = isStreamed;

    /// <summary>How far apart those of a row lie.</summary>
    public int ClassStride { get; } = classStride;

    /// <summary>Whether those of a row lie side by side.</summary>
    public bool HasRows => ClassStride == 1;

    /// <summary>The targets that are taken off; none where that is one, of the pivot.</summary>
    public TensorBlock<T> Targets { get; private init; }

    /// <summary>What the targets of each row sum to; empty where that is one.</summary>
    public ReadOnlySpan<double> Masses { get; private init; }

    /// <summary>Where it goes whether all are finite; empty where nobody asks.</summary>
    public Span<Finiteness> Watch { get; init; }

    /// <summary>Whether there are targets that are taken off.</summary>
    public bool HasTargets => !Targets.Values.IsEmpty;

    /// <summary>The same with targets that are taken off.</summary>
    public RowDerivatives<T> Less(TensorBlock<T> targets, ReadOnlySpan<double> masses) =>
        new(Scales, Values, IsStreamed, ClassStride) { Targets = targets, Masses = masses, Watch = Watch };

    /// <summary>Looks at some that were made, while they are in the first-level cache, if anybody asks.</summary>
    public void LookAt(ReadOnlySpan<T> made)
    {
        if (Watch.IsEmpty || Watch[0] == Finiteness.Odd)
        {
            return;
        }

        bool areFinite = typeof(T) == typeof(float)
            ? TensorPrimitives.IsFiniteAll(MemoryMarshal.Cast<T, float>(made))
            : TensorPrimitives.IsFiniteAll(MemoryMarshal.Cast<T, double>(made));
        Watch[0] = areFinite ? Finiteness.Finite : Finiteness.Odd;
    }

    /// <summary>Says that others are written in the place of those that were looked at.</summary>
    public void ForgetLooks()
    {
        if (!Watch.IsEmpty)
        {
            Watch[0] = Finiteness.Unknown;
        }
    }

    /// <summary>Writes zeros in a row of columns.</summary>
    public void ClearColumns(int row)
    {
        for (long place = row; place < Values.Length; place += ClassStride)
        {
            Values[(int)place] = default;
        }
    }

    /// <summary>Writes zeros in the rows of columns whose label is negative.</summary>
    public void ClearNegative(ReadOnlySpan<int> labels)
    {
        if (!TensorPrimitives.IsNegativeAny(labels))
        {
            return;
        }

        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0)
            {
                ClearColumns(row);
            }
        }
    }

    /// <summary>Takes rows that were written side by side to their columns.</summary>
    public void WriteColumns(ReadOnlySpan<T> rows, int classes)
    {
        for (int c = 0; c < classes; c++)
        {
            Span<T> column = Values.Slice(c * ClassStride, rows.Length / classes);
            for (int r = 0; r < column.Length; r++)
            {
                column[r] = rows[(r * classes) + c];
            }
        }
    }
}
