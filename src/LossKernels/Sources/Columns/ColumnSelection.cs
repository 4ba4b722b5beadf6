using System.Globalization;

namespace LossKernels.Sources.Columns;

/// <summary>
/// The properties of a record, or the columns of a file, that are asked for, in the order of the classes.
/// A wildcard takes names in the numeric order of the part that it matched, so that p2 comes before p10.
/// </summary>
public sealed class ColumnSelection
{
    private static readonly char[] Separators = ['_', '-', '.', ' ', ':', '/'];

    private readonly ColumnNames _available;

    private ColumnSelection(ColumnNames available, int[] positions, string[] names, string[]? classes, string[]? numbers)
    {
        _available = available;
        Positions = positions;
        Names = names;
        Class = classes;
        Numbers = numbers;
    }

    /// <summary>Where the selected columns stand, counted from zero.</summary>
    public IReadOnlyList<int> Positions { get; }

    /// <summary>The selected names, as the record or the file spells them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What the names say about the classes: the parts in which they differ, where those are no numbers; else null.</summary>
    public IReadOnlyList<string>? Class { get; }

    /// <summary>The numbers of the columns of one wildcard where they do not count from 0, so that p1 is the column of label 1; else null.</summary>
    public IReadOnlyList<string>? Numbers { get; }

    /// <summary>A selected column in words, by its name where it has one.</summary>
    /// <param name="index">Which of those selected.</param>
    public string PlaceOf(int index) => _available.PlaceOf(Positions[index]);

    /// <summary>Selects what patterns ask for, pattern after pattern.</summary>
    /// <param name="available">What there is.</param>
    /// <param name="patterns">Names, wildcards or positions.</param>
    /// <param name="taken">Positions that a wildcard skips, because they hold the target, the weight or the group.</param>
    /// <exception cref="LossException">
    /// PropertyNotFound or ColumnNotFound: a pattern matches nothing. OptionNotSupported: a column is asked for twice, two have the name,
    /// or a wildcard matched a number twice, or both numbers and other text, which have no common order.
    /// </exception>
    public static ColumnSelection Select(ColumnNames available, IReadOnlyList<ColumnPattern> patterns, IReadOnlyCollection<int>? taken = null)
    {
        ArgumentNullException.ThrowIfNull(available);
        ArgumentNullException.ThrowIfNull(patterns);
        List<int> positions = [];
        List<string> parts = [];
        foreach (ColumnPattern column in patterns)
        {
            if (column.Find(available) is (int First, int Last) range)
            {
                for (int position = range.First; position <= range.Last; position++)
                {
                    AddOnce(positions, position, available);
                }

                continue;
            }

            List<Candidate> found = Expand(new NamePattern(column.Text), available, position => positions.Contains(position) || taken?.Contains(position) == true);
            if (found.Count == 0)
            {
                throw available.NotFound(column.Text);
            }

            positions.AddRange(found.Select(candidate => candidate.Position));
            parts.AddRange(found.Select(candidate => candidate.Part));
        }

        string[] names = [.. positions.Select(position => available.Names[position])];
        bool onlyWildcards = parts.Count == positions.Count && patterns.Count == 1;
        return new ColumnSelection(
            available,
            [.. positions],
            names,
            available.AreNamed ? ClassNames(onlyWildcards ? [.. parts] : WithoutCommonPrefix(names)) : null,
            onlyWildcards && positions.Count > 1 ? NumbersNotFromZero(parts) : null);
    }

    /// <summary>Selects the one column that a pattern asks for.</summary>
    /// <param name="available">What there is.</param>
    /// <param name="pattern">A name, a wildcard or a position.</param>
    /// <param name="what">What the column is, for the message: "weight".</param>
    /// <exception cref="LossException">As of <see cref="Select"/>; or OptionNotSupported: the pattern matches several.</exception>
    public static int SelectOne(ColumnNames available, ColumnPattern pattern, string what)
    {
        IReadOnlyList<int> positions = Select(available, [pattern]).Positions;
        return positions.Count == 1
            ? positions[0]
            : throw LossErrors.OptionNotSupported(
                $"'{pattern.Text}' matches {positions.Count} {available.Plural}, and a sample has one {what}.",
                $"Name the {available.Singular} of the {what}.");
    }

    private static List<Candidate> Expand(NamePattern pattern, ColumnNames available, Func<int, bool> isTaken)
    {
        List<Candidate> found = [];
        for (int position = 0; position < available.Names.Count; position++)
        {
            if (pattern.HasWildcard && !isTaken(position) && pattern.Matches(available.Names[position], out string part))
            {
                found.Add(new Candidate(position, available.Names[position], part));
            }
        }

        foreach (Candidate candidate in found)
        {
            if (available.Next(candidate.Position) is int next && !isTaken(next))
            {
                throw available.Ambiguous(candidate.Position, next);
            }
        }

        TrimCommonSeparator(found);
        Candidate? number = found.Find(candidate => candidate.IsNumber);
        if (number is null)
        {
            return found;
        }

        if (found.Find(candidate => !candidate.IsNumber) is { } word)
        {
            throw LossErrors.OptionNotSupported(
                $"'{pattern.Text}' matches {number.Name}, which is numbered, and {word.Name}, which is not, so the order of the columns is open.",
                "Use a wildcard that matches the numbered names only, such as p[0-9]*, or give the names in order.");
        }

        List<Candidate> ordered = [.. found.OrderBy(candidate => candidate.Number.Length).ThenBy(candidate => candidate.Number, StringComparer.Ordinal)];
        for (int i = 1; i < ordered.Count; i++)
        {
            if (ordered[i].Number == ordered[i - 1].Number)
            {
                throw LossErrors.OptionNotSupported(
                    $"'{pattern.Text}' matches {ordered[i - 1].Name} and {ordered[i].Name}, two {available.Plural} with one number, so the order of the {available.Plural} is open.",
                    $"Use a wildcard that matches one of the two, or name the {available.Plural} in order.");
            }
        }

        return ordered;
    }

    // With p* and p_cat, p_dog the classes are cat and dog: a separator that every name has belongs to none of them.
    private static void TrimCommonSeparator(List<Candidate> found)
    {
        if (found.TrueForAll(candidate => candidate.Part.Length > 1 && Separators.Contains(candidate.Part[0]) && candidate.Part[0] == found[0].Part[0]))
        {
            for (int i = 0; i < found.Count; i++)
            {
                found[i] = found[i] with { Part = found[i].Part[1..] };
            }
        }
    }

    // What names given one by one say about the classes: what follows the common prefix up to a separator, or the whole name.
    private static string[] WithoutCommonPrefix(string[] names)
    {
        int length = names[0].Length;
        foreach (string name in names)
        {
            length = names[0].AsSpan(0, length).CommonPrefixLength(name);
        }

        int start = length > 0 && names.Length > 1 ? names[0].LastIndexOfAny(Separators, length - 1) + 1 : 0;
        return [.. names.Select(name => name[start..])];
    }

    private static string[]? NumbersNotFromZero(List<string> parts)
    {
        bool areNumbers = parts.TrueForAll(part => part.Length is > 0 and < 10 && part.All(char.IsAsciiDigit));
        return areNumbers && parts.Where((part, position) => int.Parse(part, CultureInfo.InvariantCulture) != position).Any() ? [.. parts] : null;
    }

    private static string[]? ClassNames(string[] parts)
    {
        bool areNames = parts.Length > 1
            && !Array.Exists(parts, part => part.Length == 0 || part.All(char.IsAsciiDigit))
            && parts.Distinct(StringComparer.Ordinal).Count() == parts.Length;
        return areNames ? parts : null;
    }

    private static void AddOnce(List<int> positions, int position, ColumnNames available)
    {
        if (positions.Contains(position))
        {
            throw LossErrors.OptionNotSupported(
                $"The {available.Singular} '{available.Names[position]}' is asked for twice.", $"Name each {available.Singular} once.");
        }

        positions.Add(position);
    }

    private sealed record Candidate(int Position, string Name, string Part)
    {
        /// <summary>Of a number what tells it from others, in length and then in its digits.</summary>
        public string Number => Part.TrimStart('0');

        public bool IsNumber => Part.Length > 0 && Part.All(char.IsAsciiDigit);
    }
}
