using LossKernels;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>
/// Turns labels into class numbers, where the targets are labels of classes that have an order, and what is said of classes by their
/// labels into options.
/// </summary>
internal static class TargetLabels
{
    private const int ShownLabels = 5;

    /// <summary>The targets as numbers, and the options for them.</summary>
    /// <param name="target">The targets as they were read.</param>
    /// <param name="prediction">The predictions.</param>
    /// <param name="given">What is said of classes by their labels.</param>
    /// <param name="options">What is measured.</param>
    /// <param name="readLabels">Reads the targets as text, numbers too.</param>
    /// <exception cref="LossException">
    /// ClassOrderUnknown, LabelOutOfRange, or ParameterOutOfRange where labels and columns differ in number or an option names no class.
    /// </exception>
    public static (TensorView Target, CrossEntropyOptions Options) Encode(
        InputArray target, InputArray prediction, ClassOptions given, CrossEntropyOptions options, Func<InputArray> readLabels)
    {
        Shape shape = prediction.Shape;
        int columns = shape.Rank == 0 ? 1 : shape[options.Convention.ClassAxis(shape, options.Axis)];
        bool hasValues = target.Shape.Length == shape.Length;

        // A vector of predictions is a row of classes or, more often, as many samples of one output.
        bool isOneOutput = hasValues && (columns == 1 || (shape.Rank == 1 && options.Kind != LossKind.Categorical));
        string[]? classes = given.Class ?? (target.IsText ? prediction.Class : null);
        LabelEncoding? order = classes is null ? null : new LabelEncoding(classes);
        options = given.Weigh(options, order, prediction.Class, isOneOutput ? 2 : columns);
        if (target.IsText && order is null)
        {
            throw ClassOrderUnknown(target.Labels);
        }

        bool isEncoded = target.IsText || (order is not null && (!hasValues || isOneOutput));
        options = options with { IgnoreClass = isEncoded ? given.Ignored?.Mark : given.Ignored?.Number };
        if (!isEncoded)
        {
            return (target.View, options);
        }

        // Text for each of several outputs says yes or no of each.
        int expected = isOneOutput || hasValues ? 2 : columns;
        if (classes!.Length != expected)
        {
            throw ClassCountMismatch(classes.Length, expected);
        }

        IgnoredLabel? ignored = given.Ignored ?? IgnoredLabel.Of(options.Convention);
        InputArray labels = target.IsText ? target : readLabels();
        int[] numbers = new int[labels.Labels!.Length];
        for (int row = 0; row < numbers.Length; row++)
        {
            string text = labels.Labels[row];
            numbers[row] = ignored?.Matches(text) == true ? ignored.Mark : order!.Find(text, row);
        }

        return (TensorView.Create<int>(numbers, labels.Shape), options);
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
