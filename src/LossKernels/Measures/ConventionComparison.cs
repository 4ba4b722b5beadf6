using LossKernels.Progress;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>
/// Measures the same data under every convention and says why the numbers differ. A column of the table of conventions is a reason if it moves
/// the number by itself: the one asked for, if it alone is taken over from the other convention, or the other's, if it alone is taken over from
/// the one asked for.
/// </summary>
public sealed class ConventionComparison
{
    // Sums of the same terms in another order agree to some 1e-15 of their value; what a column does on purpose is more. What no number of
    // single precision can show is no difference where one of the two is of that.
    private const double DoubleRounding = 1e-12;
    private static readonly double SingleRounding = Math.ScaleB(1, -23);

    private readonly Dictionary<CrossEntropyOptions, Outcome> _outcomes = [];
    private readonly Func<CrossEntropyOptions, LossResult> _measure;
    private readonly CrossEntropyOptions _options;
    private readonly Outcome _asked;

    private ConventionComparison(CrossEntropyOptions options, Func<CrossEntropyOptions, LossResult> measure)
    {
        _measure = measure;
        _asked = OutcomeOf(options);

        // The kind was decided by the class axis of the convention asked for, and the others are compared with what it is.
        _options = _asked.Result?.Kind is LossKind kind ? options with { Kind = kind } : options;
    }

    /// <summary>Measures arrays under every convention.</summary>
    /// <param name="prediction">The predictions.</param>
    /// <param name="target">The targets.</param>
    /// <param name="options">What to compute, and what to compare with; null for the mean as TensorFlow gives it.</param>
    /// <param name="sampleWeight">Weights, aligned to the losses from the first axis; null for none.</param>
    /// <param name="isFormKnown">Whether the predictions are what the options say; else probabilities may be logits, and logits probabilities.</param>
    /// <param name="context">What ends the measurements early.</param>
    /// <exception cref="LossException">OptionNotSupported: the losses are not reduced to a number; or what is at fault under every convention.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static IReadOnlyList<ComparedLoss> Measure(
        TensorView prediction,
        TensorView target,
        CrossEntropyOptions? options = null,
        TensorView? sampleWeight = null,
        bool isFormKnown = false,
        MeasureContext context = default) =>
        Compare(options ?? new CrossEntropyOptions(), isFormKnown, asked => CrossEntropy.Measure(prediction, target, asked, sampleWeight, context));

    /// <summary>Measures under every convention that can take the data: the one asked for first, then all in the order of the table.</summary>
    /// <param name="options">What to compute, and what to compare with.</param>
    /// <param name="isFormKnown">Whether the predictions are what the options say; else probabilities may be logits, and logits probabilities.</param>
    /// <param name="measure">Measures the same data under other options; it is called some tens of times.</param>
    /// <exception cref="LossException">OptionNotSupported: the losses are not reduced to a number; or what is at fault under every convention.</exception>
    public static IReadOnlyList<ComparedLoss> Compare(CrossEntropyOptions options, bool isFormKnown, Func<CrossEntropyOptions, LossResult> measure)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(measure);
        if (options.Reduction is Reduction.None or Reduction.PerElement)
        {
            throw LossErrors.OptionNotSupported(
                $"Conventions are compared by one number, and with the reduction {options.Reduction} there is one for each loss.",
                "Leave out `Reduction`, or use `Reduction = Reduction.Sum`.");
        }

        ConventionComparison comparison = new(options with { Gradient = false, Detailed = false, OutputPath = null }, measure);
        ComparedLoss[] losses = [.. comparison.Losses(isFormKnown)];
        return losses.Any(loss => loss.Result is not null) ? losses : throw losses[0].Refusal!;
    }

    private IEnumerable<ComparedLoss> Losses(bool isFormKnown)
    {
        InputForm asked = _options.Form;
        InputForm[] forms = isFormKnown || asked == InputForm.LogProbability
            ? [asked]
            : [asked, asked == InputForm.Logit ? InputForm.Probability : InputForm.Logit];
        foreach (InputForm form in forms)
        {
            foreach (Convention convention in Conventions.All.Where(other => other.Name != _options.Convention.Name).Prepend(_options.Convention))
            {
                // What is refused is told of the form asked for; the other form is a guess.
                if (form == asked || convention.Forms(_options.Kind).HasFlag(form))
                {
                    yield return Loss(convention, form);
                }
            }
        }
    }

    private ComparedLoss Loss(Convention convention, InputForm form)
    {
        Outcome outcome = OutcomeOf(_options with { Convention = convention, Form = form });
        bool differs = Differ(_asked, outcome);
        return new ComparedLoss(
            convention,
            form,
            outcome.Result,
            outcome.Refusal,
            differs ? outcome.Loss - _asked.Loss : outcome.Loss is null || _asked.Loss is null ? null : 0,
            differs ? [.. Reasons(convention, form, outcome)] : []);
    }

    private IEnumerable<string> Reasons(Convention convention, InputForm form, Outcome outcome)
    {
        CrossEntropyOptions asked = _options with { Form = form };
        if (form != _options.Form)
        {
            yield return form == InputForm.Logit ? "predictions taken for logits" : "predictions taken for probabilities";
        }

        Outcome start = OutcomeOf(asked);
        if (start.Result is not null && !Differ(start, outcome))
        {
            yield break;
        }

        foreach (ConventionColumn column in ConventionColumns.All)
        {
            if (column.Words(convention, _options.Kind) is { Length: > 0 } words
                && (Moves(start, asked, column.Take(asked.Convention, convention))
                    || Moves(outcome, asked with { Convention = convention }, column.Take(convention, asked.Convention))))
            {
                yield return words;
            }
        }
    }

    private bool Moves(Outcome from, CrossEntropyOptions options, Convention mixture) =>
        mixture != options.Convention && Differ(from, OutcomeOf(options with { Convention = mixture }));

    private Outcome OutcomeOf(CrossEntropyOptions options)
    {
        if (!_outcomes.TryGetValue(options, out Outcome? outcome))
        {
            try
            {
                outcome = new Outcome(_measure(options), null);
            }
            catch (LossException refusal)
            {
                outcome = new Outcome(null, refusal);
            }

            _outcomes.Add(options, outcome);
        }

        return outcome;
    }

    // What is refused says nothing about the number.
    private static bool Differ(Outcome one, Outcome other)
    {
        if (one.Loss is not double first || other.Loss is not double second || first.Equals(second))
        {
            return false;
        }

        bool isSingle = one.Result!.DataType == ElementType.Float32 || other.Result!.DataType == ElementType.Float32;
        double rounding = (isSingle ? SingleRounding : DoubleRounding) * Math.Max(Math.Abs(first), Math.Abs(second));
        return !double.IsFinite(rounding) || Math.Abs(first - second) > rounding;
    }

    private sealed record Outcome(LossResult? Result, LossException? Refusal)
    {
        public double? Loss => Result?.Loss;
    }
}
