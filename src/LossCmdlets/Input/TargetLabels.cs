using LossKernels;
using LossKernels.Measures;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>Turns labels into class numbers, where the targets are labels of classes that have an order.</summary>
internal static class TargetLabels
{
    private const int ShownLabels = 5;

    /// <summary>The targets as numbers.</summary>
    /// <param name="target">The targets as they were read.</param>
    /// <param name="prediction">The predictions.</param>
    /// <param name="classes">The labels in the order of the columns, or null.</param>
    /// <param name="options">What is measured.</param>
    /// <param name="readLabels">Reads the targets as text, numbers too.</param>
    /// <exception cref="LossException">ClassOrderUnknown, LabelOutOfRange, or ParameterOutOfRange where labels and columns differ in number.</exception>
    public static TensorView Encode(InputArray target, InputArray prediction, string[]? classes, CrossEntropyOptions options, Func<InputArray> readLabels)
    {
        classes ??= target.IsText ? prediction.Class : null;
        if (classes is null)
        {
            return target.IsText ? throw ClassOrderUnknown(target.Labels) : target.View;
        }

        Shape shape = prediction.Shape;
        bool isOneOutput = target.Shape.Length == shape.Length;
        if (!target.IsText && isOneOutput && shape.Rank > 1 && shape[^1] > 1)
        {
            return target.View;
        }

        int expected = isOneOutput ? 2 : shape.Rank == 0 ? 1 : shape[options.Convention.ClassAxis(shape, options.Axis)];
        if (classes.Length != expected)
        {
            throw ClassCountMismatch(classes.Length, expected);
        }

        InputArray labels = target.IsText ? target : readLabels();
        LabelEncoding encoding = new(classes);
        int[] numbers = new int[labels.Labels!.Length];
        for (int row = 0; row < numbers.Length; row++)
        {
            bool isIgnored = NumberText.TryParse(labels.Labels[row], out double number) && number == options.Convention.IgnoreClass;
            numbers[row] = isIgnored ? (int)number : encoding.Find(labels.Labels[row], row);
        }

        return TensorView.Create<int>(numbers, labels.Shape);
    }

    /// <summary>The error for labels that are not as many as the classes; one output has two, that of 0 and that of 1.</summary>
    public static LossException ClassCountMismatch(int given, int expected) =>
        LossErrors.ParameterOutOfRange("The number of labels in -Class", given, $"{expected}, one for each class");

    /// <summary>The error for text labels whose classes have no order.</summary>
    public static LossException ClassOrderUnknown(IEnumerable<string> labels)
    {
        string[] seen = [.. labels.Distinct(StringComparer.Ordinal).Take(ShownLabels + 1)];
        string shown = string.Join(", ", seen.Take(ShownLabels));
        return LossErrors.ClassOrderUnknown(seen.Length > ShownLabels ? shown + ", ..." : shown);
    }
}
