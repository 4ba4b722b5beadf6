using System.Numerics;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Kernels;

/// <summary>What is found out about targets, against plain loops over them.</summary>
public class TargetLanesTests
{
    private const int Rows = 37;

    public static TheoryData<int> Classes => [2, 3, 7, 10, 15, 16, 17, 31, 63, 64, 65, 71, 80, 100, 127, 128, 129, 144, 255, 256, 257, 300, 1000, 1025];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Targets_are_summed_and_the_largest_is_found(int classes)
    {
        Check<float>(classes);
        Check<double>(classes);
    }

    private static void Check<T>(int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(classes);
        T[] targets = [.. Enumerable.Range(0, Rows).SelectMany(row => Row<T>(row, classes, random))];
        foreach (bool isColumns in (bool[])[false, true])
        {
            CheckScan<Lanes512<T>, Vector512<T>, T>(targets, classes, isColumns);
            CheckScan<Lanes256<T>, Vector256<T>, T>(targets, classes, isColumns);
        }
    }

    // All kinds of rows: soft ones, with ties, one-hot with something too small to change a sum, empty ones, and of what is no target.
    private static T[] Row<T>(int row, int classes, Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] targets = new T[classes];
        int label = random.Next(classes);
        int other = random.Next(classes);
        switch (row % 9)
        {
            case 0 or 1:
                targets = [.. Enumerable.Range(0, classes).Select(_ => T.CreateTruncating(random.NextDouble()))];
                break;
            case 2:
                targets = [.. Enumerable.Range(0, classes).Select(_ => T.CreateTruncating(random.Next(4) / 4.0))];
                break;
            case 3:
                targets[label] = T.One;
                break;
            case 4:
                targets[label] = T.One;
                targets[other] = other == label ? T.One : T.Epsilon;
                break;
            case 5:
                targets[label] = targets[other] = T.CreateTruncating(0.5);
                break;
            case 6:
                targets[label] = row > Rows / 2 ? T.NegativeZero : T.Zero;
                break;
            case 7:
                targets[label] = row > Rows / 2 ? T.CreateTruncating(-0.25) : T.CreateTruncating(1.5);
                targets[other] = T.CreateTruncating(0.75);
                break;
            default:
                targets[classes - 1] = T.CreateTruncating(0.25);
                targets[0] = T.CreateTruncating(0.125);
                break;
        }

        return targets;
    }

    private static void CheckScan<TLanes, TVector, T>(T[] targets, int classes, bool isColumns)
        where TLanes : IHalvedLanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Range some in (Range[])[0..Rows, 0..7, 8..9])
        {
            T[][] rows = [.. targets.Chunk(classes).Take(some)];
            T[] values = isColumns ? [.. Enumerable.Range(0, classes).SelectMany(c => rows.Select(row => row[c]))] : [.. rows.SelectMany(row => row)];
            TensorBlock<T> block = isColumns ? TensorBlock<T>.OfColumns(values, rows.Length, classes, rows.Length) : new(values, classes);
            TargetStatistics found = new(new int[rows.Length], new double[rows.Length], new bool[rows.Length]);
            bool areWithin = TargetLanes<TLanes, TVector, T>.Scan(block, found, new T[Tiles<T>.Room(block)]);
            Assert.Equal(rows.All(row => row.All(t => t >= T.Zero && t <= T.One && !T.IsNegative(t))), areWithin);
            for (int r = 0; r < rows.Length; r++)
            {
                T largest = T.Max(T.Zero, rows[r].Max());
                Assert.Equal(largest == T.Zero ? 0 : Array.IndexOf(rows[r], largest), found.Labels[r]);
                Assert.Equal(rows[r].Sum(double.CreateTruncating), found.Masses[r], 1e-14 * classes);
                Assert.Equal(rows[r].Count(t => t != T.Zero) <= (largest > T.Zero ? 1 : 0), found.IsSingle[r]);
            }
        }
    }
}
