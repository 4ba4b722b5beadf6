using System.Numerics;
using LossKernels.Sources;

namespace LossKernels.Measures;

/// <summary>Measures data all of which is there, or can be read at any place.</summary>
internal static class ArrayRun
{
    // Outcomes that are kept until their turn has come: batches may be very small, and very many.
    private const int BlocksAtOnce = 8192;

    // Of details, which may have a number for each class, so many numbers; of labels no more classes than rows.
    private const int DetailNumbersAtOnce = 1 << 22;

    /// <summary>Measures all rows.</summary>
    /// <exception cref="LossException">The lowest row at fault, whatever the number of threads.</exception>
    /// <exception cref="OperationCanceledException">It was ended between two blocks.</exception>
    public static BatchMeans Measure<T>(MeasurePlan plan, TensorSource source, BlockResults<T> results, MeasureContext context)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long rows = source.Layout.Rows;
        long blocks = plan.Schedule.Count(rows);
        BlockRunner<T> runner = new(plan, rows);
        BatchMeans total = new(plan);
        int numbers = plan.Targets == TargetForm.Labels ? Math.Min(plan.DetailClasses, plan.Schedule.RowsPerBlock) : plan.DetailClasses;
        int most = plan.IsDetailed ? Math.Clamp(DetailNumbersAtOnce / numbers, 16, BlocksAtOnce) : BlocksAtOnce;
        BlockOutcome[] outcomes = new BlockOutcome[Math.Min(blocks, most)];
        for (long first = 0; first < blocks; first += outcomes.Length)
        {
            int count = (int)Math.Min(outcomes.Length, blocks - first);
            runner.Run(source, results, first, outcomes.AsMemory(0, count), context, out LossException? failure);
            if (failure is not null)
            {
                throw failure;
            }

            for (int i = 0; i < count; i++)
            {
                total.Add(plan.Schedule[first + i].First, outcomes[i]);
            }
        }

        return total;
    }
}
