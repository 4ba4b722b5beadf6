using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Diagnostics;

/// <summary>A problem of which nothing is to be said: the labels are drawn from the predictions.</summary>
internal sealed class DrawnProblem
{
    private const int MostSamples = 400;
    private const int MostClasses = 12;

    /// <summary>Draws samples, classes, convention, form and weights, and then the numbers.</summary>
    public DrawnProblem(Random random, LossKind kind)
    {
        int samples = random.Next(1, MostSamples + 1);
        int classes = kind == LossKind.Binary ? random.Next(1, 5) : random.Next(2, MostClasses + 1);
        InputForm[] forms = [InputForm.Probability, InputForm.Logit, InputForm.LogProbability];
        (Convention convention, InputForm form) = random.GetItems(
            [.. Conventions.All.SelectMany(convention => forms.Where(form => convention.Forms(kind).HasFlag(form)).Select(form => (convention, form)))], 1)[0];
        bool isSingle = random.Next(2) == 0;
        double scale = Math.Pow(10, (random.NextDouble() * 2) - 1);
        double[] predictions = new double[samples * classes];
        double[] targets = new double[samples * classes];
        double[] labels = new double[samples];
        for (int row = 0; row < samples; row++)
        {
            double[] logits = [.. Enumerable.Range(0, classes).Select(_ => scale * Normal(random))];
            double[] p = kind == LossKind.Binary ? Array.ConvertAll(logits, x => 1 / (1 + Math.Exp(-x))) : Softmax(logits);
            labels[row] = Draw(random, p);
            for (int c = 0; c < classes; c++)
            {
                predictions[(row * classes) + c] = form switch { InputForm.Logit => logits[c], InputForm.Probability => p[c], _ => Math.Log(p[c]) };
                targets[(row * classes) + c] = kind == LossKind.Binary ? (random.NextDouble() < p[c] ? 1 : 0) : (labels[row] == c ? 1 : 0);
            }
        }

        Shape shape = new(samples, classes);
        Prediction = isSingle ? TensorView.Create(new ReadOnlyMemory<float>(Array.ConvertAll(predictions, value => (float)value)), shape) : TensorView.Create<double>(predictions, shape);
        Target = kind == LossKind.Sparse ? TensorView.Create(labels) : TensorView.Create<double>(targets, shape);
        Weights = random.Next(3) == 0 ? TensorView.Create(Enumerable.Range(0, samples).Select(_ => 0.1 + random.NextDouble()).ToArray()) : null;
        Options = new CrossEntropyOptions { Kind = kind, Form = form, Convention = convention };
    }

    public TensorView Target { get; }

    public TensorView Prediction { get; }

    public TensorView? Weights { get; }

    public CrossEntropyOptions Options { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Options.Kind} of {Prediction.Shape} from {Options.Form} under {Options.Convention.Name}";

    private static double[] Softmax(double[] logits)
    {
        double[] terms = Array.ConvertAll(logits, x => Math.Exp(x - logits.Max()));
        return Array.ConvertAll(terms, term => term / terms.Sum());
    }

    private static int Draw(Random random, double[] p)
    {
        double left = random.NextDouble();
        int label = 0;
        while (label < p.Length - 1 && (left -= p[label]) >= 0)
        {
            label++;
        }

        return label;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
