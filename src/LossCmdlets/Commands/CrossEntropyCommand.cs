using System.Collections;
using System.Management.Automation;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Measures;
using LossKernels.Semantics;
using KernelDenominator = LossKernels.Semantics.Denominator;
using Reduction = LossCmdlets.Output.Reduction;
using WhenAllIgnored = LossCmdlets.Output.WhenAllIgnored;

namespace LossCmdlets.Commands;

/// <summary>What the cmdlets that measure cross-entropy share: the parameters that say what to compute.</summary>
public abstract class CrossEntropyCommand : LossCommand
{
    /// <summary>The kind of cross-entropy.</summary>
    [Parameter]
    public Kind Kind { get; set; }

    /// <summary>The predictions are logits.</summary>
    [Parameter]
    public SwitchParameter FromLogits { get; set; }

    /// <summary>The predictions are logarithms of probabilities.</summary>
    [Parameter]
    public SwitchParameter FromLogProbability { get; set; }

    /// <summary>Whose formula.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConventionCompleter))]
    [ValidateNotNullOrEmpty]
    public string Convention { get; set; } = Conventions.TensorFlow.Name;

    /// <summary>What becomes of the losses.</summary>
    [Parameter]
    public Reduction Reduction { get; set; }

    /// <summary>What a mean divides by: a name or a number.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DenominatorCompleter))]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Denominator { get; set; }

    /// <summary>Samples in a batch.</summary>
    [Parameter]
    [Number(nameof(BatchSize), IsWhole = true)]
    public int BatchSize { get; set; }

    /// <summary>Weights of the classes: numbers by position, or a dictionary of labels and weights.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? ClassWeight { get; set; }

    /// <summary>What the terms of positive targets are multiplied by: one number, or one for each output.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? PositiveWeight { get; set; }

    /// <summary>The share of each target that is spread over all classes.</summary>
    [Parameter]
    [Number(nameof(LabelSmoothing))]
    public double LabelSmoothing { get; set; }

    /// <summary>The focusing power of the focal loss.</summary>
    [Parameter]
    [Number(nameof(FocalGamma))]
    public double FocalGamma { get; set; }

    /// <summary>The balancing factors of the focal loss: one number, or one for each class.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? FocalAlpha { get; set; }

    /// <summary>The label that is left out.</summary>
    [Parameter]
    [Alias("IgnoreIndex")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? IgnoreClass { get; set; }

    /// <summary>What the mean of no losses is.</summary>
    [Parameter]
    public WhenAllIgnored WhenAllIgnored { get; set; } = WhenAllIgnored.Convention;

    /// <summary>The labels in the order of the prediction columns.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Class { get; set; }

    /// <summary>The class axis of the predictions.</summary>
    [Parameter]
    [Number(nameof(Axis), IsWhole = true)]
    public int Axis { get; set; } = -1;

    /// <summary>The clip bound.</summary>
    [Parameter]
    [Number(nameof(Epsilon))]
    public double Epsilon { get; set; }

    /// <summary>What logits are divided by.</summary>
    [Parameter]
    [Number(nameof(Temperature))]
    public double Temperature { get; set; } = 1;

    /// <summary>The epsilon of poly-1.</summary>
    [Parameter]
    [Number(nameof(PolyEpsilon))]
    public double PolyEpsilon { get; set; }

    /// <summary>The q of generalised cross-entropy.</summary>
    [Parameter]
    [Alias("Q")]
    [Number(nameof(GeneralizedQ))]
    public double GeneralizedQ { get; set; }

    /// <summary>The precision of the inputs and bounds.</summary>
    [Parameter]
    public DataType DataType { get; set; }

    /// <summary>The most threads to use.</summary>
    [Parameter]
    [Number(nameof(ThrottleLimit), IsWhole = true)]
    public int ThrottleLimit { get; set; }

    /// <summary>What the parameters ask for, but for what they say of classes by their labels.</summary>
    /// <exception cref="LossException">A parameter is not what it must be, or two exclude each other.</exception>
    private protected CrossEntropyOptions ReadOptions()
    {
        (KernelDenominator denominator, double? number) = IsBound(nameof(Denominator))
            ? DenominatorOption.Read(Reader.Unwrap(Denominator))
            : (KernelDenominator.Convention, null);
        return new CrossEntropyOptions
        {
            Kind = Kind.ToKernel(),
            Form = ReadForm(),
            Convention = Conventions.Find(Convention),
            Reduction = Reduction.ToKernel(),
            Denominator = denominator,
            DenominatorValue = number,
            BatchSize = IsBound(nameof(BatchSize)) ? BatchSize : null,
            ClassWeights = LabelledWeights is null ? ReadList(nameof(ClassWeight), ClassWeight) : null,
            PositiveWeights = ReadList(nameof(PositiveWeight), PositiveWeight),
            LabelSmoothing = LabelSmoothing,
            FocalGamma = IsBound(nameof(FocalGamma)) ? FocalGamma : null,
            FocalAlpha = ReadList(nameof(FocalAlpha), FocalAlpha),
            WhenAllIgnored = WhenAllIgnored.ToKernel(),
            Axis = IsBound(nameof(Axis)) ? Axis : null,
            Epsilon = IsBound(nameof(Epsilon)) ? Epsilon : null,
            Temperature = Temperature,
            PolyEpsilon = IsBound(nameof(PolyEpsilon)) ? PolyEpsilon : null,
            GeneralizedQ = IsBound(nameof(GeneralizedQ)) ? GeneralizedQ : null,
            DataType = DataType.ToKernel(),
            ThrottleLimit = ThrottleLimit,
        };
    }

    /// <summary>What the parameters say of classes by their labels.</summary>
    /// <exception cref="LossException">A weight is no number, or a label cannot be one.</exception>
    private protected ClassLabels ReadClassLabels() => new(
        Class,
        LabelledWeights is IDictionary weights ? LabelOption.ReadWeights(weights, Reader) : null,
        IsBound(nameof(IgnoreClass)) ? LabelOption.ReadIgnored(Reader.Unwrap(IgnoreClass)) : null);

    /// <summary>Whether a parameter was given.</summary>
    private protected bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    // An object has its labels as the names of its properties: what ConvertFrom-Json makes of a file of weights.
    private IDictionary? LabelledWeights => Reader.Unwrap(ClassWeight) switch
    {
        IDictionary weights => weights,
        PSCustomObject => PSObject.AsPSObject(ClassWeight).Properties.ToDictionary(property => property.Name, property => property.Value),
        _ => null,
    };

    private double[]? ReadList(string parameter, object? value) => IsBound(parameter) ? Reader.ReadList(value, parameter) : null;

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
