using System.Runtime.CompilerServices;
using LossKernels.Measures;
using LossKernels.Measures.Blocks;
using LossKernels.Measures.Sums;
using LossKernels.Semantics;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>A measurement allocates nothing for each row, and for each block of rows no more than an object or two, but that a thread keeps what some come to.</summary>
public class AllocationTests
{
    private const int BytesPerBlock = 256;
    private const int FewBlocks = 4;
    private const int ManyBlocks = 20;

    private static readonly int BytesKept = BlockOrder.MostAtOnce * Unsafe.SizeOf<BlockOutcome>();

    public static TheoryData<LossKind, InputForm, int, bool> Cases
    {
        get
        {
            TheoryData<LossKind, InputForm, int, bool> cases = new();
            foreach (InputForm form in (InputForm[])[InputForm.Logit, InputForm.Probability])
            {
                foreach (bool isDetailed in (bool[])[false, true])
                {
                    cases.Add(LossKind.Binary, form, 1, isDetailed);
                    foreach (int classes in (int[])[2, 3, 10, 100, 1000])
                    {
                        cases.Add(LossKind.Sparse, form, classes, isDetailed);
                        cases.Add(LossKind.Categorical, form, classes, isDetailed);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Blocks_leave_no_garbage(LossKind kind, InputForm form, int classes, bool isDetailed)
    {
        int rowsPerBlock = BlockSchedule.Of(classes).RowsPerBlock;
        Random random = new(classes);
        float[] predictions = [.. Enumerable.Range(0, ManyBlocks * rowsPerBlock * classes).Select(_ => random.NextSingle())];
        float[] targets = [.. predictions.Select((_, i) => kind == LossKind.Binary ? i % 2 : 1f / classes)];
        int[] labels = [.. Enumerable.Range(0, ManyBlocks * rowsPerBlock).Select(_ => random.Next(classes))];
        CrossEntropyOptions options = new() { Kind = kind, Form = form, Detailed = isDetailed, ThrottleLimit = 1, SkipDiagnostics = true };

        long Allocated(int blocks)
        {
            int rows = blocks * rowsPerBlock;
            TensorView prediction = TensorView.Create((ReadOnlyMemory<float>)predictions.AsMemory(0, rows * classes), new Shape([rows, classes]));
            TensorView target = kind == LossKind.Sparse
                ? TensorView.Create((ReadOnlyMemory<int>)labels.AsMemory(0, rows), new Shape([rows]))
                : TensorView.Create((ReadOnlyMemory<float>)targets.AsMemory(0, rows * classes), new Shape([rows, classes]));
            return LeastAllocated(prediction, target, options);
        }

        long few = Allocated(FewBlocks);
        long many = Allocated(ManyBlocks);
        Assert.InRange(many - few, long.MinValue, BytesKept + (BytesPerBlock * (ManyBlocks - FewBlocks)));
    }

    // Where a batch is a sample, what a block leaves is left by every row.
    [Fact]
    public void Labels_that_are_no_integers_leave_no_garbage_in_batches_of_one()
    {
        const int Rows = 2000;
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, BatchSize = 1, ThrottleLimit = 1, SkipDiagnostics = true };

        long Allocated(int rows)
        {
            float[] predictions = new float[rows * 2];
            predictions.AsSpan().Fill(0.5f);
            TensorView prediction = TensorView.Create(predictions, rows, 2);
            TensorView target = TensorView.Create(new float[rows], rows);
            return LeastAllocated(prediction, target, options);
        }

        Assert.InRange(Allocated(2 * Rows) - Allocated(Rows), long.MinValue, Rows);
    }

    // What rules look for in a block is an object with some lists of few, whatever the number of classes.
    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    [InlineData(30_000)]
    public void Blocks_that_are_examined_leave_little(int classes)
    {
        const int BytesPerExamination = 2048;
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, Examined = true, ThrottleLimit = 1 };
        int rowsPerBlock = BlockSchedule.Of(classes).RowsPerBlock;

        long Allocated(int blocks)
        {
            int rows = blocks * rowsPerBlock;
            Random random = new(classes);
            float[] predictions = [.. Enumerable.Range(0, rows * classes).Select(_ => random.NextSingle() - 0.5f)];
            int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))];
            return LeastAllocated(TensorView.Create(predictions, rows, classes), TensorView.Create((ReadOnlyMemory<int>)labels, new Shape([rows])), options);
        }

        Assert.InRange(Allocated(ManyBlocks) - Allocated(FewBlocks), long.MinValue, BytesKept + (BytesPerExamination * (ManyBlocks - FewBlocks)));
    }

    // The first calls are compiled, and ask for memory that is lent to later ones.
    private static long LeastAllocated(TensorView prediction, TensorView target, CrossEntropyOptions options)
    {
        const int Rounds = 4;
        return Enumerable.Range(0, Rounds).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Loss.Measure(prediction, target, options);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
