using System.Numerics;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures.Blocks;

/// <summary>Looks at the targets of a block: which labels there are, and which of several values are one-hot or soft.</summary>
internal static class TargetScan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Notes what they show.</summary>
    /// <param name="survey">Where it is noted.</param>
    /// <param name="block">The block.</param>
    /// <param name="form">The form of the targets.</param>
    public static void Read(Survey survey, BlockInput<T> block, TargetForm form)
    {
        if (form != TargetForm.Elements)
        {
            ReadClasses(survey, block);
        }
        else if (block.Classes == 1)
        {
            ReadOutput(survey, block);
        }
        else
        {
            ReadOutputs(survey, block);
        }
    }

    private static void ReadClasses(Survey survey, BlockInput<T> block)
    {
        BlockTargets<T> targets = block.Targets;
        if (!targets.Labels.IsEmpty)
        {
            foreach (int label in targets.Labels)
            {
                survey.LeastLabel = label < 0 ? survey.LeastLabel : Math.Min(survey.LeastLabel, label);
                survey.GreatestLabel = Math.Max(survey.GreatestLabel, label);
            }

            return;
        }

        using TileBuffer<T> buffer = new(targets.Block);
        for (int r = 0; r < block.Rows; r++)
        {
            if (targets.IsHot(r))
            {
                survey.OneHotTargets++;
                continue;
            }

            foreach (T target in targets.Block.Row(r, buffer.Row))
            {
                NoteSoft(survey, block, r, target);
            }
        }
    }

    private static void ReadOutputs(Survey survey, BlockInput<T> block)
    {
        TensorBlock<T> targets = block.Targets.Block;
        bool areHard = !targets.Values.ContainsAnyExcept(T.Zero, T.One);
        for (int r = 0; r < block.Rows; r++)
        {
            ReadOnlySpan<T> row = targets[r];
            if (areHard || !row.ContainsAnyExcept(T.Zero, T.One))
            {
                survey.OneHotTargets += row.Count(T.One) == 1 ? 1 : 0;
                continue;
            }

            foreach (T target in row)
            {
                NoteSoft(survey, block, r, target);
            }
        }
    }

    private static void ReadOutput(Survey survey, BlockInput<T> block)
    {
        ReadOnlySpan<T> targets = block.Targets.Block.Values;
        ReadDistinct(survey, targets);
        for (int r = targets.IndexOfAnyExcept(T.Zero, T.One); r >= 0 && r < targets.Length; r++)
        {
            NoteSoft(survey, block, r, targets[r]);
        }
    }

    private static void ReadDistinct(Survey survey, ReadOnlySpan<T> targets)
    {
        Span<T> distinct = stackalloc T[Survey.MostDistinct];
        for (int count = 0; count < distinct.Length; count++)
        {
            int next = targets.IndexOfAnyExcept(distinct[..count]);
            if (next < 0)
            {
                return;
            }

            distinct[count] = targets[next];
            survey.AddTarget(double.CreateTruncating(distinct[count]));
        }
    }

    private static void NoteSoft(Survey survey, BlockInput<T> block, int row, T target)
    {
        if (target != T.Zero && target != T.One)
        {
            survey.SoftTargets.Add(block.SampleNumber(row), double.CreateTruncating(target));
        }
    }
}
