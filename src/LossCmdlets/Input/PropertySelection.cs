using LossKernels;

namespace LossCmdlets.Input;

/// <summary>
/// The properties of a record, or the columns of a file, that hold its predictions, in the order of the classes.
/// A wildcard takes names in the numeric order of the part that it matched, so that p2 comes before p10.
/// </summary>
internal sealed class PropertySelection
{
    private static readonly char[] Separators = ['_', '-', '.', ' ', ':', '/'];

    private PropertySelection(string[] names, string[]? classes, string[]? numbers)
    {
        Names = names;
        Class = classes;
        Numbers = numbers;
    }

    /// <summary>The selected names, as the record spells them.</summary>
    public string[] Names { get; }

    /// <summary>What the names say about the classes: the parts in which they differ, where those are no numbers; else null.</summary>
    public string[]? Class { get; }

    /// <summary>The numbers of the columns of one wildcard where they do not count from 0, so that p1 is the column of label 1; else null.</summary>
    public string[]? Numbers { get; }

    /// <summary>Selects the names that patterns ask for, pattern after pattern.</summary>
    /// <param name="available">The names of the first record's properties, in order.</param>
    /// <param name="patterns">Names or wildcards.</param>
    /// <param name="where">The record, as messages call it.</param>
    /// <param name="taken">Names that a wildcard skips, because they hold the target, the weight or the group.</param>
    /// <exception cref="LossException">
    /// A pattern has no property, a name is asked for twice, or a wildcard matched both numbers and other text, which have no common order.
    /// </exception>
    public static PropertySelection Select(
        IReadOnlyList<string> available, IReadOnlyList<string> patterns, string where = "The record", IReadOnlyCollection<string>? taken = null)
    {
        List<string> names = [];
        List<string> parts = [];
        foreach (string text in patterns)
        {
            NamePattern pattern = new(text);
            if (FindExact(available, text) is { } exact)
            {
                AddOnce(names, exact);
            }
            else if (!pattern.HasWildcard)
            {
                throw NotFound(text, where, available);
            }
            else
            {
                List<Candidate> found = Expand(pattern, available, name => Contains(names, name) || Contains(taken, name));
                if (found.Count == 0)
                {
                    throw NotFound(text, where, available);
                }

                names.AddRange(found.Select(candidate => candidate.Name));
                parts.AddRange(found.Select(candidate => candidate.Part));
            }
        }

        bool onlyWildcards = parts.Count == names.Count && patterns.Count == 1;
        return new PropertySelection(
            [.. names],
            ClassNames(onlyWildcards ? [.. parts] : WithoutCommonPrefix(names)),
            onlyWildcards && names.Count > 1 ? NumbersNotFromZero(parts) : null);
    }

    private static List<Candidate> Expand(NamePattern pattern, IReadOnlyList<string> available, Func<string, bool> isTaken)
    {
        List<Candidate> found = [];
        foreach (string name in available)
        {
            if (!isTaken(name) && pattern.Matches(name, out string part))
            {
                found.Add(new Candidate(name, part));
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

        return [.. found.OrderBy(candidate => candidate.Part.TrimStart('0').Length).ThenBy(candidate => candidate.Part.TrimStart('0'), StringComparer.Ordinal)];
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
    private static string[] WithoutCommonPrefix(List<string> names)
    {
        int length = names[0].Length;
        foreach (string name in names)
        {
            length = names[0].AsSpan(0, length).CommonPrefixLength(name);
        }

        int start = length > 0 && names.Count > 1 ? names[0].LastIndexOfAny(Separators, length - 1) + 1 : 0;
        return [.. names.Select(name => name[start..])];
    }

    private static string[]? NumbersNotFromZero(List<string> parts)
    {
        bool areNumbers = parts.TrueForAll(part => part.Length is > 0 and < 10 && part.All(char.IsAsciiDigit));
        return areNumbers && !parts.Select(int.Parse).SequenceEqual(Enumerable.Range(0, parts.Count)) ? [.. parts] : null;
    }

    private static string[]? ClassNames(string[] parts)
    {
        bool areNames = parts.Length > 1
            && !Array.Exists(parts, part => part.Length == 0 || part.All(char.IsAsciiDigit))
            && parts.Distinct(StringComparer.Ordinal).Count() == parts.Length;
        return areNames ? parts : null;
    }

    private static string? FindExact(IReadOnlyList<string> available, string text) =>
        available.FirstOrDefault(name => string.Equals(name, text, StringComparison.Ordinal))
        ?? available.FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));

    private static void AddOnce(List<string> names, string name)
    {
        if (Contains(names, name))
        {
            throw LossErrors.OptionNotSupported($"The property '{name}' is asked for twice.", "Name each property once.");
        }

        names.Add(name);
    }

    private static bool Contains(IReadOnlyCollection<string>? names, string name) =>
        names is not null && names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static LossException NotFound(string text, string where, IReadOnlyList<string> available)
    {
        const int Shown = 20;
        string known = available.Count == 0 ? "none" : string.Join(", ", available.Take(Shown));
        return LossErrors.PropertyNotFound(text, where, available.Count > Shown ? known + ", ..." : known);
    }

    private sealed record Candidate(string Name, string Part)
    {
        public bool IsNumber => Part.Length > 0 && Part.All(char.IsAsciiDigit);
    }
}
