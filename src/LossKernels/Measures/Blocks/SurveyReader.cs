using System.Numerics;
using LossKernels.Diagnostics;
using LossKernels.Measures.Binding;

namespace LossKernels.Measures.Blocks;

/// <summary>Examines a block.</summary>
internal sealed class SurveyReader<T>(MeasurePlan plan)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PredictionScan<T> _predictions = new(plan);
    private readonly ClipReader<T> _clip = new(plan);
    private readonly CostReader<T> _costs = new(plan);

    /// <summary>How many doubles of scratch memory a row takes.</summary>
    public int ScratchPerRow => _costs.ScratchPerRow;

    /// <summary>What a block shows.</summary>
    /// <param name="block">The block.</param>
    /// <param name="losses">The losses with their weights, as they are kept: one a row or one an element.</param>
    /// <param name="weights">As many weights; empty where all are one.</param>
    /// <param name="memory">Memory that no other thread uses.</param>
    public Survey Read(BlockInput<T> block, ReadOnlySpan<double> losses, ReadOnlySpan<double> weights, Workspace<T> memory)
    {
        Survey survey = new() { Rows = block.Rows };
        _predictions.Read(survey, block, memory);
        TargetScan<T>.Read(survey, block, plan.Targets);
        _clip.Read(survey, block, losses);
        _costs.Read(survey, block, losses, memory);
        WeightScan.Read(survey, block, weights);
        return survey;
    }
}
