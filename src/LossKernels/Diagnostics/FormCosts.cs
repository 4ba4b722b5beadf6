using LossKernels.Semantics;

namespace LossKernels.Diagnostics;

/// <summary>
/// The probabilities that a row of predictions stands for, if it is of a form, and what they cost by the plain formula: no weights, no clip but
/// one far below what matters, no convention.
/// </summary>
internal sealed class FormCosts(bool isBinary, int classes)
{
    // What logarithms of probabilities are taken of at least, where logits are tried as such.
    private const double LeastProbability = 1e-7;

    // The logarithms of the probability of each class or output, and of outputs that of the contrary.
    private readonly double[] _yes = new double[classes];
    private readonly double[] _no = new double[isBinary ? classes : 0];

    /// <summary>Takes a row for one of a form.</summary>
    /// <param name="row">The predictions.</param>
    /// <param name="form">What they are taken for.</param>
    /// <param name="temperature">What logits are divided by.</param>
    public void Read(ReadOnlySpan<double> row, InputForm form, double temperature)
    {
        double normaliser = form == InputForm.Logit && !isBinary ? LogSumExp(row, temperature) : 0;
        for (int c = 0; c < row.Length; c++)
        {
            double value = row[c];
            _yes[c] = form switch
            {
                InputForm.Logit when isBinary => -Softplus(-value / temperature),
                InputForm.Logit => (value / temperature) - normaliser,
                InputForm.Probability => Math.Log(Math.Max(value, LeastProbability)),
                _ => value,
            };
            if (isBinary)
            {
                _no[c] = form == InputForm.Logit ? -Softplus(value / temperature) : Math.Log(Math.Max(1 - Math.Exp(_yes[c]), LeastProbability));
            }
        }
    }

    /// <summary>The probability of a class, or of an output.</summary>
    public double Probability(int c) => Math.Exp(_yes[c]);

    /// <summary>What the row costs where a class is true.</summary>
    public double Of(int label) => -_yes[label];

    /// <summary>What the row costs where each class or output is true to a degree: of outputs the mean.</summary>
    public double Of(ReadOnlySpan<double> target)
    {
        double sum = 0;
        for (int c = 0; c < target.Length; c++)
        {
            sum -= Term(target[c], _yes[c]) + (isBinary ? Term(1 - target[c], _no[c]) : 0);
        }

        return isBinary ? sum / target.Length : sum;
    }

    private static double Term(double weight, double log) => weight == 0 ? 0 : weight * log;

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double LogSumExp(ReadOnlySpan<double> row, double temperature)
    {
        double greatest = double.NegativeInfinity;
        foreach (double value in row)
        {
            greatest = Math.Max(greatest, value / temperature);
        }

        double sum = 0;
        foreach (double value in row)
        {
            sum += Math.Exp((value / temperature) - greatest);
        }

        return greatest + Math.Log(sum);
    }
}
