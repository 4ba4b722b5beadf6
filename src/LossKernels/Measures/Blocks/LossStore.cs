using LossKernels.Measures.Binding;
using LossKernels.Tensors;

namespace LossKernels.Measures.Blocks;

/// <summary>Keeps losses: each goes to its place, from any thread.</summary>
internal abstract class LossStore<T> : IDisposable
    where T : unmanaged
{
    /// <summary>The store of a measurement; null where losses are not kept.</summary>
    /// <exception cref="LossException">The file to write exists, or cannot be written.</exception>
    public static LossStore<T>? Create(MeasurePlan plan) =>
        plan.Options.OutputPath is string path ? new LossFile<T>(path, plan.DataType, plan.ValueShape, plan.Options.Overwrite)
        : plan.KeepsLosses ? new LossArray<T>()
        : null;

    /// <summary>Makes room, before losses are written.</summary>
    /// <param name="count">How many places there will be.</param>
    public abstract void Reserve(long count);

    /// <summary>Writes losses side by side.</summary>
    /// <param name="values">The losses.</param>
    /// <param name="start">The place of the first.</param>
    public abstract void Write(ReadOnlySpan<T> values, long start);

    /// <summary>Writes the losses of rows, one for each element, to the places of the elements.</summary>
    public void WriteRows(AxisLayout layout, ReadOnlySpan<T> values, long firstRow, int rows)
    {
        if (layout.Inner == 1)
        {
            Write(values, firstRow * layout.Classes);
            return;
        }

        Span<T> line = new T[rows];
        for (int row = 0; row < rows;)
        {
            (long start, int length) = layout.Run(firstRow + row, rows - row);
            for (int c = 0; c < layout.Classes; c++)
            {
                for (int i = 0; i < length; i++)
                {
                    line[i] = values[((row + i) * layout.Classes) + c];
                }

                Write(line[..length], start + (c * layout.Inner));
            }

            row += length;
        }
    }

    /// <summary>Ends.</summary>
    /// <param name="shape">The shape of all losses.</param>
    /// <returns>The losses, where they are in memory.</returns>
    public abstract TensorView? Complete(Shape shape);

    /// <inheritdoc/>
    public abstract void Dispose();
}
