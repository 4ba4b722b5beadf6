using System.Text;
using System.Text.RegularExpressions;

namespace LossKernels.Sources.Columns;

/// <summary>
/// A property's name, or a pattern of names as PowerShell writes it: * for any characters, ? for one, [abc] and [a-z] for one of some,
/// and a backtick before a character that means itself. Case does not matter.
/// </summary>
internal sealed class NamePattern
{
    private readonly Regex? _regex;

    public NamePattern(string text)
    {
        Text = text;
        _regex = ToRegex(text);
    }

    /// <summary>The pattern as it was given.</summary>
    public string Text { get; }

    /// <summary>Whether there is a wildcard in it.</summary>
    public bool HasWildcard => _regex is not null;

    /// <summary>Matches a name, and gives the part from the first wildcard to the last: '12' where p* meets p12.</summary>
    public bool Matches(string name, out string matched)
    {
        matched = "";
        if (_regex is null)
        {
            return string.Equals(name, Text, StringComparison.OrdinalIgnoreCase);
        }

        Match match = _regex.Match(name);
        matched = match.Groups[1].Value;
        return match.Success;
    }

    private static Regex? ToRegex(string text)
    {
        StringBuilder regex = new();
        int first = -1;
        int last = -1;
        for (int i = 0; i < text.Length;)
        {
            int before = regex.Length;
            if (Append(regex, text, ref i))
            {
                first = first < 0 ? before : first;
                last = regex.Length;
            }
        }

        if (first < 0)
        {
            return null;
        }

        regex.Insert(last, ')').Insert(first, '(').Insert(0, @"\A").Append(@"\z");
        return new Regex(regex.ToString(), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
    }

    // Appends the next element and moves past it; true where it is a wildcard.
    private static bool Append(StringBuilder regex, string text, ref int i)
    {
        char letter = text[i++];
        int end = letter == '[' && i < text.Length ? text.IndexOf(']', i + 1) : -1;
        switch (letter)
        {
            case '*':
                regex.Append(".*");
                return true;
            case '?':
                regex.Append('.');
                return true;
            case '[' when end > 0:
                AppendSet(regex, text.AsSpan(i, end - i));
                i = end + 1;
                return true;
            case '`' when i < text.Length:
                regex.Append(Regex.Escape(text[i++].ToString()));
                return false;
            default:
                regex.Append(Regex.Escape(letter.ToString()));
                return false;
        }
    }

    private static void AppendSet(StringBuilder regex, ReadOnlySpan<char> members)
    {
        regex.Append('[');
        for (int i = 0; i < members.Length; i++)
        {
            bool isRange = members[i] == '-' && i > 0 && i < members.Length - 1;
            regex.Append(isRange ? "" : @"\u").Append(isRange ? "-" : ((int)members[i]).ToString("X4", System.Globalization.CultureInfo.InvariantCulture));
        }

        regex.Append(']');
    }
}
