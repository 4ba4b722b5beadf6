using LossKernels.Numerics;

namespace LossKernels.Tensors;

/// <summary>
/// The label that is left out, as it stands among the targets: a number or text. Where labels are turned into class numbers, one that
/// no class can have takes its place: with the classes 1, 2 and 3 the label 1 is class 0, and 2 to be ignored is not class 2.
/// </summary>
public sealed class IgnoredLabel
{
    private const int NoClass = -1;

    private readonly int? _number;
    private readonly string? _text;

    private IgnoredLabel(int? number, string? text, int mark) => (_number, _text, Mark) = (number, text, mark);

    /// <summary>The class number that stands for it.</summary>
    public int Mark { get; }

    /// <summary>The label as a number.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: it is text.</exception>
    public int Number => _number
        ?? throw LossErrors.ParameterOutOfRange("IgnoreClass", _text, "a whole number where the targets are numbers", "Give the number that stands for it, as in `IgnoreClass = -1`; text is left out where the labels are text.");

    /// <summary>A number to leave out.</summary>
    public static IgnoredLabel Of(int label) => new(label, null, NoClass);

    /// <summary>Text to leave out.</summary>
    public static IgnoredLabel Of(string label) => new(null, label, NoClass);

    /// <summary>What a loss leaves out by itself; it is no class number as it is.</summary>
    /// <param name="label">The number, or null where there is none.</param>
    public static IgnoredLabel? OfLoss(int? label) => label is int number ? new IgnoredLabel(number, null, number) : null;

    /// <summary>Whether a label is this one.</summary>
    public bool Matches(double label) => label == _number;

    /// <summary>Whether a label is this one.</summary>
    public bool Matches(string label) =>
        _text is not null ? label == _text : NumberText.TryParse(label, out double number) && Matches(number);
}
