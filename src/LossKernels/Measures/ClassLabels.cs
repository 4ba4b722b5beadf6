using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>What is said of classes by their labels. It becomes part of the options once it is known which classes there are.</summary>
/// <param name="Class">The labels in the order of the prediction columns, or null.</param>
/// <param name="Weights">Weights by label, or null.</param>
/// <param name="Ignored">The label to leave out, or null for the convention's.</param>
public sealed record ClassLabels(IReadOnlyList<string>? Class = null, LabelWeights? Weights = null, IgnoredLabel? Ignored = null)
{
    /// <summary>The options with the weights in the order of the classes.</summary>
    /// <param name="options">The options.</param>
    /// <param name="classes">The order of the classes by which the targets are read, if there is one.</param>
    /// <param name="columnNames">The labels that the prediction columns are named after: they are meant by labels that are text.</param>
    /// <param name="count">The number of classes.</param>
    /// <exception cref="LossException">A label is none of the classes, or their order is not known.</exception>
    public LossOptions Weigh(LossOptions options, LabelEncoding? classes, IReadOnlyList<string>? columnNames, int count)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Weights is null)
        {
            return options;
        }

        LabelEncoding order = classes
            ?? (!Weights.TextLabels.Any() ? LabelEncoding.Counting(count)
                : columnNames is not null ? new LabelEncoding([.. columnNames])
                : throw LossErrors.ClassOrderUnknown(Weights.TextLabels, isOneOutput: false));
        return options with { ClassWeights = Weights.InOrderOf(order) };
    }

    /// <summary>Refuses labels that are not as many as the classes; one output has two, that of 0 and that of 1.</summary>
    /// <exception cref="LossException">ParameterOutOfRange.</exception>
    public static void CheckCount(IReadOnlyList<string> given, int expected)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Count != expected)
        {
            throw LossErrors.OfClasses(
                LossErrors.ParameterOutOfRange("The number of labels in `ClassLabels.Class`", given.Count, $"{expected}, one for each class", "Name one label for each class, in the order of the prediction columns."),
                given);
        }
    }

    /// <summary>Refuses the labels that columns are named after in another order than that of the columns: each loss would be that of another class.</summary>
    /// <exception cref="LossException">ClassOrderUnknown.</exception>
    public static void CheckOrder(IReadOnlyList<string> given, IReadOnlyList<string>? columnNames)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (columnNames is not null && !given.SequenceEqual(columnNames) && given.Order(StringComparer.Ordinal).SequenceEqual(columnNames.Order(StringComparer.Ordinal)))
        {
            throw LossErrors.ClassOrderUnknown(given, columnNames);
        }
    }
}
