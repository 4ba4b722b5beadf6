using System.Numerics;
using LossKernels.Kernels.Details.Outputs;
using LossKernels.Kernels.Details.Quality;
using LossKernels.Measures.Binding;
using LossKernels.Measures.Details;
using LossKernels.Numerics;
using LossKernels.Semantics.Formulas;

namespace LossKernels.Measures.Blocks;

/// <summary>Chooses how the quality of a block's predictions is found beside their losses, and makes details of it.</summary>
internal sealed class BlockQuality<T>(MeasurePlan plan, LossFormula<T> formula)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The sums of losses of weight one and their details, where the formula adds up both at once.</summary>
    /// <returns>The sums; not finite where that cannot be done.</returns>
    public SumAndSpread Sum(BlockInput<T> block, Span<double> ofRows, Workspace<T> memory, out BlockDetail? detail)
    {
        detail = null;
        if (formula is not IJudged<T> judged || !judged.Judges(block.Predictions.Classes))
        {
            return SumAndSpread.Unknown;
        }

        OutputSums quality = memory.CreateOutputs();
        SumAndSpread sums = judged.Sum(block.Predictions, block.Targets, ofRows, quality);
        detail = sums.IsFinite ? DetailReader.Read(plan, quality) : null;
        return sums;
    }

    /// <summary>Where the quality of losses goes that are written: as far as it can be it is added up at once, where all weights are one.</summary>
    public PredictionQuality Room(BlockInput<T> block, int losses, bool hasWeights, Workspace<T> memory) =>
        !hasWeights && formula.AddsQualityUp(block.Predictions, block.Targets)
            ? new PredictionQuality(memory.CreateVerdicts(block.Rows))
            : OfEach(losses, memory);

    /// <summary>Evaluates losses and their quality.</summary>
    /// <param name="block">The block.</param>
    /// <param name="losses">Where the losses go.</param>
    /// <param name="quality">Where the quality goes, if anywhere; another place, if it cannot be added up.</param>
    /// <param name="memory">Memory that no other thread uses.</param>
    public BlockCheck Evaluate(BlockInput<T> block, Span<double> losses, ref PredictionQuality quality, Workspace<T> memory)
    {
        BlockCheck check = formula.Evaluate(block.Predictions, block.Targets, losses, memory.Scratch, quality);
        if (!quality.Verdicts.IsEmpty && !double.IsFinite(quality.Verdicts.Sums.BrierScore))
        {
            quality = OfEach(losses.Length, memory);
            check = formula.Evaluate(block.Predictions, block.Targets, losses, memory.Scratch, quality);
        }

        return check;
    }

    private static PredictionQuality OfEach(int losses, Workspace<T> memory) => new(memory.Quality.Values, losses);
}
