using LossKernels;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>
/// The label that is left out, as it stands among the targets: a number or text. Where labels are turned into class numbers, one that
/// no class can have takes its place: with the classes 1, 2 and 3 the label 1 is class 0, and 2 to be ignored is not class 2.
/// </summary>
internal sealed class IgnoredLabel
{
    private const int NoClass = -1;

    private readonly double? _number;
    private readonly string? _text;

    private IgnoredLabel(double? number, string? text, int mark) => (_number, _text, Mark) = (number, text, mark);

    /// <summary>The class number that stands for it.</summary>
    public int Mark { get; }

    /// <summary>The label as a number.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: it is text.</exception>
    public int Number => (int?)_number
        ?? throw LossErrors.ParameterOutOfRange("IgnoreClass", _text, "a whole number where the targets are numbers");

    /// <summary>Reads a label that is given.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: it is no whole number, and no text.</exception>
    public static IgnoredLabel Read(object? value)
    {
        ScalarKind kind = Scalar.Read(value, out double number);
        return kind switch
        {
            ScalarKind.Text => new IgnoredLabel(null, Scalar.ToLabel(value!), NoClass),
            ScalarKind.Number or ScalarKind.Single when number == (int)number => new IgnoredLabel(number, null, NoClass),
            _ => throw LossErrors.ParameterOutOfRange("IgnoreClass", value, "a whole number, or a text label"),
        };
    }

    /// <summary>The one of a convention, if it has one; it is no class number as it is.</summary>
    public static IgnoredLabel? Of(Convention convention) =>
        convention.IgnoreClass is int label ? new IgnoredLabel(label, null, label) : null;

    /// <summary>Whether a label is this one.</summary>
    public bool Matches(double label) => label == _number;

    /// <summary>Whether a label is this one.</summary>
    public bool Matches(string label) =>
        _text is not null ? label == _text : NumberText.TryParse(label, out double number) && Matches(number);
}
