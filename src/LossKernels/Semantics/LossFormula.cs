using System.Numerics;
using LossKernels.Kernels.Binary;
using LossKernels.Kernels.Details;
using LossKernels.Kernels.Options;
using LossKernels.Kernels.Probabilities;
using LossKernels.Kernels.Targets;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Semantics;

/// <summary>
/// A loss, bound to the numbers of a convention: it has a kernel reduce a block and finishes in double over the rows.
/// </summary>
/// <typeparam name="T">float or double: the type whose rounding the bounds have and that the block is read in.</typeparam>
internal abstract class LossFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether there is a loss for each element (else for each row).</summary>
    public virtual bool IsPerElement => false;

    /// <summary>How many doubles of scratch memory a row takes.</summary>
    public virtual int ScratchPerRow => 0;

    /// <summary>Writes the losses of a block, and how good the predictions are where that is asked.</summary>
    public abstract BlockCheck Evaluate(
        TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> losses, Span<double> scratch, PredictionQuality quality);

    /// <summary>
    /// Whether <see cref="Evaluate"/> can add up how good the predictions of a block are; where the sum of the Brier scores then is no finite number, rows
    /// need a second look and it has to be asked for row by row.
    /// </summary>
    public virtual bool AddsQualityUp(TensorBlock<T> predictions, BlockTargets<T> targets) => false;

    /// <summary>Whether derivatives that are all multiplied by the same number may be given it once.</summary>
    public virtual bool TakesOneScale => false;

    /// <summary>Writes the derivatives of the losses of a block to what was given, rows side by side, after <see cref="Evaluate"/> with the same scratch memory.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="scratch">What Evaluate left there.</param>
    /// <param name="scales">By what the derivatives of each loss are multiplied; one number for all if <see cref="TakesOneScale"/>.</param>
    /// <param name="gradient">Where they go.</param>
    /// <exception cref="NotSupportedException">There are none, and options that ask for them should have been refused.</exception>
    public virtual void Differentiate(TensorBlock<T> predictions, BlockTargets<T> targets, Span<double> scratch, ReadOnlySpan<double> scales, Span<T> gradient) =>
        throw new NotSupportedException();

    /// <summary>The formula that terms make.</summary>
    public static LossFormula<T> Bind(FormulaTerms terms)
    {
        // Where what becomes of logits is clipped, the bounds have the rounding of T.
        if (terms.Temperature == 1 || terms.Numbers.HasEpsilon)
        {
            return terms.IsPlain ? BindPlain(terms) : BindGeneral(terms);
        }

        return new TemperedFormula<T>(terms.Temperature, LossFormula<double>.Bind(terms with { Temperature = 1 }));
    }

    /// <summary>Where a formula clips in T: in single precision 1 - 1e-7 is 0.99999988.</summary>
    internal static ClipBounds Clip(ProbabilityFormula numbers)
    {
        T epsilon = Epsilon(numbers);
        return numbers.HasEpsilon && numbers.Use.HasFlag(EpsilonUse.ClipBelow)
            ? new ClipBounds(
                double.CreateTruncating(epsilon),
                numbers.Use.HasFlag(EpsilonUse.ClipAbove) ? double.CreateTruncating(T.One - epsilon) : 1)
            : ClipBounds.None;
    }

    /// <summary>How a formula divides and clips a probability before its logarithm is taken.</summary>
    internal static ClippedQuotient Quotient(ProbabilityFormula numbers, bool skipsZeros) => new(
        numbers.Normalisation == Normalisation.BeforeClip,
        numbers.Normalisation == Normalisation.AfterClip,
        Clip(numbers),
        skipsZeros);

    private static T Epsilon(ProbabilityFormula numbers) => Lanes.From<T>(numbers.EpsilonFor(typeof(T) == typeof(float)));

    /// <summary>What a formula adds inside its logarithms in T.</summary>
    internal static double Added(ProbabilityFormula numbers) =>
        numbers.Use.HasFlag(EpsilonUse.Inside) ? double.CreateTruncating(Epsilon(numbers)) : 0;

    private static LossFormula<T> BindPlain(FormulaTerms terms)
    {
        Convention convention = terms.Convention;
        bool skipsZeros = convention.ZeroTimesInfinityIsZero;
        return (terms.Kind, terms.Form) switch
        {
            (LossKind.Binary, InputForm.Logit) => new BinaryFromLogits<T>(convention.InfiniteLogit),
            (LossKind.Binary, _) => Added(terms.Numbers) == 0
                ? new BinaryFromProbabilities<T, Surprisal<T>>(terms.Numbers, skipsZeros, BindGeneral(terms))
                : new BinaryFromProbabilities<T, AddedSurprisal<T>>(terms.Numbers, skipsZeros, BindGeneral(terms)),
            (LossKind.Categorical, InputForm.Logit) => new CategoricalFromLogits<T>(terms.Smoothing, BindGeneral(terms), skipsZeros, convention.GradientTakesDistributions),
            (LossKind.Categorical, _) => new CategoricalFromProbabilities<T>(terms.Numbers, skipsZeros, terms.Smoothing, BindGeneral(terms), new ProbabilityGradient<T>(terms)),
            (LossKind.Sparse, InputForm.Logit) => new SparseFromLogits<T>(terms.Smoothing, BindGeneral(terms)),
            _ => new SparseFromProbabilities<T>(terms.Numbers, terms.Smoothing, BindGeneral(terms), new ProbabilityGradient<T>(terms)),
        };
    }

    private static IPickedDistribution<T> Picked(FormulaTerms terms) => terms.Form switch
    {
        InputForm.Logit => new PickedSoftmax<T>(),
        InputForm.LogProbability => new PickedLogarithm<T>(needsShares: !terms.IsLogarithmic || terms.Numbers.HasEpsilon),
        _ => new PickedGiven<T>(new PickedProbability<T>(terms.Numbers)),
    };

    private static LossFormula<T> BindGeneral(FormulaTerms terms)
    {
        ProbabilityFormula numbers = terms.Numbers;
        if (terms.Kind != LossKind.Binary)
        {
            bool clipsFirst = numbers.Normalisation == Normalisation.AfterClip && terms.Form == InputForm.Probability;
            IRowDistribution<T> rows = terms.Form switch
            {
                InputForm.Logit => new SoftmaxDistribution<T>(terms.Temperature),
                InputForm.LogProbability => new LogProbabilityDistribution<T>(),
                _ => new ProbabilityDistribution<T>(clipsFirst ? Clip(numbers) : ClipBounds.None, numbers.Normalisation != Normalisation.None, terms.Point.SlopeAtZero),
            };
            ClipBounds clip = clipsFirst ? ClipBounds.None : Clip(numbers);

            // Class numbers have zeros for the other classes, which may be masked by infinite logits; once they are smoothed only weights are zero.
            bool skipsZeros = terms.Convention.ZeroTimesInfinityIsZero || (terms.Kind == LossKind.Sparse && terms.Smoothing == 0);
            RowLossKernel kernel = new(terms.Point, clip, skipsZeros, keepsNaN: terms.Form != InputForm.LogProbability);
            RowFormula<T> general = new(terms, rows, kernel);
            if (terms.Temperature != 1)
            {
                return general;
            }

            IPickedDistribution<T> picked = Picked(terms);
            LossFormula<T> soft = terms.Q != 0 || terms.Form == InputForm.LogProbability
                ? general
                : new LongRowFormula<T>(terms, picked, kernel, clipsFirst ? Clip(numbers) : ClipBounds.None, clip, general);
            return terms.Smoothing > 0 ? soft : new PickedFormula<T>(terms, picked, kernel, clip, soft);
        }

        IElementDistribution<T> elements = terms.Form switch
        {
            InputForm.Logit => new SigmoidDistribution<T>(terms.Temperature),
            InputForm.LogProbability => new LogGivenDistribution<T>(),
            _ => new GivenDistribution<T>(),
        };
        return new ElementFormula<T>(
            terms,
            terms.Form == InputForm.Probability || numbers.HasEpsilon
                ? new ClippedDistribution<T>(elements, Clip(numbers), Added(numbers), numbers.LogFloor, terms.Form == InputForm.Probability ? terms.Convention.BinaryGradientFloor : 0)
                : elements);
    }
}
