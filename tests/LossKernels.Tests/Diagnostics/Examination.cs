using LossKernels.Diagnostics;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Diagnostics;

/// <summary>What all rules find in some input.</summary>
internal static class Examination
{
    /// <summary>The findings of a measurement, or of its failure.</summary>
    public static IReadOnlyList<Diagnostic> Of(TensorView target, TensorView prediction, CrossEntropyOptions? options = null, TensorView? weights = null)
    {
        try
        {
            return CrossEntropy.Measure(prediction, target, (options ?? new CrossEntropyOptions()) with { Examined = true }, weights).Diagnostics;
        }
        catch (LossException failure)
        {
            return failure is ExplainedException explained ? explained.Findings : [];
        }
    }

    /// <summary>The findings of a measurement of another loss, by its name.</summary>
    public static IReadOnlyList<Diagnostic> OfLoss(string name, TensorView target, TensorView prediction, Convention? convention = null) =>
        Loss.Measure(prediction, target, LossFunctions.Find(name).CreateOptions(convention)).Diagnostics;

    /// <summary>A vector.</summary>
    public static TensorView Vector(params double[] values) => TensorView.Create(values);

    /// <summary>Rows of so many columns.</summary>
    public static TensorView Rows(int columns, params double[] values) => TensorView.Create(values, values.Length / columns, columns);

    /// <summary>A vector, or rows, of the same numbers again and again.</summary>
    public static double[] Repeat(int times, params double[] values) => [.. Enumerable.Range(0, times).SelectMany(_ => values)];

    /// <summary>Options of a kind.</summary>
    public static CrossEntropyOptions Kind(LossKind kind) => new() { Kind = kind };

    /// <summary>Options with logits.</summary>
    public static CrossEntropyOptions Logits(LossKind kind = LossKind.Auto) => new() { Kind = kind, Form = InputForm.Logit };
}
