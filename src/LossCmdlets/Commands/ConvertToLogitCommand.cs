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
    private protected override TensorView Convert(TensorView probabilities) => Activation == Activation.Softmax
        ? KernelActivation.InverseSoftmax(probabilities, Cancellation)
        : KernelActivation.InverseSigmoid(probabilities, Cancellation);
}
