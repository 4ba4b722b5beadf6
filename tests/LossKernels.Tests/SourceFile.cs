using System.Text.RegularExpressions;

namespace LossKernels.Tests;

/// <summary>A file of the sources, which has one type.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Layer">The layer that it is part of.</param>
/// <param name="Text">What it says.</param>
internal sealed partial record SourceFile(string Path, string Layer, string Text)
{
    private string Namespace { get; } = NamespaceLine.Match(Text).Groups[1].Value;

    private string Type { get; } = System.IO.Path.GetFileName(Path).Split('.')[0];

    /// <summary>
    /// What the file names of other layers: namespaces that it uses, types of namespaces around its own, which it need not use, and types whose names
    /// it begins with their namespace.
    /// </summary>
    public IEnumerable<(string Layer, string Text)> References(SourceFile[] files)
    {
        HashSet<string> used = [.. UsingLine.Matches(Text).Select(match => match.Groups[1].Value)];
        string[][] names = [.. Name.Matches(Text).Select(match => match.Value).Distinct().Select(name => name.Split('.'))];
        HashSet<string> parts = [.. names.SelectMany(name => name)];
        HashSet<string> pairs = [.. names.SelectMany(name => name.Zip(name.Skip(1), (outer, inner) => $"{outer}.{inner}"))];
        return (from other in files
                where other.Layer != Layer
                let space = other.Namespace
                let type = $"{space[(space.LastIndexOf('.') + 1)..]}.{other.Type}"
                let text = used.Contains(space) ? $"using {space}"
                    : parts.Contains(other.Type) && $"{Namespace}.".StartsWith($"{space}.", StringComparison.Ordinal) ? other.Type
                    : pairs.Contains(type) ? type
                    : null
                where text is not null
                select (other.Layer, text)).Distinct();
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine { get; }

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingLine { get; }

    [GeneratedRegex(@"\w+(?:\.\w+)*")]
    private static partial Regex Name { get; }
}
