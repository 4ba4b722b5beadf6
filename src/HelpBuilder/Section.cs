using System.Text.RegularExpressions;

namespace HelpBuilder;

/// <summary>A heading and the lines under it.</summary>
internal sealed record Section(string Heading, string[] Lines)
{
    /// <summary>The sections under headings that start with a mark; what looks like a heading inside a code fence is code.</summary>
    public IEnumerable<Section> Split(string mark)
    {
        bool inFence = false;
        List<(string Heading, List<string> Lines)> sections = [];
        foreach (string line in Lines)
        {
            inFence ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!inFence && line.StartsWith(mark, StringComparison.Ordinal))
            {
                sections.Add((line[mark.Length..].Trim(), []));
            }
            else if (sections.Count > 0)
            {
                sections[^1].Lines.Add(line);
            }
        }

        return sections.Select(section => new Section(section.Heading, [.. section.Lines]));
    }

    /// <summary>The paragraphs as Get-Help prints them: prose on one line, a list item, a table row or a code block kept as it is.</summary>
    public IEnumerable<(string Text, string? Fence)> Paragraphs()
    {
        List<string> lines = [];
        string? fence = null;
        foreach (string line in Lines.Append(""))
        {
            bool isFence = line.StartsWith("```", StringComparison.Ordinal);
            bool isItem = fence is null && Regex.IsMatch(line, @"^([-*|]|\d+\.) ?");
            if (lines.Count > 0 && (isFence || (fence is null && (isItem || line.Trim() == ""))))
            {
                yield return (fence is null ? Plain(string.Join(' ', lines.Select(text => text.Trim()))) : string.Join('\n', lines), fence);
                lines.Clear();
            }

            if (isFence)
            {
                fence = fence is null ? line[3..].Trim() : null;
            }
            else if (fence is not null || line.Trim() != "")
            {
                lines.Add(line);
            }
        }
    }

    private static string Plain(string text) =>
        Regex.Replace(Regex.Replace(text, @"\[([^\]]+)\]\((https?:[^)]+)\)", "$1 ($2)"), @"`|\*\*", "");
}
