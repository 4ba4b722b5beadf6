namespace LossKernels.Sources.Columns;

/// <summary>
/// A property's name, or a pattern of names as PowerShell writes it: * for any characters, ? for one, [abc] and [a-z] for one of some,
/// and a backtick before a character that means itself. Case does not matter.
/// </summary>
/// <remarks>Matched by hand: the runtime takes longer to compile a regular expression, and what it is made of, than to measure a file.</remarks>
internal sealed class NamePattern
{
    private readonly Element[] _elements;

    // What stands before the first wildcard and behind the last is as long in every name.
    private readonly int _prefix;
    private readonly int _suffix;

    public NamePattern(string text)
    {
        Text = text;
        _elements = Parse(text);
        _prefix = Array.FindIndex(_elements, element => element.IsWildcard);
        _suffix = _elements.Length - 1 - Array.FindLastIndex(_elements, element => element.IsWildcard);
    }

    private enum Kind
    {
        Letter,
        AnyLetter,
        OneOf,
        AnyText,
    }

    /// <summary>The pattern as it was given.</summary>
    public string Text { get; }

    /// <summary>Whether there is a wildcard in it.</summary>
    public bool HasWildcard => _prefix >= 0;

    /// <summary>Matches a name, and gives the part from the first wildcard to the last: '12' where p* meets p12.</summary>
    public bool Matches(string name, out string matched)
    {
        bool isMatch = HasWildcard ? IsMatch(name) : string.Equals(name, Text, StringComparison.OrdinalIgnoreCase);
        matched = isMatch && HasWildcard ? name[_prefix..^_suffix] : "";
        return isMatch;
    }

    // Where the rest does not fit, the last * takes one character more; those before it never need to.
    private bool IsMatch(string name)
    {
        int at = 0;
        int element = 0;
        int lastAnyText = -1;
        int end = 0;
        while (at < name.Length)
        {
            if (element < _elements.Length && _elements[element].Kind == Kind.AnyText)
            {
                lastAnyText = element++;
                end = at;
            }
            else if (element < _elements.Length && _elements[element].Matches(name[at]))
            {
                element++;
                at++;
            }
            else if (lastAnyText >= 0)
            {
                element = lastAnyText + 1;
                at = ++end;
            }
            else
            {
                return false;
            }
        }

        return Array.TrueForAll(_elements[element..], rest => rest.Kind == Kind.AnyText);
    }

    private static Element[] Parse(string text)
    {
        List<Element> elements = [];
        for (int i = 0; i < text.Length;)
        {
            elements.Add(Next(text, ref i));
        }

        return [.. elements];
    }

    // Reads the next element and moves past it.
    private static Element Next(string text, ref int i)
    {
        char letter = text[i++];
        int end = letter == '[' && i < text.Length ? text.IndexOf(']', i + 1) : -1;
        switch (letter)
        {
            case '*':
                return new Element(Kind.AnyText, "");
            case '?':
                return new Element(Kind.AnyLetter, "");
            case '[' when end > 0:
                string members = text[i..end];
                i = end + 1;
                return new Element(Kind.OneOf, members);
            case '`' when i < text.Length:
                return new Element(Kind.Letter, text[i++].ToString());
            default:
                return new Element(Kind.Letter, letter.ToString());
        }
    }

    private sealed record Element(Kind Kind, string Members)
    {
        public bool IsWildcard => Kind != Kind.Letter;

        public bool Matches(char letter) => Kind switch
        {
            Kind.AnyLetter => true,
            Kind.Letter => char.ToUpperInvariant(letter) == char.ToUpperInvariant(Members[0]),
            _ => IsMember(char.ToUpperInvariant(letter)) || IsMember(char.ToLowerInvariant(letter)),
        };

        private bool IsMember(char letter)
        {
            for (int i = 0; i < Members.Length;)
            {
                bool isRange = i + 2 < Members.Length && Members[i + 1] == '-';
                char last = Members[isRange ? i + 2 : i];
                if (letter >= Members[i] && letter <= last)
                {
                    return true;
                }

                i += isRange ? 3 : 1;
            }

            return false;
        }
    }
}
