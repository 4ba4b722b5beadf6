using LossKernels.Sources.Columns;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>
/// Turns the targets of records, which are numbers or text, into the numbers that are measured: text is a label, and the classes or the names
/// of the prediction columns order it. Whether labels are text is what the first of them is.
/// </summary>
public sealed class TargetDecoder
{
    private readonly IReadOnlyList<string>? _columnNames;
    private readonly IgnoredLabel? _ignored;
    private readonly bool _isLabel;
    private readonly bool _isOneOutput;
    private LabelEncoding? _classes;
    private bool _sawNumber;

    /// <summary>Makes the decoder of some columns.</summary>
    /// <param name="given">What is said of classes by their labels.</param>
    /// <param name="options">What is measured.</param>
    /// <param name="predictions">The columns of the predictions.</param>
    /// <param name="targets">How many columns hold the target: one for a label, or for the number of a loss that takes none; several for a value for each class.</param>
    /// <exception cref="LossException">Labels and columns differ in number, or a weight is of no class.</exception>
    public TargetDecoder(ClassLabels given, LossOptions options, ColumnSelection predictions, int targets)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(predictions);
        int expected = predictions.Names.Count == 1 ? 2 : predictions.Names.Count;
        if (given.Class is not null)
        {
            ClassLabels.CheckCount(given.Class, expected);
            ClassLabels.CheckOrder(given.Class, predictions.Class ?? predictions.Numbers);
            _classes = new LabelEncoding([.. given.Class]);
        }
        else if (predictions.Numbers is { } numbers)
        {
            // Columns p1, p2, p3 belong to the labels 1, 2, 3.
            _classes = new LabelEncoding([.. numbers]);
        }

        _isOneOutput = predictions.Names.Count == 1;
        _columnNames = predictions.Class;
        _isLabel = targets == 1 && (given.Class is not null || options.TakesLabels);
        _ignored = given.Ignored ?? IgnoredLabel.OfLoss(options.OwnIgnoreClass);
        Options = given.Weigh(options with { IgnoreClass = given.Ignored?.Mark }, _classes, _columnNames, expected);
    }

    /// <summary>What is measured, with the weights of labels in the order of the classes.</summary>
    public LossOptions Options { get; }

    /// <summary>The labels of the classes, where they are known.</summary>
    public IReadOnlyList<string>? Labels => _classes?.Classes ?? _columnNames;

    /// <summary>Whether a number that is no ignored label stands for itself.</summary>
    internal bool KeepsNumbers => _classes is null || !_isLabel;

    /// <summary>The number of a target that is a number.</summary>
    /// <param name="target">The target.</param>
    /// <param name="sample">The zero-based sample, for the message.</param>
    /// <exception cref="LossException">LabelOutOfRange: it is none of the classes.</exception>
    public double Decode(double target, long sample)
    {
        if (_isLabel && _ignored?.Matches(target) == true)
        {
            return _ignored.Mark;
        }

        _sawNumber = true;
        return KeepsNumbers ? target : _classes!.Find(target, sample);
    }

    /// <summary>The number of a target that is text and no number.</summary>
    /// <param name="target">The target.</param>
    /// <param name="sample">The zero-based sample, for the message.</param>
    /// <param name="number">The number.</param>
    /// <returns>Whether it can be a label; else a number belongs there.</returns>
    /// <exception cref="LossException">LabelOutOfRange: it is none of the classes. ClassOrderUnknown: nothing orders them.</exception>
    public bool TryDecode(string target, long sample, out double number)
    {
        ArgumentNullException.ThrowIfNull(target);
        number = 0;
        if (!_isLabel)
        {
            return false;
        }

        if (_ignored?.Matches(target) == true)
        {
            number = _ignored.Mark;
            return true;
        }

        // Names of columns order labels that are text; those that are numbers count the columns.
        if (_classes is null && !_sawNumber)
        {
            _classes = _columnNames is null ? throw LossErrors.ClassOrderUnknown([target], _isOneOutput) : new LabelEncoding([.. _columnNames]);
        }

        if (_classes is null)
        {
            return false;
        }

        number = _classes.Find(target, sample);
        return true;
    }
}
