using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;

namespace LossKernels.Tests;

/// <summary>What the sources of the library say to users: of each line that is no comment what lies between its first quote and its last.</summary>
internal static partial class LibraryTexts
{
    /// <summary>The texts, with the file and the line.</summary>
    public static ImmutableArray<(string Place, string Text)> All { get; } =
    [
        .. from path in Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
           let file = Path.GetRelativePath(Root, path).Replace('\\', '/')
           where !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal)
           from line in File.ReadAllLines(path).Index()
           where !line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal)
           let text = Quoted.Match(line.Item)
           where text.Success
           select ($"{file}({line.Index + 1})", text.Value.Replace("\\\"", "\"", StringComparison.Ordinal)),
    ];

    /// <summary>What stands in backquotes in them, and what fixes set and call, with 1 in the place of what is filled in.</summary>
    public static ImmutableArray<(string Place, string Term)> Terms { get; } =
        [.. from text in All from term in Term.Matches(text.Text).Concat(Fixed.Matches(text.Text)) select (text.Place, Hole.Replace(term.Groups[1].Value, "1"))];

    private static string Root => Path.Combine(
        typeof(LibraryTexts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!, "src", "LossKernels");

    [GeneratedRegex("\".*\"")]
    private static partial Regex Quoted { get; }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Term { get; }

    [GeneratedRegex("""
        "((?:[A-Z]\w+\.)?[A-Z]\w+(?: = (?:[^"{`]+|\{[^"{}]*\})|\([a-z]+\)))"
        """)]
    private static partial Regex Fixed { get; }

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole { get; }
}
