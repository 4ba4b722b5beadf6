using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossCmdlets.Errors;
using LossCmdlets.Input;
using LossCmdlets.Losses;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossFunction = LossKernels.Measures.LossFunction;
using LossResult = LossCmdlets.Output.LossResult;

namespace LossCmdlets.Commands;

/// <summary>Measures a loss of the catalogue between targets and predictions.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Loss", DefaultParameterSetName = ArraySet, SupportsShouldProcess = true)]
[OutputType(typeof(LossResult), typeof(CrossEntropyResult))]
[OutputType(typeof(double), typeof(float), typeof(Tensor))]
public sealed class MeasureLossCommand : MeasureCommand
{
    private const string NameFirst = "Give the name first, then the targets and the predictions.";

    private bool _runsScript;
    private NamedLoss? _named;

    /// <summary>The name of the loss, or a script block that computes it.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The name of the loss, or a script block that computes it.")]
    [Alias("ScriptBlock")]
    [ArgumentCompleter(typeof(LossNameCompleter))]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Name { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ArraySet, Mandatory = true, Position = 1, HelpMessage = TargetHelp)]
    [Alias("YTrue")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NoFiles]
    public override object? Target { get => base.Target; set => base.Target = value; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ArraySet, Mandatory = true, Position = 2, ValueFromPipeline = true, HelpMessage = PredictionHelp)]
    [Alias("YPred")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NoFiles]
    public override object? Prediction { get => base.Prediction; set => base.Prediction = value; }

    /// <summary>Where the square of Huber ends.</summary>
    [Parameter]
    [Number(nameof(Delta))]
    [NoFiles]
    public double Delta { get; set; }

    /// <summary>Where the square of SmoothL1 ends; of Tversky the weight of false negatives.</summary>
    [Parameter]
    [Number(nameof(Beta))]
    [NoFiles]
    public double Beta { get; set; }

    /// <summary>Of Pinball the quantile; of Tversky the weight of false positives.</summary>
    [Parameter]
    [Number(nameof(Alpha))]
    [NoFiles]
    public double Alpha { get; set; }

    /// <summary>How far on the right side costs nothing.</summary>
    [Parameter]
    [Number(nameof(Margin))]
    [NoFiles]
    public double Margin { get; set; }

    /// <summary>To which power MultiMargin takes the gaps.</summary>
    [Parameter]
    [Number(nameof(Power))]
    [NoFiles]
    public double Power { get; set; }

    /// <summary>Above which an output says yes.</summary>
    [Parameter]
    [Number(nameof(Threshold))]
    [NoFiles]
    public double Threshold { get; set; }

    /// <summary>How many of the greatest scores count.</summary>
    [Parameter]
    [Number(nameof(K), IsWhole = true)]
    [NoFiles]
    public int K { get; set; }

    /// <summary>The predictions are logarithms.</summary>
    [Parameter]
    public SwitchParameter LogPrediction { get; set; }

    /// <summary>The targets are logarithms.</summary>
    [Parameter]
    public SwitchParameter LogTarget { get; set; }

    /// <summary>Adds what does not depend on the predictions.</summary>
    [Parameter]
    public SwitchParameter Full { get; set; }

    private protected override bool RunsScript => _runsScript;

    private protected override LossOptions ReadRequest()
    {
        Convention? convention = IsBound(nameof(Convention)) ? Conventions.Find(Convention) : null;
        object? given = Reader.Unwrap(Name);
        if (given is ScriptBlock script)
        {
            return ReadScript(ScriptLoss.Unnamed, script, convention);
        }

        if (given is Array array)
        {
            throw LossErrors.ParameterOutOfRange(nameof(Name), OneValueAttribute.Listed(array), "the name of a loss, or a script block", array.Cast<object?>().All(name => Reader.Unwrap(name) is string)
                ? "Name one loss; with ForEach-Object several are measured one after the other."
                : NameFirst);
        }

        if (Scalar.Read(given, out _) is ScalarKind.Number or ScalarKind.Single)
        {
            throw LossErrors.ParameterOutOfRange(nameof(Name), given, "the name of a loss, or a script block", NameFirst);
        }

        string name = Convert.ToString(given, CultureInfo.InvariantCulture)!;
        if (LossRegistry.Current.TryGetValue(name, out ScriptBlock? registered))
        {
            return ReadScript(name, registered, convention);
        }

        _named = LossFunctions.Find(name, convention, LossRegistry.Current.Keys);
        LossOptions options = _named.CreateOptions(convention);
        return _named.Function is CrossEntropyFunction crossEntropy
            ? ReadCrossEntropy(crossEntropy, (CrossEntropyOptions)options)
            : ReadFunction((LossFunctionOptions)options);
    }

    /// <inheritdoc/>
    private protected override LossException Explain(LossException failure) => base.Explain(
        failure.Id == nameof(LossErrors.ShapeMismatch) && _named is { Others: [NamedLoss other, ..] }
            ? PromptErrors.OfName(failure, $"{Name}", other.Convention is null ? other.Function.Name : $"{other.Function.Name} -Convention {other.Convention.Name}")
            : _named?.Function is CrossEntropyFunction { Kind: not LossKind.Auto } loss && failure is OtherKindException kinds ? kinds.Named(kind => loss.OfKind(kind)?.Name)
            : failure);

    // A script runs on the pipeline's thread alone. Whether its targets are class numbers, only -Kind can say.
    private LossOptions ReadScript(string name, ScriptBlock script, Convention? convention)
    {
        _runsScript = true;
        CustomLoss loss = ScriptLoss.Create(name, script, Reader, Kind == Kind.Sparse ? TargetForm.Labels : TargetForm.Rows);
        return ReadFunction((LossFunctionOptions)loss.CreateOptions(convention)) with { ThrottleLimit = 1 };
    }

    // What the name says of targets and predictions cannot be said otherwise by a parameter.
    private CrossEntropyOptions ReadCrossEntropy(CrossEntropyFunction loss, CrossEntropyOptions named)
    {
        RefuseAll(GivenNumbers.Select(number => number.Name).Where(name => name != nameof(Epsilon)), loss);
        CrossEntropyOptions given = ReadOptions();
        bool saysForm = FromLogits || FromLogProbability;
        if (saysForm && named.Form != InputForm.Probability && named.Form != given.Form)
        {
            throw LossErrors.OptionNotSupported(
                $"The predictions of {loss.Name} are {named.Form.Words()}.", $"Leave out -{(FromLogits ? nameof(FromLogits) : nameof(FromLogProbability))}, or measure another loss.");
        }

        if (named.Kind != LossKind.Auto && given.Kind != LossKind.Auto && named.Kind != given.Kind)
        {
            throw LossErrors.OptionNotSupported(
                $"{loss.Name} is {named.Kind}.", loss.OfKind(given.Kind) is { } other ? $"Leave out -Kind, or measure {other.Name}." : "Leave out -Kind.");
        }

        return given with
        {
            Convention = named.Convention,
            Kind = named.Kind == LossKind.Auto ? given.Kind : named.Kind,
            Form = saysForm ? given.Form : named.Form,
            FocalGamma = given.FocalGamma ?? named.FocalGamma,
            FocalAlpha = given.FocalAlpha ?? named.FocalAlpha,
            PolyEpsilon = given.PolyEpsilon ?? named.PolyEpsilon,
            GeneralizedQ = given.GeneralizedQ ?? named.GeneralizedQ,
        };
    }

    private LossFunctionOptions ReadFunction(LossFunctionOptions options)
    {
        RefuseAll(
            typeof(CrossEntropyInputCommand).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Select(parameter => parameter.Name)
                .Where(name => name != nameof(Epsilon) && !(name == nameof(Kind) && _runsScript) && IsBound(name)),
            options.Function);
        RefuseAll(GivenNumbers.Select(number => number.Name).Where(name => options.Function.Parameters.All(parameter => parameter.Name != name)), options.Function);
        ImmutableDictionary<string, double> numbers = options.Numbers.SetItems(GivenNumbers.Select(number => KeyValuePair.Create(number.Name, number.Value)));
        return (LossFunctionOptions)ReadShared(options with { Numbers = numbers });
    }

    // The numbers that any loss of the catalogue has, and that are given.
    private IEnumerable<(string Name, double Value)> GivenNumbers => LossFunctions.ParameterNames
        .Where(IsBound)
        .Select(name => (name, MyInvocation.BoundParameters[name] is SwitchParameter given
            ? given ? 1.0 : 0.0
            : Convert.ToDouble(MyInvocation.BoundParameters[name], CultureInfo.InvariantCulture)));

    private static void RefuseAll(IEnumerable<string> parameters, LossFunction loss)
    {
        if (parameters.FirstOrDefault() is string parameter)
        {
            throw LossErrors.OptionNotSupported(
                $"{loss.Name} has no -{parameter}.",
                loss.Parameters.IsEmpty
                    ? $"Leave out -{parameter}."
                    : $"Leave out -{parameter}; {(loss.Parameters.Length == 1 ? "the parameter of its own is" : "the parameters of its own are")} {string.Join(", ", loss.Parameters.Select(own => $"-{own.Name}"))}.");
        }
    }
}
