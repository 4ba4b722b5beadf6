using System.Collections;
using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>Weights of classes that are named by their labels; a class that is not named weighs one.</summary>
internal sealed class LabelWeights
{
    private const string What = "ClassWeight";
    private const int ShownClasses = 10;

    private readonly List<(object Label, double Weight)> _weights = [];

    /// <summary>Reads labels and weights.</summary>
    /// <exception cref="LossException">A weight is no number.</exception>
    public LabelWeights(IDictionary weights, ValueReader reader)
    {
        foreach (DictionaryEntry entry in weights)
        {
            object label = reader.Unwrap(entry.Key)!;
            _weights.Add((label, reader.ReadNumber(entry.Value, What, $"class {Scalar.ToLabel(label)}")));
        }
    }

    /// <summary>The labels that are text and no numbers.</summary>
    public IEnumerable<string> TextLabels =>
        _weights.Select(weight => weight.Label).Where(label => Scalar.Read(label, out _) == ScalarKind.Text).Select(Scalar.ToLabel);

    /// <summary>The weights in the order of the classes.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: a label is none of the classes, or stands for the same class as another.</exception>
    public double[] InOrderOf(LabelEncoding classes)
    {
        double?[] weights = new double?[classes.Count];
        foreach ((object label, double weight) in _weights)
        {
            ScalarKind kind = Scalar.Read(label, out double number);
            bool isClass = kind == ScalarKind.Text ? classes.TryFind(Scalar.ToLabel(label), out int index) : classes.TryFind(number, out index);
            if (!isClass || kind is ScalarKind.Null or ScalarKind.Empty or ScalarKind.Other)
            {
                throw LossErrors.ParameterOutOfRange($"A label of {What}", label, $"one of the {classes.Count} classes ({Show(classes)})");
            }

            if (weights[index] is not null)
            {
                throw LossErrors.ParameterOutOfRange($"A label of {What}", label, $"the only one of class {classes.Classes[index]}");
            }

            weights[index] = weight;
        }

        return Array.ConvertAll(weights, weight => weight ?? 1);
    }

    private static string Show(LabelEncoding classes) =>
        $"{string.Join(", ", classes.Classes.Take(ShownClasses))}{(classes.Count > ShownClasses ? ", ..." : "")}";
}
