using LossKernels.Semantics;

namespace LossKernels.Measures.Binding;

/// <summary>Refuses options of cross-entropy that have no meaning, alone or together.</summary>
internal static class CrossEntropyChecks
{
    private static readonly NumberRange BinaryAlpha = new("from 0 to 1 for a binary loss", value => value is >= 0 and <= 1);

    /// <summary>Refuses what has no meaning.</summary>
    /// <param name="kind">Binary, Categorical or Sparse.</param>
    /// <param name="classes">The number of classes, or of outputs.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="LossException">ParameterOutOfRange, OptionNotSupported or ClassWeightCountMismatch.</exception>
    public static void Check(LossKind kind, int classes, CrossEntropyOptions options)
    {
        CheckForm(kind, options);
        CheckReduction(kind, options);
        CommonChecks.Check(options);
        CheckEpsilon(kind, options);
        CheckWeights(kind, classes, options);
        CheckModifiers(kind, classes, options);
        CommonChecks.IgnoreClass(options, kind == LossKind.Sparse, $"{Name(kind)} cross-entropy");
    }

    // The conventions that have a kind from what the predictions are.
    private static string Those(LossKind kind, InputForm form) =>
        string.Join(", ", Conventions.All.Where(convention => convention.Forms(kind).HasFlag(form)).Select(convention => convention.Name));

    private static void CheckForm(LossKind kind, CrossEntropyOptions options)
    {
        InputForm forms = options.Convention.Forms(kind);
        if ((forms & options.Form) == 0)
        {
            throw LossErrors.OptionNotSupported(
                forms == InputForm.None
                    ? $"{options.Convention.Name} has no {Name(kind)} cross-entropy."
                    : $"{options.Convention.Name} has no {Name(kind)} cross-entropy from {options.Form.Words()}.",
                forms switch
                {
                    InputForm.None => $"Choose a convention that has it ({Those(kind, options.Form)}), or another kind.",
                    InputForm.Probability => $"Leave out `Form` ({(kind == LossKind.Binary ? "`Activation.Sigmoid`" : "`Activation.Softmax`")} turns logits into probabilities), or choose a convention that takes {options.Form.Words()}: {Those(kind, options.Form)}.",
                    _ when options.Form != InputForm.Probability => $"Leave out `Form = InputForm.LogProbability`, or choose a convention that takes {options.Form.Words()}: {Those(kind, options.Form)}.",
                    InputForm.Logit => $"Its function takes logits: add `Form = InputForm.Logit` ({(kind == LossKind.Binary ? "`Activation.InverseSigmoid(probabilities)`" : "`Activation.InverseSoftmax(probabilities)`")} turns probabilities into logits).",
                    _ => "Its functions take logits or log-probabilities: add `Form = InputForm.Logit` or `Form = InputForm.LogProbability` (`Activation.InverseSoftmax(probabilities)` turns probabilities into both).",
                });
        }

        NumberRange.CheckTemperature(options.Temperature);
        if (options.Temperature != 1 && options.Form != InputForm.Logit)
        {
            throw LossErrors.OptionNotSupported(
                $"A temperature divides logits; the predictions are {options.Form.Words()}.",
                "Add `Form = InputForm.Logit` if they are logits, else leave out `Temperature`.");
        }
    }

    private static void CheckReduction(LossKind kind, CrossEntropyOptions options)
    {
        if (options.Reduction == Reduction.PerElement && kind != LossKind.Binary)
        {
            throw new OtherKindException(
                LossErrors.OptionNotSupported($"A loss for each element exists for binary cross-entropy; {Name(kind)} has one for each row.", "Use `Reduction = Reduction.None`."),
                "Outputs that are independent are",
                LossKind.Binary);
        }
    }

    private static void CheckEpsilon(LossKind kind, CrossEntropyOptions options)
    {
        if (options.Epsilon is not double epsilon)
        {
            return;
        }

        if (!(epsilon >= 0 && epsilon < 0.5))
        {
            throw LossErrors.ParameterOutOfRange("Epsilon", epsilon, "at least 0 and less than 0.5", "Give a small number, as in `Epsilon = 1e-7`, or `Epsilon = 0` for no clip; without it the convention's own is taken.");
        }

        if (OptionTerms.NumbersOf(kind, options) is not { HasEpsilon: true })
        {
            throw LossErrors.OptionNotSupported(
                options switch
                {
                    { GeneralizedQ: not null } => "Generalised cross-entropy clips nothing, so it has no epsilon.",
                    { Form: InputForm.Probability } => $"The {Name(kind)} formula of {options.Convention.Name} has no epsilon.",
                    _ => $"Cross-entropy from {options.Form.Words()} clips nothing, so it has no epsilon.",
                },
                "Leave out `Epsilon`.");
        }
    }

    private static void CheckWeights(LossKind kind, int classes, CrossEntropyOptions options)
    {
        if (options.ClassWeights is IReadOnlyList<double> weights)
        {
            if (kind == LossKind.Binary && classes > 1)
            {
                throw LossErrors.OptionNotSupported(
                    $"Class weights of a binary loss are those of 0 and of 1; the predictions have {classes} outputs.",
                    "Give `sampleWeight` one weight a column, of shape (1, columns); or `PositiveWeights`.");
            }

            CommonChecks.ClassWeights(weights, kind == LossKind.Binary ? 2 : classes);
        }

        if (options.PositiveWeights is not IReadOnlyList<double> positive)
        {
            return;
        }

        if (kind != LossKind.Binary || options.Form != InputForm.Logit)
        {
            throw LossErrors.OptionNotSupported(
                "A positive weight belongs to binary cross-entropy from logits.",
                kind == LossKind.Binary ? "Add `Form = InputForm.Logit` if the predictions are logits, else use `ClassWeights`." : "Use `ClassWeights`.");
        }

        NumberRange.NotNegative.Check("PositiveWeight", positive, "Give weights of 0 and more, most often how many negative targets there are for a positive one.");
        if (positive.Count != 1)
        {
            CommonChecks.Count("PositiveWeight", positive.Count, classes, "one, or one for each output");
        }
    }

    private static void CheckModifiers(LossKind kind, int classes, CrossEntropyOptions options)
    {
        if (!(options.LabelSmoothing is >= 0 and <= 1))
        {
            throw LossErrors.ParameterOutOfRange("LabelSmoothing", options.LabelSmoothing, "from 0 to 1", "Give the share that is spread over all classes: `LabelSmoothing = 0.1` for a tenth.");
        }

        if (options.FocalGamma is double gamma)
        {
            NumberRange.NotNegative.Check("FocalGamma", gamma, "Give a power, most often `FocalGamma = 2`; with `FocalGamma = 0` easy samples count in full.");
        }

        if (options.FocalAlpha is IReadOnlyList<double> alpha)
        {
            bool isBinary = kind == LossKind.Binary;
            (isBinary ? BinaryAlpha : NumberRange.NotNegative).Check("FocalAlpha", alpha, "Give the weight of what is positive, most often `FocalAlpha = [0.25]`, or one for each class.");
            if (alpha.Count != 1)
            {
                CommonChecks.Count("FocalAlpha", alpha.Count, isBinary ? 1 : classes, isBinary ? "one for a binary loss" : "one, or one for each class");
            }
        }

        if (options.PolyEpsilon is double poly)
        {
            NumberRange.Finite.Check("PolyEpsilon", poly, "Give what 1 - p is multiplied by, most often `PolyEpsilon = 1`.");
        }

        if (options.GeneralizedQ is not double q)
        {
            return;
        }

        if (!(q is > 0 and <= 1))
        {
            throw LossErrors.ParameterOutOfRange("GeneralizedQ", q, "greater than 0 and not above 1", "Give a power, most often `GeneralizedQ = 0.7`: near 0 the loss is cross-entropy, and at 1 it is 1 - p.");
        }

        if (options.PolyEpsilon is not null)
        {
            throw LossErrors.OptionNotSupported(
                "Poly-1 adds to -ln p, and generalised cross-entropy puts (1 - p^q) / q in its place.",
                "Leave out `PolyEpsilon` or `GeneralizedQ`.");
        }
    }

#pragma warning disable CA1308 // A kind's name within a sentence is lower case.
    private static string Name(LossKind kind) => kind == LossKind.Sparse ? "sparse categorical" : kind.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
