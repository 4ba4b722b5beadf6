using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Diagnostics;

/// <summary>Input that makes no measurement, for rules that know what was meant.</summary>
/// <param name="Error">Why it makes none.</param>
/// <param name="Prediction">The predictions; of samples that come one by one, the first of them.</param>
/// <param name="Target">The targets; likewise.</param>
/// <param name="Convention">Whose formula was asked for.</param>
/// <param name="Kind">The kind of cross-entropy that was asked for; Auto where that was left open.</param>
/// <param name="Axis">The class axis of the predictions, counted from the first; 0 for a single value.</param>
/// <param name="IgnoreClass">The label that is left out, if any.</param>
internal sealed record Failure(
    LossException Error, TensorView Prediction, TensorView Target, Convention Convention, LossKind Kind, int Axis, int? IgnoreClass)
{
    private const int MostLookedAt = 1 << 20;

    /// <summary>The length of the class axis.</summary>
    public int Classes => Prediction.Shape.Rank == 0 ? 1 : Prediction.Shape[Axis];

    /// <summary>The first targets, a million at most.</summary>
    public double[] FirstTargets() => First(Target);

    /// <summary>The first predictions, a million at most.</summary>
    public double[] FirstPredictions() => First(Prediction);

    /// <summary>The first targets but for those that are left out because of their label.</summary>
    public double[] CountedTargets() => Array.FindAll(FirstTargets(), label => label != IgnoreClass);

    /// <summary>Whether all are whole numbers from 0.</summary>
    public static bool AreClassNumbers(double[] numbers) => Array.TrueForAll(numbers, number => number >= 0 && number == Math.Floor(number));

    /// <summary>The error with what the rules make of it: at least what it says itself, unless the call is at fault.</summary>
    public LossException Explain()
    {
        Diagnostic[] found = [.. RuleCatalogue.All.Select(rule => rule.Explain(this)).OfType<Diagnostic>()];
        return found.Length > 0 ? new ExplainedException(Error, found)
            : Error.Scope == FailureScope.Call ? Error
            : new ExplainedException(Error, [Diagnostic.Of(Error)]);
    }

    private static double[] First(TensorView tensor)
    {
        int count = (int)Math.Min(tensor.Shape.Length, MostLookedAt);
        return tensor.Read<double>(0, count, new double[count]).ToArray();
    }
}
