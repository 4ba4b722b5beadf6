using LossCmdlets.Output;
using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>
/// Turns PowerShell values into tensors, strictly: numbers, numeric text, arrays and lists of any depth, tensors, tensors from jobs.
/// Typed arrays of one axis are not copied.
/// </summary>
internal sealed class ValueReader(IValueShell shell)
{
    /// <summary>Reads predictions, weights and the like: numbers only.</summary>
    /// <param name="value">The value, wrapped or not.</param>
    /// <param name="what">What it is, as messages call it: the parameter's name.</param>
    /// <param name="allowBoolean">Whether true and false count as 1 and 0.</param>
    /// <exception cref="LossException">A value is not a number, is missing, or rows differ in length.</exception>
    public InputArray ReadNumbers(object? value, string what, bool allowBoolean = false)
    {
        NumberReader numbers = new(shell, what, new NumberRules(allowBoolean, AllowText: false), new Materialized());
        numbers.Read(value, 0);
        return numbers.ToInputArray();
    }

    /// <summary>
    /// Views a list of numbers, or rows of them, without a look at more than the first: the others are met when they are measured. Null where the value
    /// begins otherwise, and has to be read.
    /// </summary>
    /// <param name="value">The value, wrapped or not.</param>
    /// <param name="what">What it is, as messages call it: the parameter's name.</param>
    public InputArray? TryViewUnseen(object? value, string what) =>
        Unwrap(value) is object?[] values && TensorView.TryCreateUnseen(values, what) is { } view ? new InputArray(view, ElementOrigin.Untyped) : null;

    /// <summary>Whether what was viewed unseen is all numbers, in rows of one length.</summary>
    public bool AreNumbers(object? value) => Unwrap(value) is object?[] values && TensorView.TryCreateBoxed(values) is not null;

    /// <summary>Reads a list of numbers, such as weights of classes; one number is a list of one.</summary>
    /// <exception cref="LossException">A value is not a number or is missing, or the numbers are no list.</exception>
    public double[] ReadList(object? value, string what)
    {
        TensorView numbers = ReadNumbers(value, what).View;
        return numbers.Shape.Rank < 2 || numbers.Shape[^1] == numbers.Shape.Length
            ? numbers.ToArray<double>()
            : throw LossErrors.ShapeMismatch($"{what} has the shape {numbers.Shape}.", "Give one number, or a list of numbers.");
    }

    /// <summary>Reads targets: numbers and booleans, or text labels where at least one value is text that is not a number.</summary>
    /// <param name="value">The value, wrapped or not.</param>
    /// <param name="what">What it is, as messages call it: the parameter's name.</param>
    /// <exception cref="LossException">A value is neither number nor text, is missing, or rows differ in length.</exception>
    public InputArray ReadTargets(object? value, string what)
    {
        Materialized materialized = new();
        NumberReader numbers = new(shell, what, new NumberRules(AllowBoolean: true, AllowText: true), materialized);
        numbers.Read(value, 0);
        return numbers.TextMet ? ReadLabels(value, what, materialized) : numbers.ToInputArray();
    }

    /// <summary>Reads every value as a text label, numbers too.</summary>
    /// <param name="value">The value, wrapped or not.</param>
    /// <param name="what">What it is, as messages call it: the parameter's name.</param>
    /// <exception cref="LossException">A value is neither number nor text, is missing, or rows differ in length.</exception>
    public InputArray ReadLabels(object? value, string what) => ReadLabels(value, what, new Materialized());

    /// <summary>Reads one number, such as the weight of a class.</summary>
    /// <exception cref="LossException">It is not a number.</exception>
    public double ReadNumber(object? value, string what, string place)
    {
        object? inner = Unwrap(value);
        ScalarKind kind = Scalar.Read(inner, out double number);
        return kind is ScalarKind.Number or ScalarKind.Single ? number : throw Scalar.Error(kind, inner, what, place);
    }

    /// <summary>Whether a piped value is a data set by itself: a tensor, or an array of two axes or more.</summary>
    public bool IsBlock(object? value) => value switch
    {
        null or string or object[] => false,
        Tensor => true,
        Array array => array.Rank > 1,
        _ when Type.GetTypeCode(value.GetType()) != TypeCode.Object => false,
        _ => shell.TryReadDeserializedTensor(value, out _)
            || (!ReferenceEquals(shell.Unwrap(value), value) && IsBlock(shell.Unwrap(value))),
    };

    /// <summary>Starts to collect piped numbers and rows of numbers.</summary>
    public NumberCollector CollectNumbers(string what, bool allowBoolean = false) =>
        new(this, what, new NumberReader(shell, what, new NumberRules(allowBoolean, AllowText: false), new Materialized()), allowBoolean);

    /// <summary>Starts to collect piped targets: numbers, text labels, or rows of them.</summary>
    public TargetCollector CollectTargets(string what) => new(this, what);

    /// <summary>The value out of its wrapper.</summary>
    internal object? Unwrap(object? value) => value is null ? null : shell.Unwrap(value);

    private InputArray ReadLabels(object? value, string what, Materialized materialized)
    {
        LabelReader labels = new(shell, what, materialized);
        labels.Read(value, 0);
        return labels.ToInputArray();
    }
}
