using System.Text.RegularExpressions;

namespace HelpBuilder;

/// <summary>A page: the prose of one cmdlet, in platyPS's shape.</summary>
internal sealed class Page
{
    private static readonly string[] Required = ["SYNOPSIS", "DESCRIPTION", "INPUTS", "OUTPUTS"];

    /// <summary>The engine's own parameters, which no page need repeat.</summary>
    private static readonly Dictionary<string, string> EngineProse = new()
    {
        ["WhatIf"] = "Shows what would happen if the cmdlet ran. The cmdlet is not run.",
        ["Confirm"] = "Prompts you for confirmation before running the cmdlet.",
    };

    private readonly string _path;
    private readonly Dictionary<string, Section> _sections;
    private Page? _base;

    private Page(string path)
    {
        _path = path;
        Section page = new("", File.ReadAllLines(path));
        Title = page.Split("# ").Select(section => section.Heading).FirstOrDefault("");
        _sections = page.Split("## ").ToDictionary(section => section.Heading);
        Examples = [.. this["EXAMPLES"].Split("### ")];
        Parameters = this["PARAMETERS"].Split("### -").ToDictionary(section => section.Heading);
    }

    public string FileName => Path.GetFileNameWithoutExtension(_path);

    public string Title { get; }

    public Section[] Examples { get; }

    public Dictionary<string, Section> Parameters { get; }

    public Section this[string heading] => _sections.GetValueOrDefault(heading, new(heading, []));

    public static Page Read(string path) => new(path);

    /// <summary>Parameters that the page does not describe are those of the page to which it links before the first of its own.</summary>
    public void Inherit(Dictionary<string, Page> pages)
    {
        string before = string.Join('\n', this["PARAMETERS"].Lines.TakeWhile(line => !line.StartsWith("###", StringComparison.Ordinal)));
        _base = pages.GetValueOrDefault(Regex.Match(before, @"\]\(([\w-]+)\.md\)").Groups[1].Value);
    }

    /// <summary>What is said of a parameter, here, on the page that it is taken from, or of the engine's own everywhere; no lines where nothing is.</summary>
    public Section Describe(string parameter) => Parameters.GetValueOrDefault(parameter) ?? _base?.Describe(parameter)
        ?? new(parameter, EngineProse.TryGetValue(parameter, out string? prose) ? [prose] : []);

    public string Error(string text) => $"{_path}: error HELP: {text}";

    public IEnumerable<string> Check(Cmdlet cmdlet)
    {
        IEnumerable<string> Find()
        {
            string[] names = [.. cmdlet.Parameters.Select(parameter => parameter.Name)];
            if (Title != cmdlet.Name)
            {
                yield return $"the title is '{Title}'";
            }

            foreach (string heading in Required.Where(heading => !this[heading].Paragraphs().Any()))
            {
                yield return $"{heading} is missing or empty";
            }

            foreach (string name in names.Where(name => !Describe(name).Paragraphs().Any()))
            {
                yield return $"the parameter -{name} is not documented";
            }

            foreach (string name in Parameters.Keys.Except(names))
            {
                yield return $"-{name} is documented, and is no parameter";
            }

            foreach (string name in names.Except(Parameters.Keys))
            {
                string text = string.Join(' ', _base?.Describe(name).Lines ?? []);
                foreach (string other in (_base?.Parameters.Keys ?? Enumerable.Empty<string>()).Except(names).Where(other => Regex.IsMatch(text, $@"(?<!\w)-{other}\b")))
                {
                    yield return $"-{name} is told in the words of {_base!.Title}, which name -{other}, and that is no parameter here";
                }
            }

            foreach (Section example in Examples.Where(example => example.Paragraphs().All(paragraph => paragraph.Fence != "powershell")))
            {
                yield return $"the example '{example.Heading}' has no powershell block";
            }

            if (Examples.Length < 3)
            {
                yield return $"there are {Examples.Length} examples, and three at least are due";
            }
        }

        return Find().Select(Error);
    }
}
