using System.Buffers;
using System.Globalization;
using LossKernels.Numerics;

namespace LossKernels;

/// <summary>What a text that is no number would be in another notation: with a decimal comma, a percentage, a list, or a range.</summary>
internal static class OddNumber
{
    private const string BracketCharacters = "[](){}";

    private static readonly SearchValues<char> Brackets = SearchValues.Create(BracketCharacters);
    private static readonly char[] Separators = [',', ';', ' ', '\t', .. BracketCharacters];

    /// <summary>What to do; null where the text is none of these.</summary>
    /// <param name="value">The text.</param>
    /// <param name="isCell">Whether it stands in a file or record, and so was not typed as one of several.</param>
    public static string? Remedy(object? value, bool isCell = false) => value switch
    {
        string text when AsPercentage(text) is decimal share => string.Create(
            CultureInfo.InvariantCulture, $"Give numbers without a percent sign: {share} for {text.Trim()}."),
        string text when text.Count(character => character == ',') == 1 && IsNumber(WithPoint(text)) =>
            $"Give numbers with a decimal point ({WithPoint(text).Trim()}) in place of the decimal comma{(isCell ? "." : "; each of several is given by itself.")}",
        string text when IsList(text) => "Give one number in each place, and no list.",
        string text when text.Split("..") is [var first, var last] && IsNumber(first) && IsNumber(last) => $"Give each number of a range by itself ({text.Trim()}).",
        _ => null,
    };

    // As decimal, which divides by a hundred without a rounding that would be shown.
    private static decimal? AsPercentage(string text) => text.TrimEnd() is [.. var number, '%']
        && decimal.TryParse(WithPoint(number), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal percentage) ? percentage / 100 : null;

    private static bool IsList(string text)
    {
        string[] parts = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        return (parts.Length > 1 || (parts.Length == 1 && text.AsSpan().ContainsAny(Brackets))) && Array.TrueForAll(parts, IsNumber);
    }

    private static string WithPoint(string text) => text.Replace(',', '.');

    private static bool IsNumber(string text) => NumberText.TryParse(text, out _);
}
