using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Tensors;

namespace LossKernels.Tests.Kernels;

/// <summary>Rows that are turned into the columns of tiles are those of a plain loop, whatever is left over of classes and rows, and nothing beside them is written or taken for one.</summary>
public sealed class TilesTests
{
    private const int MostClasses = 70;
    private const int Guard = 64;

    // More than are turned together in one call.
    private const int ManyRows = 525;

    [Fact]
    public void Single_precision_in_vectors_of_512_bits() => Check<float>(Vector512<float>.Count);

    [Fact]
    public void Single_precision_in_vectors_of_256_bits() => Check<float>(Vector256<float>.Count);

    [Fact]
    public void Double_precision_in_vectors_of_512_bits() => Check<double>(Vector512<double>.Count);

    [Fact]
    public void Double_precision_in_vectors_of_256_bits() => Check<double>(Vector256<double>.Count);

    private static void Check<T>(int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int classes = 1; classes <= MostClasses; classes++)
        {
            foreach (int rows in Enumerable.Range(1, 3 * width).Append(ManyRows))
            {
                CheckRows<T>(rows, classes, width);
            }
        }
    }

    private static void CheckRows<T>(int rows, int classes, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] given = Guarded(rows * classes);
        for (int i = 0; i < rows * classes; i++)
        {
            given[Guard + i] = T.CreateChecked(i);
        }

        TensorBlock<T> block = new(given.AsSpan(Guard, rows * classes), classes);
        int room = Tiles<T>.Room(block);
        for (int row = 0, together; row < rows; row += together)
        {
            T[] buffer = Guarded(room);
            together = Tiles<T>.Length(block, row, width);
            Tiles<T> tiles = Tiles<T>.Of(block, row, together, width, buffer.AsSpan(Guard, room));
            Assert.Equal(Math.Max(together / width, 1), tiles.Count);
            for (int lane = 0; lane < tiles.Count * width; lane++)
            {
                // Where rows make no tile, the last is repeated.
                int from = Math.Min(row + lane, rows - 1);
                for (int c = 0; c < classes; c++)
                {
                    T turned = Unsafe.Add(ref Unsafe.AsRef(in tiles.First), (lane / width * tiles.Advance) + (c * tiles.Stride) + (lane % width));
                    if (turned != block[from, c])
                    {
                        Assert.Fail($"Class {c} of row {from} of {rows} x {classes} is {turned}, in tiles of {width}.");
                    }
                }
            }

            Assert.Equal(-1, buffer.AsSpan(0, Guard).IndexOfAnyExcept(T.NaN));
            Assert.Equal(-1, buffer.AsSpan(Guard + room).IndexOfAnyExcept(T.NaN));
        }

        T[] Guarded(int length)
        {
            T[] values = new T[length + (2 * Guard)];
            Array.Fill(values, T.NaN);
            return values;
        }
    }
}
