using System.Numerics.Tensors;
using LossKernels.Kernels.Options;
using LossKernels.Numerics;
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

    // The logarithms of the probability of each class or output, and of outputs that of the contrary. Of class probabilities they are taken when they are asked for.
    private readonly double[] _yes = new double[classes];
    private readonly double[] _no = new double[isBinary ? classes : 0];
    private readonly double[] _shares = new double[classes];
    private bool _hasLogarithms;

    /// <summary>Takes a row for one of a form.</summary>
    /// <param name="row">The predictions.</param>
    /// <param name="form">What they are taken for.</param>
    /// <param name="temperature">What logits are divided by.</param>
    public void Read(ReadOnlySpan<double> row, InputForm form, double temperature)
    {
        _hasLogarithms = isBinary || form != InputForm.Probability;
        switch (form)
        {
            case InputForm.Logit when isBinary:
                ReadOutputLogits(row, temperature);
                break;
            case InputForm.Logit:
                ReadLogits(row, temperature);
                break;
            case InputForm.Probability:
                ReadProbabilities(row);
                break;
            default:
                ReadLogarithms(row);
                break;
        }
    }

    /// <summary>The probability of a class, or of an output.</summary>
    public double Probability(int c) => _shares[c];

    /// <summary>The probabilities of all classes or outputs.</summary>
    public ReadOnlySpan<double> Probabilities => _shares;

    /// <summary>What the row costs where a class is true.</summary>
    public double Of(int label) => _hasLogarithms ? -_yes[label] : -VectorMath.Log(_shares[label]);

    /// <summary>What the row costs where each class or output is true to a degree: of outputs the mean.</summary>
    public double Of(ReadOnlySpan<double> target)
    {
        if (!_hasLogarithms)
        {
            VectorMath.Log(_shares, _yes);
            _hasLogarithms = true;
        }

        double sum = 0;
        for (int c = 0; c < target.Length; c++)
        {
            sum -= Term(target[c], _yes[c]) + (isBinary ? Term(1 - target[c], _no[c]) : 0);
        }

        return isBinary ? sum / target.Length : sum;
    }

    private static double Term(double weight, double log) => weight == 0 ? 0 : weight * log;

    private void ReadOutputLogits(ReadOnlySpan<double> row, double temperature)
    {
        TensorPrimitives.Divide(row, temperature, _shares);
        VectorMath.Softplus(_shares, _no);
        TensorPrimitives.Negate(_no, _no);
        TensorPrimitives.Negate(_shares, _yes);
        VectorMath.Softplus(_yes, _yes);
        TensorPrimitives.Negate(_yes, _yes);
        VectorMath.Exp(_yes, _shares);
    }

    private void ReadProbabilities(ReadOnlySpan<double> row)
    {
        TensorPrimitives.Max(row, LeastProbability, _shares);
        if (isBinary)
        {
            VectorMath.Log(_shares, _yes);
            TensorPrimitives.Subtract(1, _shares, _no);
            TensorPrimitives.Max(_no, LeastProbability, _no);
            VectorMath.Log(_no, _no);
        }
    }

    // What is given is kept: there may be no double for its exponential.
    private void ReadLogarithms(ReadOnlySpan<double> row)
    {
        row.CopyTo(_yes);
        VectorMath.Exp(_yes, _shares);
        if (isBinary)
        {
            Complement.OfExponentials(_yes, _shares, _no);
            VectorMath.Log(_no, _no);
        }
    }

    private void ReadLogits(ReadOnlySpan<double> row, double temperature)
    {
        TensorPrimitives.Divide(row, temperature, _yes);
        TensorPrimitives.Subtract(_yes, TensorPrimitives.Max<double>(_yes), _yes);
        VectorMath.Exp(_yes, _shares);
        double sum = CompensatedSum.Of(_shares).Value;
        TensorPrimitives.Divide(_shares, sum, _shares);
        TensorPrimitives.Subtract(_yes, VectorMath.Log(sum), _yes);
    }
}
