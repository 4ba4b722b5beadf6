using LossKernels.Numerics;

namespace LossKernels.Tensors;

/// <summary>Weights of classes that are named by their labels; a class that is not named weighs one.</summary>
/// <param name="weights">The labels, numbers as text, and their weights.</param>
public sealed class LabelWeights(IEnumerable<KeyValuePair<string, double>> weights)
{
    private const string What = "ClassWeight";
    private const int ShownClasses = 10;

    private readonly KeyValuePair<string, double>[] _weights = [.. weights];

    /// <summary>The labels that are text and no numbers.</summary>
    public IEnumerable<string> TextLabels => _weights.Select(weight => weight.Key).Where(label => !NumberText.TryParse(label, out _));

    /// <summary>The weights in the order of the classes.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: a label is none of the classes, or stands for the same class as another.</exception>
    public double[] InOrderOf(LabelEncoding classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        double?[] ordered = new double?[classes.Count];
        foreach ((string label, double weight) in _weights)
        {
            if (!classes.TryFind(label, out int index))
            {
                throw LossErrors.ParameterOutOfRange($"A label of {What}", Value(label), $"one of the {classes.Count} classes ({Show(classes)})", "Name the classes as the labels do; one that is not named weighs 1.");
            }

            if (ordered[index] is not null)
            {
                throw LossErrors.ParameterOutOfRange($"A label of {What}", Value(label), $"the only one of class {classes.Classes[index]}", "Give each class one weight.");
            }

            ordered[index] = weight;
        }

        return Array.ConvertAll(ordered, weight => weight ?? 1);
    }

    private static object Value(string label) => NumberText.TryParse(label, out double number) ? number : label;

    private static string Show(LabelEncoding classes) =>
        $"{string.Join(", ", classes.Classes.Take(ShownClasses))}{(classes.Count > ShownClasses ? ", ..." : "")}";
}
