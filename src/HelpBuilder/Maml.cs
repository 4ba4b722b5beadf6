using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace HelpBuilder;

/// <summary>The XML that Get-Help reads.</summary>
internal static class Maml
{
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Code = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XElement Command(Cmdlet cmdlet, Page page) => new(Code + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Text), new XAttribute(XNamespace.Xmlns + "command", Code), new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(Code + "details",
            new XElement(Code + "name", cmdlet.Name),
            new XElement(Code + "verb", cmdlet.Name.Split('-')[0]),
            new XElement(Code + "noun", cmdlet.Name.Split('-')[1]),
            new XElement(Text + "description", Paragraphs(page["SYNOPSIS"]))),
        new XElement(Text + "description", Paragraphs(page["DESCRIPTION"])),
        new XElement(Code + "syntax", cmdlet.Sets.Select(set => SyntaxItem(cmdlet, set, page))),
        new XElement(Code + "parameters", cmdlet.Parameters.OrderBy(parameter => parameter.Name)
            .Select(parameter => Parameter(parameter, parameter.Bindings[0], page))),
        new XElement(Code + "inputTypes", Types(page["INPUTS"]).Select(type => new XElement(Code + "inputType", type))),
        new XElement(Code + "returnValues", Types(page["OUTPUTS"]).Select(type => new XElement(Code + "returnValue", type))),
        new XElement(Text + "alertSet", new XElement(Text + "alert", Paragraphs(page["NOTES"]))),
        new XElement(Code + "examples", page.Examples.Select(Example)),
        new XElement(Code + "relatedLinks", page["RELATED LINKS"].Lines.Where(line => line.Trim() != "").Select(Link)));

    private static XElement SyntaxItem(Cmdlet cmdlet, string set, Page page) => new(Code + "syntaxItem",
        new XElement(Text + "name", cmdlet.Name),
        from parameter in cmdlet.Parameters
        let binding = parameter.Bindings.FirstOrDefault(binding => binding.Set == set || binding.Set == Facts.EverySet)
        where binding is not null
        orderby binding.Position ?? int.MaxValue, !binding.Mandatory
        select Parameter(parameter, binding, page));

    private static XElement Parameter(Parameter parameter, Binding binding, Page page)
    {
        Section prose = page.Describe(parameter.Name);
        Match given = Regex.Match(string.Join(' ', prose.Lines), "[Tt]he default is `([^`]+)`");
        return new(Code + "parameter",
            new XAttribute("required", binding.Mandatory), new XAttribute("variableLength", parameter.Type.IsArray),
            new XAttribute("globbing", parameter.Wildcards), new XAttribute("pipelineInput", binding.Pipeline),
            new XAttribute("position", binding.Position?.ToString() ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Length == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Text + "name", parameter.Name),
            new XElement(Text + "description", Paragraphs(prose),
                parameter.Values.Length == 0 ? null : new XElement(Text + "para", $"Accepted values: {string.Join(", ", parameter.Values)}.")),
            parameter.Values.Length == 0 ? null : new XElement(Code + "parameterValueGroup", parameter.Values.Select(value =>
                new XElement(Code + "parameterValue", new XAttribute("required", false), new XAttribute("variableLength", false), value))),
            parameter.IsSwitch ? null : new XElement(Code + "parameterValue", new XAttribute("required", true),
                new XAttribute("variableLength", parameter.Type.IsArray), parameter.TypeName),
            new XElement(Dev + "type", new XElement(Text + "name", parameter.TypeName)),
            new XElement(Dev + "defaultValue", given.Success ? given.Groups[1].Value : parameter.IsSwitch ? "False" : "None"));
    }

    /// <summary>The code and then what it prints, as at the prompt; the prose after them.</summary>
    private static XElement Example(Section example, int index)
    {
        ILookup<bool, string> texts = example.Paragraphs().ToLookup(paragraph => paragraph.Fence is not null, paragraph => paragraph.Text);
        string title = Regex.Replace(example.Heading, @"^Example \d+:\s*", "");
        return new(Code + "example",
            new XElement(Text + "title", $"-------- Example {index + 1}: {title} --------"),
            new XElement(Dev + "code", string.Join("\n\n", texts[true])),
            new XElement(Dev + "remarks", texts[false].Append("").Select(text => new XElement(Text + "para", text))));
    }

    private static IEnumerable<XElement[]> Types(Section section)
    {
        Section[] types = [.. section.Split("### ")];
        return (types.Length > 0 ? types : [new("", section.Lines)]).Select(type => new[]
        {
            new XElement(Dev + "type", new XElement(Text + "name", type.Heading)),
            new XElement(Text + "description", Paragraphs(type)),
        });
    }

    private static XElement Link(string line)
    {
        Match link = Regex.Match(line, @"\[([^\]]+)\]\(([^)]*)\)");
        return new(Text + "navigationLink",
            new XElement(Text + "linkText", link.Success ? link.Groups[1].Value : line.Trim('-', '`', ' ')),
            new XElement(Text + "uri", link.Groups[2].Value));
    }

    private static IEnumerable<XElement> Paragraphs(Section section) =>
        section.Paragraphs().Select(paragraph => new XElement(Text + "para", paragraph.Text));
}
