using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Measures.Binding;
using LossKernels.Numerics;
using LossKernels.Semantics.Formulas;
using LossKernels.Semantics.Parts;

namespace LossKernels.Measures.Blocks;

/// <summary>
/// Derivatives that are not finite where the loss is, or whose scale is beyond the data type or too small to keep their digits. They are taken once more, in
/// double and with a scale of which they have numbers: what has one in the data type after all is written, and of the others it is noted why there is none.
/// </summary>
/// <param name="plan">What is measured.</param>
internal sealed class OddDerivatives<T>(MeasurePlan plan)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // By which power of two scales are divided, so that what is infinite has a number, and to which they are brought that are small: nothing is lost then that
    // their product has.
    private const int Step = 600;
    private const int ExponentOfSmall = -64;

    // Of a larger scale what is infinite once it is divided may have been too large.
    private const double MostDivided = 1e150;

    private readonly Lazy<LossFormula<double>> _formula = new(() => plan.Loss.FormulaInTerms(plan));

    /// <summary>Looks at the derivatives of a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="losses">The losses of the formula without their weights; empty where all are finite.</param>
    /// <param name="derivatives">The derivatives, and their scales.</param>
    /// <param name="least">The least scale, but for zero, that keeps their digits.</param>
    /// <param name="findings">Where it is noted.</param>
    public void Look(BlockInput<T> block, ReadOnlySpan<double> losses, RowDerivatives<T> derivatives, double least, ref Findings findings)
    {
        double most = typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;
        if (SpanBounds.HaveMagnitudes(derivatives.Scales, least, most) && AreFinite(block, derivatives))
        {
            return;
        }

        int classes = block.Classes;
        double[] scaled = Differentiate(block, derivatives.Scales);
        for (int i = 0; i < scaled.Length; i++)
        {
            (int row, int label) = Math.DivRem(i, classes);
            ref T derivative = ref derivatives.Values[derivatives.HasRows ? i : row + (label * derivatives.ClassStride)];
            double scale = derivatives.Scales[i / (scaled.Length / derivatives.Scales.Length)];
            bool isRight = T.IsFinite(derivative) && (scale == 0 || (Math.Abs(scale) >= least && Math.Abs(scale) <= most));
            if (isRight || !IsFinite(losses, i, scaled.Length) || !double.IsFinite(scale))
            {
                continue;
            }

            double whole = Math.ScaleB(scaled[i], StepOf(scale));
            if (!double.IsFinite(scaled[i]) && !(Math.Abs(scale) > MostDivided))
            {
                findings[Sight.GradientNotFinite].Add(block.SampleNumber(row), double.CreateTruncating(derivative));
                continue;
            }

            derivative = T.CreateTruncating(whole);
            if (!T.IsFinite(derivative))
            {
                findings[Sight.GradientOverflow].Add(block.SampleNumber(row), whole);
            }
        }
    }

    private static bool AreFinite(BlockInput<T> block, RowDerivatives<T> derivatives)
    {
        if (derivatives.HasRows)
        {
            return TensorPrimitives.IsFiniteAll<T>(derivatives.Values);
        }

        bool areFinite = true;
        for (int c = 0; c < block.Classes && areFinite; c++)
        {
            areFinite = TensorPrimitives.IsFiniteAll<T>(derivatives.Values.Slice(c * derivatives.ClassStride, block.Rows));
        }

        return areFinite;
    }

    // There is a loss for each element, or one for each row.
    private static bool IsFinite(ReadOnlySpan<double> losses, int index, int count) =>
        losses.IsEmpty || double.IsFinite(losses[index / (count / losses.Length)]);

    // By which power of two a scale is divided.
    private static int StepOf(double scale) => scale == 0 ? 0
        : Math.ILogB(scale) is int exponent && exponent < ExponentOfSmall ? exponent - ExponentOfSmall
        : Step;

    private double[] Differentiate(BlockInput<T> block, ReadOnlySpan<double> scales)
    {
        LossFormula<double> formula = _formula.Value;
        using WideBlock predictions = WideBlock.Of(block.Predictions);
        using WideBlock targets = WideBlock.Of(block.Targets.Block);
        BlockTargets<double> wide = block.Targets.Of(targets.Block);
        double[] losses = new double[block.Rows * (formula.IsPerElement ? block.Classes : 1)];
        double[] scratch = new double[block.Rows * formula.ScratchPerRow];
        double[] some = new double[scales.Length == 1 ? block.Rows : scales.Length];
        double[] gradient = new double[block.Rows * block.Classes];
        for (int i = 0; i < some.Length; i++)
        {
            double scale = scales[scales.Length == 1 ? 0 : i];
            some[i] = Math.ScaleB(scale, -StepOf(scale));
        }

        formula.Evaluate(predictions.Block, wide, losses, scratch, default);
        formula.Differentiate(predictions.Block, wide, scratch, some, gradient);
        return gradient;
    }
}
