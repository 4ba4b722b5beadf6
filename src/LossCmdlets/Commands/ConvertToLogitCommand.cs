using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossKernels.Tensors;
using Activation = LossCmdlets.Output.Activation;
using KernelActivation = LossKernels.Measures.Activation;

namespace LossCmdlets.Commands;

/// <summary>Turns probabilities into the logits that they came from.</summary>
[Cmdlet(VerbsData.ConvertTo, "Logit")]
[OutputType(typeof(double), typeof(float), typeof(Output.Tensor))]
public sealed class ConvertToLogitCommand : ActivationCommand
{
    /// <inheritdoc/>
    private protected override TensorView Convert(TensorView probabilities)
    {
        if (Activation == Activation.Sigmoid)
        {
            return KernelActivation.InverseSigmoid(probabilities, Cancellation);
        }

        WarnOfSingleClass(probabilities, consequence: ", and of these does not give the probabilities back");
        return KernelActivation.InverseSoftmax(probabilities, Cancellation);
    }
}
