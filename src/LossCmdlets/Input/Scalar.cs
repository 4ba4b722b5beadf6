using System.Globalization;
using System.Numerics;
using LossCmdlets.Errors;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Numerics;
using LossKernels.Sources.Arrays;

namespace LossCmdlets.Input;

/// <summary>Reads single values, already out of their wrappers. Nothing is guessed: what is not plainly a number is none.</summary>
internal static class Scalar
{
    /// <summary>Classifies a value, and gives its number where it has one (1 and 0 for true and false).</summary>
    public static ScalarKind Read(object? value, out double number)
    {
        switch (value)
        {
            case double n:
                number = n;
                return ScalarKind.Number;
            case int n:
                number = n;
                return ScalarKind.Number;
            case string text:
                return ReadText(text, out number);
            case float n:
                number = n;
                return ScalarKind.Single;
            case Half n:
                number = (double)n;
                return ScalarKind.Single;
            case bool truth:
                number = truth ? 1 : 0;
                return ScalarKind.Boolean;
            case char letter:
                return ReadText([letter], out number);
            case null or DBNull:
                number = 0;
                return ScalarKind.Null;
            case Tensor { Shape.Length: 0 } point:
                return Read(point[[]], out number);
            case Enum:
                number = 0;
                return ScalarKind.Text;
            default:
                return ReadRareNumber(value, out number);
        }
    }

    /// <summary>A value as a label. Numbers are written in the shortest form that gives them back, without a culture.</summary>
    public static string ToLabel(object value) => value switch
    {
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The error for a value that cannot stand where it does.</summary>
    public static LossException Error(ScalarKind kind, object? value, string what, string? place, bool isCell = false) => kind switch
    {
        ScalarKind.Null => place is null ? PromptErrors.NullValue(what) : PromptErrors.NullValue(what, place),
        ScalarKind.Empty => LossErrors.EmptyString(what, place),
        _ when value is LossResult => PromptErrors.OfResult(LossErrors.NonNumericValue(what, place, value), what, place),
        _ => PromptErrors.NonNumericValue(what, place, value, isFile: value is string text && TensorFile.IsNamed(text), isCell),
    };

    private static ScalarKind ReadText(ReadOnlySpan<char> text, out double number) =>
        NumberText.TryParse(text, out number) ? ScalarKind.Number
        : text.IsEmpty ? ScalarKind.Empty
        : ScalarKind.Text;

    private static ScalarKind ReadRareNumber(object value, out double number)
    {
        double? read = value switch
        {
            long n => n,
            decimal n => (double)n,
            byte n => n,
            short n => n,
            uint n => n,
            ulong n => n,
            sbyte n => n,
            ushort n => n,
            nint n => n,
            nuint n => n,
            BigInteger n => (double)n,
            Int128 n => (double)n,
            UInt128 n => (double)n,
            _ => null,
        };
        number = read.GetValueOrDefault();
        return read is null ? ScalarKind.Other : ScalarKind.Number;
    }
}
