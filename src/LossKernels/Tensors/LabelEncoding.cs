using LossKernels.Numerics;

namespace LossKernels.Tensors;

/// <summary>
/// The order of the classes: it maps labels, numbers or text, to class indexes from 0. Labels that are numbers are compared as numbers,
/// so that 1, 1.0 and '1' are the same class; other text is compared ordinally, so that 'cat' and 'Cat' are two.
/// </summary>
public sealed class LabelEncoding
{
    private const int ShownClasses = 10;

    private readonly Dictionary<string, int> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<double, int> _byNumber = [];

    // Where the classes are 0, 1, 2, ... a number is its own index, without a look-up, and there may be millions of them.
    private readonly bool _isCounting;
    private readonly IReadOnlyList<string> _classes;

    /// <summary>Makes the encoding of classes in their order, which is that of the prediction columns.</summary>
    /// <param name="classes">The labels of the classes.</param>
    /// <exception cref="LossException">A class is null or empty, or occurs twice.</exception>
    public LabelEncoding(params ReadOnlySpan<string> classes)
    {
        _classes = classes.ToArray();
        Count = classes.Length;
        _isCounting = true;
        for (int index = 0; index < classes.Length; index++)
        {
            string label = classes[index];
            if (string.IsNullOrEmpty(label))
            {
                throw LossErrors.ParameterOutOfRange("Class", label, "a list of labels without an empty one", "Name every class; what has no name, call none or other.");
            }

            bool isNumber = IsFiniteNumber(label, out double number);
            if (!_byText.TryAdd(label, index) || (isNumber && !_byNumber.TryAdd(number, index)))
            {
                throw LossErrors.ParameterOutOfRange("Class", label, "a list of labels that are all different", "Name each class once; 1 and 1.0 are one label.");
            }

            _isCounting &= isNumber && number == index;
        }
    }

    private LabelEncoding(int count)
    {
        _classes = new CountedLabels(count);
        Count = count;
        _isCounting = true;
    }

    /// <summary>The labels of the classes, in order.</summary>
    public IReadOnlyList<string> Classes => _classes;

    /// <summary>The number of classes.</summary>
    public int Count { get; }

    /// <summary>The classes 0 to <paramref name="count"/> - 1.</summary>
    public static LabelEncoding Counting(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new LabelEncoding(count);
    }

    /// <summary>
    /// The classes that labels imply: where all are whole numbers, 0 to the greatest, as Keras' to_categorical;
    /// otherwise the distinct labels in ordinal order.
    /// </summary>
    /// <param name="labels">The labels as text.</param>
    /// <exception cref="LossException">Whole numbers, one of which is negative or greater than 2,147,483,646.</exception>
    public static LabelEncoding FromLabels(ReadOnlySpan<string> labels)
    {
        double greatest = -1;
        for (int row = 0; row < labels.Length; row++)
        {
            if (!IsFiniteNumber(labels[row], out double number) || number != Math.Floor(number))
            {
                return Distinct(labels);
            }

            greatest = CheckedCount(greatest, number, row);
        }

        return Counting((int)greatest + 1);
    }

    /// <summary>The classes that numeric labels imply: 0 to the greatest, as Keras' to_categorical.</summary>
    /// <param name="labels">The labels.</param>
    /// <exception cref="LossException">A label is not a whole number, is negative or greater than 2,147,483,646.</exception>
    public static LabelEncoding FromLabels(ReadOnlySpan<double> labels)
    {
        double greatest = -1;
        for (int row = 0; row < labels.Length; row++)
        {
            double number = labels[row];
            greatest = number == Math.Floor(number) && double.IsFinite(number)
                ? CheckedCount(greatest, number, row)
                : throw LossErrors.LabelNotInteger(number, row);
        }

        return Counting((int)greatest + 1);
    }

    /// <summary>The distinct labels in ordinal order; of labels that are the same number, the first in that order.</summary>
    /// <param name="labels">The labels.</param>
    public static LabelEncoding Distinct(ReadOnlySpan<string> labels)
    {
        SortedSet<string> distinct = new(StringComparer.Ordinal);
        foreach (string label in labels)
        {
            distinct.Add(label);
        }

        HashSet<double> numbers = [];
        List<string> classes = [];
        foreach (string label in distinct)
        {
            if (!IsFiniteNumber(label, out double number) || numbers.Add(number))
            {
                classes.Add(label);
            }
        }

        return new LabelEncoding([.. classes]);
    }

    /// <summary>Finds the index of a label that is text.</summary>
    public bool TryFind(string label, out int index)
    {
        ArgumentNullException.ThrowIfNull(label);
        return _byText.TryGetValue(label, out index) || (NumberText.TryParse(label, out double number) && TryFind(number, out index));
    }

    /// <summary>Finds the index of a label that is a number.</summary>
    public bool TryFind(double label, out int index)
    {
        if (_isCounting)
        {
            index = (int)label;
            return index == label && (uint)index < (uint)Count;
        }

        return _byNumber.TryGetValue(label, out index);
    }

    /// <summary>The index of a label that is text.</summary>
    /// <param name="label">The label.</param>
    /// <param name="row">The zero-based sample, for the message.</param>
    /// <exception cref="LossException">It is not one of the classes.</exception>
    public int Find(string label, long row) => TryFind(label, out int index) ? index : throw Unknown(label, row);

    /// <summary>The index of a label that is a number.</summary>
    /// <param name="label">The label.</param>
    /// <param name="row">The zero-based sample, for the message.</param>
    /// <exception cref="LossException">It is not one of the classes.</exception>
    public int Find(double label, long row) => TryFind(label, out int index) ? index : throw Unknown(label, row);

    /// <summary>The indexes of labels that are text, in their order.</summary>
    /// <param name="labels">The labels.</param>
    /// <exception cref="LossException">One is not one of the classes.</exception>
    public int[] Encode(ReadOnlySpan<string> labels)
    {
        int[] indexes = new int[labels.Length];
        for (int row = 0; row < indexes.Length; row++)
        {
            indexes[row] = Find(labels[row], row);
        }

        return indexes;
    }

    /// <summary>Labels that are numbers as class numbers, which are looked up block by block when they are read.</summary>
    /// <param name="labels">The labels; reading one that is none of the classes is a LabelOutOfRange.</param>
    /// <param name="ignored">The label that is left out, or null.</param>
    public TensorView Encode(TensorView labels, IgnoredLabel? ignored = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new EncodedLabels(labels, this, ignored);
    }

    // NaN and the infinities are words rather than numbers here: a class may be called Inf.
    private static bool IsFiniteNumber(string label, out double number) => NumberText.TryParse(label, out number) && double.IsFinite(number);

    private static double CheckedCount(double greatest, double label, int row) => label is >= 0 and < int.MaxValue
        ? Math.Max(greatest, label)
        : throw LossErrors.LabelOutOfRange(label, row);

    private LossException Unknown(object label, long row)
    {
        LossException failure = LossErrors.LabelOutOfRange(label, row, Count, _isCounting && Count > 0 ? null : ShowClasses());
        return label is string text && Alike(text) is string alike
            ? failure.WithRemedy($"Write labels and classes alike: '{text}' and '{alike}' differ in {(alike.Length == text.Length ? "capitals" : "white space")}, which count{(alike.Length == text.Length ? "" : "s")}.")
            : failure;
    }

    // A class that differs in nothing but capitals or white space, in which no number does.
    private string? Alike(string label) => _classes is CountedLabels
        ? null
        : _classes.FirstOrDefault(known => known.Trim().Equals(label.Trim(), StringComparison.OrdinalIgnoreCase));

    private string ShowClasses() => $"({string.Join(", ", Classes.Take(ShownClasses).Select(LossErrors.InList))}{(Count > ShownClasses ? ", ..." : "")})";
}
