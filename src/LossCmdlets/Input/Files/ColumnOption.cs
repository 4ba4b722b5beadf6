using LossKernels;
using LossKernels.Sources.Columns;

namespace LossCmdlets.Input.Files;

/// <summary>Reads what parameters say of columns: text is a name, a wildcard or a range, a whole number a position.</summary>
internal static class ColumnOption
{
    private const string Allowed = "a name, a wildcard, or a position counted from 0";
    private const string Remedy = "Give names such as label, p0 or p*, or positions such as 0 and 1..10.";

    /// <summary>Reads one column; null where none is given.</summary>
    /// <exception cref="LossException">ParameterOutOfRange.</exception>
    public static ColumnPattern? Read(string parameter, object? value, ValueReader reader) => reader.Unwrap(value) switch
    {
        null => null,
        string { Length: > 0 } text => new ColumnPattern(text),
        char letter => new ColumnPattern(letter.ToString()),

        // A script is no name, which is told where names are looked for, as of parameters that take text alone.
        { } script when script.GetType().Name == "ScriptBlock" && $"{script}" is { Length: > 0 } text => new ColumnPattern(text),
        { } other when Scalar.Read(other, out double number) is ScalarKind.Number && number is >= int.MinValue and <= int.MaxValue && number == Math.Floor(number) =>
            new ColumnPattern((int)number),
        var other => throw LossErrors.ParameterOutOfRange(parameter, other, Allowed, other is Array ? "Name one." : Remedy),
    };

    /// <summary>Reads columns.</summary>
    /// <exception cref="LossException">ParameterOutOfRange.</exception>
    public static ColumnPattern[] ReadAll(string parameter, object[] values, ValueReader reader) => Array.ConvertAll(
        values, value => Read(parameter, value, reader) ?? throw LossErrors.ParameterOutOfRange(parameter, null, Allowed, Remedy));
}
