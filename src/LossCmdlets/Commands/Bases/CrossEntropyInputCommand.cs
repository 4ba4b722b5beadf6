using System.Management.Automation;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossCmdlets.Commands.Bases;

/// <summary>What the cmdlets that measure cross-entropy share: the parameters that no other loss has.</summary>
public abstract class CrossEntropyInputCommand : LossInputCommand
{
    /// <summary>The kind of cross-entropy.</summary>
    [Parameter]
    [OneName(nameof(Kind), typeof(Kind))]
    public Kind Kind { get; set; }

    /// <summary>The predictions are logits.</summary>
    [Parameter]
    public SwitchParameter FromLogits { get; set; }

    /// <summary>The predictions are logarithms of probabilities.</summary>
    [Parameter]
    public SwitchParameter FromLogProbability { get; set; }

    /// <summary>What the terms of positive targets are multiplied by: one number, or one for each output.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NoFiles]
    public object? PositiveWeight { get; set; }

    /// <summary>The share of each target that is spread over all classes.</summary>
    [Parameter]
    [Number(nameof(LabelSmoothing))]
    [NoFiles]
    public double LabelSmoothing { get; set; }

    /// <summary>The focusing power of the focal loss.</summary>
    [Parameter]
    [Number(nameof(FocalGamma))]
    [NoFiles]
    public double FocalGamma { get; set; }

    /// <summary>The balancing factors of the focal loss: one number, or one for each class.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NoFiles]
    public object? FocalAlpha { get; set; }

    /// <summary>The clip bound.</summary>
    [Parameter]
    [Number(nameof(Epsilon))]
    [NoFiles]
    public double Epsilon { get; set; }

    /// <summary>What logits are divided by.</summary>
    [Parameter]
    [Number(nameof(Temperature))]
    [NoFiles]
    public double Temperature { get; set; } = 1;

    /// <summary>The epsilon of poly-1.</summary>
    [Parameter]
    [Number(nameof(PolyEpsilon))]
    [NoFiles]
    public double PolyEpsilon { get; set; }

    /// <summary>The q of generalised cross-entropy.</summary>
    [Parameter]
    [Alias("Q")]
    [Number(nameof(GeneralizedQ))]
    [NoFiles]
    public double GeneralizedQ { get; set; }

    /// <summary>What the parameters ask for, but for what they say of classes by their labels.</summary>
    /// <exception cref="LossException">A parameter is not what it must be, or two exclude each other.</exception>
    private protected CrossEntropyOptions ReadOptions()
    {
        CrossEntropyOptions options = new()
        {
            Kind = Kind.ToKernel(),
            Form = ReadForm(),
            Convention = Conventions.Find(Convention),
            PositiveWeights = ReadList(nameof(PositiveWeight), PositiveWeight),
            LabelSmoothing = LabelSmoothing,
            FocalGamma = Given(FocalGamma),
            FocalAlpha = ReadList(nameof(FocalAlpha), FocalAlpha),
            Epsilon = Given(Epsilon),
            Temperature = Temperature,
            PolyEpsilon = Given(PolyEpsilon),
            GeneralizedQ = Given(GeneralizedQ),
        };
        return (CrossEntropyOptions)ReadShared(options);
    }

    private InputForm ReadForm() => (FromLogits.IsPresent, FromLogProbability.IsPresent) switch
    {
        (true, true) => throw LossErrors.OptionNotSupported(
            "-FromLogits and -FromLogProbability both say what the predictions are.",
            "Give one of the two: logits are any numbers, log-probabilities are 0 or less and their exponentials sum to 1."),
        (true, _) => InputForm.Logit,
        (_, true) => InputForm.LogProbability,
        _ => InputForm.Probability,
    };
}
