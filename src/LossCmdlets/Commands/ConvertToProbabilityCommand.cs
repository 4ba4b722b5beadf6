using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossKernels;
using LossKernels.Tensors;
using Activation = LossCmdlets.Output.Activation;
using KernelActivation = LossKernels.Measures.Activation;

namespace LossCmdlets.Commands;

/// <summary>Turns logits into probabilities.</summary>
[Cmdlet(VerbsData.ConvertTo, "Probability")]
[OutputType(typeof(double), typeof(float), typeof(Output.Tensor))]
public sealed class ConvertToProbabilityCommand : ActivationCommand
{
    /// <summary>What the logits are divided by first.</summary>
    [Parameter]
    [Number(nameof(Temperature))]
    [NoFiles]
    public double Temperature { get; set; } = 1;

    /// <summary>The class axis.</summary>
    [Parameter]
    [Number(nameof(Axis), IsWhole = true)]
    [NoFiles]
    public int Axis { get; set; } = -1;

    /// <summary>Gives the logarithms of the probabilities.</summary>
    [Parameter]
    public SwitchParameter Log { get; set; }

    /// <inheritdoc/>
    private protected override TensorView Convert(TensorView logits)
    {
        if (Activation == Activation.Softmax)
        {
            TensorView probabilities = KernelActivation.Softmax(logits, Axis, Temperature, Log, Cancellation);
            WarnOfSingleClass(logits, Axis);
            return probabilities;
        }

        return IsBound(nameof(Axis))
            ? throw LossErrors.OptionNotSupported("-Axis has no meaning for Sigmoid, which takes each value by itself.", "Leave out -Axis, or use -Activation Softmax.")
            : KernelActivation.Sigmoid(logits, Temperature, Log, Cancellation);
    }
}
