using System.Collections.ObjectModel;
using System.Management.Automation;
using LossCmdlets.Input;
using LossKernels.Losses;
using LossKernels.Semantics;

namespace LossCmdlets.Losses;

/// <summary>Makes losses of script blocks, which are given the targets and the predictions of a block of samples.</summary>
internal static class ScriptLoss
{
    /// <summary>The name of a loss that has none.</summary>
    public const string Unnamed = "ScriptBlock";

    /// <summary>The loss of a script block.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="script">What computes it.</param>
    /// <param name="reader">Reads what it gives.</param>
    /// <param name="targets">What its targets are.</param>
    public static CustomLoss Create(string name, ScriptBlock script, ValueReader reader, TargetForm targets) => new(
        name,
        block =>
        {
            object target = block.Target.Length == block.Rows ? block.Target : Rows(block.Target, block.Classes);
            object prediction = block.Classes == 1 ? block.Prediction : Rows(block.Prediction, block.Classes);
            Collection<PSObject> given = Invoke(script, target, prediction);
            return given.Count == 0 ? [] : reader.ReadList(given.ToArray(), name);
        },
        targets);

    // What fails in a script most often takes its arguments for single numbers. What it throws itself it says itself.
    private static Collection<PSObject> Invoke(ScriptBlock script, object target, object prediction)
    {
        try
        {
            return script.Invoke(target, prediction);
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException && !failure.WasThrownFromThrowStatement)
        {
            failure.ErrorRecord.ErrorDetails = new ErrorDetails(failure.ErrorRecord.ToString())
            {
                RecommendedAction = "The script block is given the targets and the predictions of many samples at once, as arrays of numbers or of rows: walk through them, and give a number for each sample or one for all.",
            };
            throw;
        }
    }

    private static double[][] Rows(double[] values, int classes) => [.. values.Chunk(classes)];
}
