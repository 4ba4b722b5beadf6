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
    /// <summary>The targets as numbers, the options for them, and the labels of the classes or outputs where they are known.</summary>
    /// <param name="target">The targets as they were read.</param>
    /// <param name="prediction">The predictions.</param>
    /// <param name="given">What is said of classes by their labels.</param>
    /// <param name="options">What is measured.</param>
    /// <param name="encode">Turns the targets into class numbers, of classes in their order, but for a label to leave out.</param>
    /// <exception cref="LossException">
    /// ClassOrderUnknown, LabelOutOfRange, or ParameterOutOfRange where labels and columns differ in number or an option names no class.
    /// </exception>
    public static (TensorView Target, LossOptions Options, string[]? Labels) Encode(
        InputArray target, InputArray prediction, ClassLabels given, LossOptions options, Func<LabelEncoding, IgnoredLabel?, TensorView> encode)
    {
        Shape shape = prediction.Shape;
        int axis = shape.Rank == 0 ? 0 : options.ClassAxis(shape);
        int columns = shape.Rank == 0 ? 1 : shape[axis];
        bool hasValues = target.Shape.Length == shape.Length;

        // A vector of predictions is a row of classes or, more often, as many samples of one output.
        bool isOneOutput = hasValues && (columns == 1 || (shape.Rank == 1 && options is not CrossEntropyOptions { Kind: LossKind.Categorical }));

        // The labels of a tensor are those of its last axis.
        string[]? columnNames = isOneOutput || axis != shape.Rank - 1 ? null : prediction.Class;
        string[]? classes = given.Class?.ToArray() ?? (target.IsText ? columnNames : null);
        LabelEncoding? order = classes is null ? null : new LabelEncoding(classes);
        options = given.Weigh(options, order, columnNames, isOneOutput ? 2 : columns);
        if (target.IsText && order is null)
        {
            throw LossErrors.ClassOrderUnknown(target.Labels, isOneOutput);
        }

        bool isEncoded = target.IsText || (order is not null && (!hasValues || isOneOutput));
        options = options with { IgnoreClass = isEncoded ? given.Ignored?.Mark : given.Ignored?.Number };

        // Text for each of several outputs says yes or no of each.
        bool isYesOrNo = hasValues && target.IsText && !isOneOutput;
        int expected = isOneOutput || isYesOrNo ? 2 : columns;
        if (classes is not null)
        {
            ClassLabels.CheckCount(classes, expected);
            ClassLabels.CheckOrder(classes, columnNames);
        }

        string[]? labels = isYesOrNo ? columnNames : given.Class?.ToArray() ?? columnNames;
        if (!isEncoded)
        {
            return (target.View, options, labels);
        }

        IgnoredLabel? ignored = given.Ignored ?? IgnoredLabel.OfLoss(options.OwnIgnoreClass);
        return (encode(order!, ignored), options, labels);
    }

    /// <summary>Labels that are text as class numbers.</summary>
    /// <exception cref="LossException">LabelOutOfRange: one is none of the classes.</exception>
    public static TensorView Encode(InputArray labels, LabelEncoding order, IgnoredLabel? ignored)
    {
        int[] numbers = new int[labels.Labels!.Length];
        for (int row = 0; row < numbers.Length; row++)
        {
            string text = labels.Labels[row];
            numbers[row] = ignored?.Matches(text) == true ? ignored.Mark : order.Find(text, row);
        }

        return TensorView.Create<int>(numbers, labels.Shape);
    }
}
