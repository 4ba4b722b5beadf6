using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossKernels.Diagnostics.Rules;
using LossKernels.Measures;
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

        TensorView logits = KernelActivation.InverseSoftmax(probabilities, Cancellation);
        if (probabilities.Shape[^1] == 1)
        {
            WarnOfSingleClass(probabilities, consequence: ", and of these does not give the probabilities back");
        }
        else if (OddSumSearch.Find(probabilities) is (long row, double sum))
        {
            string odd = probabilities.Shape.Rank == 1 ? "The values sum" : $"Row {row} sums";
            string remedy = sum == 0 ? "leave out rows that are all zeros, of which there are no logits" : "divide each row by its sum";
            WriteWarning(FormattableString.Invariant(
                $"{nameof(RowSumNotOne)}: {odd} to {sum:G4}, and softmax makes rows that sum to 1, so that of these logits it does not give the probabilities back. Add -Activation Sigmoid for outputs of their own, or {remedy}."));
        }

        return logits;
    }
}
