using System.Globalization;

namespace LossKernels.Sources.Columns;

/// <summary>What names one or several columns: a name, a wildcard, a position counted from zero, or the text 1..10 for positions.</summary>
public sealed record ColumnPattern
{
    private readonly int? _position;

    /// <summary>A name, a wildcard, or a range of positions as in 1..10.</summary>
    /// <param name="text">The text; a column that is named so comes before what else it can mean.</param>
    public ColumnPattern(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        Text = text;
    }

    /// <summary>A position, counted from zero.</summary>
    /// <param name="position">The position.</param>
    public ColumnPattern(int position)
    {
        _position = position;
        Text = position.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The pattern as it was given.</summary>
    public string Text { get; }

    /// <summary>Whether it says where columns stand and not what they are called.</summary>
    public bool IsPosition => _position is not null || TryReadRange(Text, out _);

    /// <summary>Whether it may be a name of several columns, with wildcards in it.</summary>
    public bool HasWildcard => _position is null && new NamePattern(Text).HasWildcard;

    /// <summary>A name, a wildcard, or a range of positions.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator ColumnPattern(string text) => new(text);

    /// <summary>A position, counted from zero.</summary>
    /// <param name="position">The position.</param>
    public static implicit operator ColumnPattern(int position) => new(position);

    /// <summary>A name, a wildcard, or a range of positions.</summary>
    /// <param name="text">The text.</param>
    public static ColumnPattern FromString(string text) => new(text);

    /// <summary>A position, counted from zero.</summary>
    /// <param name="position">The position.</param>
    public static ColumnPattern FromInt32(int position) => new(position);

    /// <summary>The columns that it names as they stand: by position, or the one of that very name; null for a wildcard.</summary>
    /// <exception cref="LossException">PropertyNotFound or ColumnNotFound: there is no such column. OptionNotSupported: there are several.</exception>
    internal (int First, int Last)? Find(ColumnNames available)
    {
        int count = available.Names.Count;
        if (_position is int position)
        {
            return position >= 0 && position < count ? (position, position) : throw available.NotFound(Text, isBeyond: true);
        }

        int exact = available.Find(Text);
        if (exact >= 0)
        {
            return available.Next(exact) is int next ? throw available.Ambiguous(exact, next) : (exact, exact);
        }

        if (available.HavePositions && TryReadRange(Text, out (int First, int Last) range))
        {
            return range.First <= range.Last && range.Last < count ? range : throw available.NotFound(Text, isBeyond: range.First <= range.Last);
        }

        return HasWildcard ? null : throw available.NotFound(Text, isBeyond: IsBelowFirst(Text));
    }

    // As other languages count from the last: what is typed so at a prompt comes as text, and may be a name.
    private static bool IsBelowFirst(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int position) && position < 0;

    private static bool TryReadRange(string text, out (int First, int Last) range)
    {
        range = default;
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        return dots > 0
            && int.TryParse(text.AsSpan(0, dots), NumberStyles.None, CultureInfo.InvariantCulture, out range.First)
            && int.TryParse(text.AsSpan(dots + 2), NumberStyles.None, CultureInfo.InvariantCulture, out range.Last);
    }
}
