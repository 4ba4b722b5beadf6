using System.Globalization;
using System.Runtime.CompilerServices;

namespace LossKernels;

/// <summary>
/// Every failure that this library and its shells can report: one factory a failure, and the factory's name is the failure's identifier.
/// A message says what was given and where, the remedy what would be right.
/// </summary>
public static partial class LossErrors
{
    private const int MostNames = 20;

    internal static string Show(object? value) => value switch
    {
        null => "`null`",
        bool truth => truth ? "`true`" : "`false`",
        string text => $"'{(text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 37), "..."))}'",
        // A number that came in single precision is shown with the digits that it was given with.
        double number when (float)number == number && !IsCount(number) => ((float)number).ToString(CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"a value of type {value.GetType().Name}",
    };

    /// <summary>A name as lists of names show it: in quotes where it has a backquote, in which the library names what is its own.</summary>
    internal static string InList(string name) => name.Contains('`', StringComparison.Ordinal) ? $"'{name}'" : name;

    // A whole number that double precision shows without an exponent, which single precision has from eight digits on.
    private static bool IsCount(double number) => number == Math.Floor(number) && Math.Abs(number) < 1e15;

    private static LossException OfCall(
        string message, string remedy, object? offender = null, FailureKind kind = FailureKind.Argument, [CallerMemberName] string id = "") =>
        Make(kind, FailureScope.Call, message, remedy, offender: offender, id: id);

    private static LossException OfData(
        string message, string remedy, FailureKind kind = FailureKind.Value, long? row = null, object? offender = null, [CallerMemberName] string id = "") =>
        Make(kind, FailureScope.Data, message, remedy, row, offender, id: id);

    private static LossException OfSample(
        string message, string remedy, long? row = null, object? offender = null, int? column = null, FailureKind kind = FailureKind.Value, [CallerMemberName] string id = "") =>
        Make(kind, FailureScope.Sample, message, remedy, row, offender, column, id);

    private static LossException Make(
        FailureKind kind,
        FailureScope scope,
        string message,
        string remedy,
        long? row = null,
        object? offender = null,
        int? column = null,
        [CallerMemberName] string id = "") =>
        new(id, message, remedy) { Kind = kind, Scope = scope, Row = row, Offender = offender, Column = column };

    private static string Many(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
