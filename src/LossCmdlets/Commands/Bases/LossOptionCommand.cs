using System.Collections;
using System.Management.Automation;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Measures;
using LossKernels.Semantics;
using KernelDenominator = LossKernels.Semantics.Denominator;
using Reduction = LossCmdlets.Output.Reduction;
using WhenAllIgnored = LossCmdlets.Output.WhenAllIgnored;

namespace LossCmdlets.Commands.Bases;

/// <summary>What the cmdlets that measure any loss share: whose formula, and what becomes of the losses.</summary>
public abstract class LossOptionCommand : LossCommand
{
    /// <summary>Whose formula.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConventionCompleter))]
    [OneValue(nameof(Convention), "one name; Compare-CrossEntropyConvention measures by all, beside the one that is named")]
    public string Convention { get; set => field = value ?? string.Empty; } = Conventions.TensorFlow.Name;

    /// <summary>What becomes of the losses.</summary>
    [Parameter]
    [OneName(nameof(Reduction), typeof(Reduction))]
    public virtual Reduction Reduction { get; set; }

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
    [NoFiles]
    public int BatchSize { get; set; }

    /// <summary>Weights of the classes: numbers by position, or a dictionary of labels and weights.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NoFiles]
    public object? ClassWeight { get; set; }

    /// <summary>The label that is left out.</summary>
    [Parameter]
    [Alias("IgnoreIndex")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NoFiles]
    public object? IgnoreClass { get; set; }

    /// <summary>What the mean of no losses is.</summary>
    [Parameter]
    [OneName(nameof(WhenAllIgnored), typeof(WhenAllIgnored))]
    public WhenAllIgnored WhenAllIgnored { get; set; } = WhenAllIgnored.Convention;

    /// <summary>The labels in the order of the prediction columns.</summary>
    [Parameter]
    [NotEmpty]
    [NoFiles]
    public string[]? Class { get; set; }

    /// <summary>The class axis of the predictions.</summary>
    [Parameter]
    [Number(nameof(Axis), IsWhole = true)]
    [NoFiles]
    public int Axis { get; set; } = -1;

    /// <summary>The precision of the inputs and bounds.</summary>
    [Parameter]
    [OneName(nameof(DataType), typeof(DataType))]
    public DataType DataType { get; set; }

    /// <summary>The most threads to use.</summary>
    [Parameter]
    [Number(nameof(ThrottleLimit), IsWhole = true)]
    [NoFiles]
    public int ThrottleLimit { get; set; }

    /// <summary>Options with what the parameters say of any loss, but for the convention and what they say of classes by their labels.</summary>
    /// <exception cref="LossException">A parameter is not what it must be.</exception>
    private protected LossOptions ReadShared(LossOptions options)
    {
        (KernelDenominator denominator, double? number) = IsBound(nameof(Denominator))
            ? DenominatorOption.Read(Reader.Unwrap(Denominator))
            : (KernelDenominator.Convention, null);
        return options with
        {
            Reduction = Reduction.ToKernel(),
            Denominator = denominator,
            DenominatorValue = number,
            BatchSize = Given(BatchSize),
            ClassWeights = LabelledWeights is null ? ReadList(nameof(ClassWeight), ClassWeight) : null,
            WhenAllIgnored = WhenAllIgnored.ToKernel(),
            Axis = Given(Axis),
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

    /// <summary>The numbers of a parameter, where it is given.</summary>
    /// <exception cref="LossException">There is something else among them.</exception>
    private protected double[]? ReadList(string parameter, object? value) => IsBound(parameter) ? Reader.ReadList(value, parameter) : null;

    // An object has its labels as the names of its properties: what ConvertFrom-Json makes of a file of weights.
    private IDictionary? LabelledWeights => Reader.Unwrap(ClassWeight) switch
    {
        IDictionary weights => weights,
        PSCustomObject => PSObject.AsPSObject(ClassWeight).Properties.ToDictionary(property => property.Name, property => property.Value),
        _ => null,
    };
}
