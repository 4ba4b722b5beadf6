using System.Management.Automation;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels.Diagnostics.Rules;
using LossKernels.Tensors;
using NotANumberSearch = LossKernels.Measures.NotANumberSearch;

namespace LossCmdlets.Commands.Bases;

/// <summary>What the two ways between logits and probabilities share: their precision and how results are written.</summary>
public abstract class ActivationCommand : NumberInputCommand
{
    /// <summary>The values to convert: piped numbers are one vector, piped arrays are rows.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The values to convert: piped numbers are one vector, piped arrays are rows.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NoFiles]
    public override object? InputObject { get; set; }

    /// <summary>Softmax for one of several classes, sigmoid for outputs of their own.</summary>
    [Parameter]
    [OneName(nameof(Activation), typeof(Activation))]
    public Activation Activation { get; set; }

    /// <summary>The precision of the result.</summary>
    [Parameter]
    [OneName(nameof(DataType), typeof(DataType))]
    public DataType DataType { get; set; }

    /// <summary>Writes the rows one by one, as arrays.</summary>
    [Parameter]
    public SwitchParameter AsRow { get; set; }

    /// <inheritdoc/>
    private protected sealed override void Turn(InputArray input)
    {
        TensorView values = input.View.Shape.Rank == 0 ? input.View.Reshape(new Shape(1)) : input.View;
        ElementType precision = input.ResolveDataType(DataType, DataType.Float64).ToKernel()!.Value;
        TensorView given = values.Retype(precision);
        TensorView converted = Convert(given);
        WarnOfNotANumber(given, converted);
        WriteTensor(converted, input.Class, AsRow);
    }

    /// <summary>Warns of a softmax that gives nothing of what it was given.</summary>
    /// <param name="given">What is converted.</param>
    /// <param name="axis">The class axis.</param>
    /// <param name="consequence">What follows of it, as the end of a sentence.</param>
    private protected void WarnOfSingleClass(TensorView given, int axis = -1, string consequence = "")
    {
        if (given.Shape[axis < 0 ? given.Shape.Rank + axis : axis] == 1)
        {
            WriteWarning($"{nameof(SingleOutputSoftmax)}: Softmax over a single class makes 1 of every logit{consequence}. Add -Activation Sigmoid for outputs of their own.");
        }
    }

    /// <summary>Converts.</summary>
    private protected abstract TensorView Convert(TensorView values);

    private void WarnOfNotANumber(TensorView given, TensorView converted)
    {
        if (NotANumberSearch.FindCause(given, converted) is not (long position, double value))
        {
            return;
        }

        AxisLengths axes = new(nameof(InputObject));
        axes.EnterBlock(0, given.Shape.Lengths, given);
        axes.MoveTo(0, given.Shape.Lengths, (int)position);
        string cause = double.IsNegativeInfinity(value) ? "all of its row are -Infinity" : $"{Scalar.ToLabel(value)} stands there";
        WriteWarning($"{nameof(PredictionNotFinite)}: Results are NaN, first because of {axes.Place(given.Shape.Rank)}: {cause}. {PredictionNotFinite.Remedy("it", "it")}");
    }
}
