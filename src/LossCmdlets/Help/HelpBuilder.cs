#:package PowerShellStandard.Library
#:property PublishAot=false

// Writes the help that Get-Help shows (MAML) out of two sources: the prose of the pages beside this file, and the facts of the
// built cmdlets. Neither repeats the other, and what one has and the other lacks is an error.
//   dotnet run --file HelpBuilder.cs -- <LossCmdlets.dll> <folder of the pages> <MAML file to write>

using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

(string assemblyPath, string pageFolder, string mamlPath) = (args[0], args[1], args[2]);
List<Cmdlet> cmdlets = [.. Assembly.LoadFrom(Path.GetFullPath(assemblyPath)).GetExportedTypes()
    .Where(type => !type.IsAbstract && Facts.Find<CmdletAttribute>(type).Any()).Select(Facts.Read).OrderBy(cmdlet => cmdlet.Name)];
Dictionary<string, Page> pages = Directory.GetFiles(pageFolder, "*-*.md").Select(Page.Read).ToDictionary(page => page.FileName);
foreach (Page page in pages.Values)
{
    page.Inherit(pages);
}

List<string> errors = [.. pages.Values.Where(page => cmdlets.All(cmdlet => cmdlet.Name != page.FileName))
    .Select(page => page.Error("there is no cmdlet of this name"))];
foreach (Cmdlet cmdlet in cmdlets)
{
    errors.AddRange(pages.TryGetValue(cmdlet.Name, out Page? page)
        ? page.Check(cmdlet)
        : [$"{Path.Combine(pageFolder, cmdlet.Name + ".md")}: error HELP: the cmdlet has no page"]);
}

if (errors.Count > 0)
{
    errors.ForEach(Console.Error.WriteLine);
    return 1;
}

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(mamlPath))!);
new XDocument(new XElement("helpItems", new XAttribute("schema", "maml"),
    cmdlets.Select(cmdlet => Maml.Command(cmdlet, pages[cmdlet.Name])))).Save(mamlPath);
return 0;

/// <summary>What a parameter is in one parameter set.</summary>
internal sealed record Binding(string Set, bool Mandatory, int? Position, string Pipeline);

internal sealed record Parameter(string Name, Type Type, string[] Aliases, string[] Values, bool Wildcards, Binding[] Bindings)
{
    public bool IsSwitch => Type == typeof(SwitchParameter);

    /// <summary>The type as PowerShell's own syntax shows it.</summary>
    public string TypeName => (Nullable.GetUnderlyingType(Type) ?? Type) is var type && type.IsArray
        ? Short(type.GetElementType()!) + "[]"
        : Short(type);

    private static string Short(Type type) => type.Name switch
    {
        "String" => "string",
        "Int32" => "int",
        "Int64" => "long",
        "Single" => "float",
        "Double" => "double",
        "Boolean" => "bool",
        "Hashtable" => "hashtable",
        string name => name,
    };
}

internal sealed record Cmdlet(string Name, string DefaultSet, Parameter[] Parameters)
{
    /// <summary>The names of the parameter sets, the default first.</summary>
    public IEnumerable<string> Sets => Parameters.SelectMany(parameter => parameter.Bindings).Select(binding => binding.Set)
        .Where(set => set != Facts.EverySet).Distinct().DefaultIfEmpty(Facts.EverySet).OrderBy(set => set != DefaultSet);
}

/// <summary>Reads attributes as data: outside PowerShell the attributes themselves are reference stubs.</summary>
internal static class Facts
{
    public const string EverySet = "__AllParameterSets";

    private static readonly Parameter[] ShouldProcess =
    [
        new("WhatIf", typeof(SwitchParameter), ["wi"], [], false, [new(EverySet, false, null, "False")]),
        new("Confirm", typeof(SwitchParameter), ["cf"], [], false, [new(EverySet, false, null, "False")]),
    ];

    public static IEnumerable<CustomAttributeData> Find<T>(MemberInfo member) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType == typeof(T));

    public static Cmdlet Read(Type type)
    {
        CustomAttributeData cmdlet = Find<CmdletAttribute>(type).Single();
        IEnumerable<Parameter> parameters = type.GetProperties().Where(property => Find<ParameterAttribute>(property).Any()).Select(Read);
        return new($"{cmdlet.ConstructorArguments[0].Value}-{cmdlet.ConstructorArguments[1].Value}",
            Named(cmdlet, "DefaultParameterSetName", EverySet),
            [.. parameters, .. Named(cmdlet, "SupportsShouldProcess", false) ? ShouldProcess : []]);
    }

    private static Parameter Read(PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return new(property.Name, property.PropertyType,
            [.. Find<AliasAttribute>(property).SelectMany(Texts)],
            [.. type.IsEnum ? Enum.GetNames(type) : Find<ValidateSetAttribute>(property).SelectMany(Texts)],
            Find<SupportsWildcardsAttribute>(property).Any(),
            property.GetCustomAttributesData().FirstOrDefault(attribute => attribute.AttributeType.Name == "BelongsToAttribute") is { } belonging
            ? [.. Texts(belonging).Select(set => new Binding(set, false, null, "False"))]
            : [.. Find<ParameterAttribute>(property).Select(attribute => new Binding(
                Named(attribute, "ParameterSetName", EverySet),
                Named(attribute, "Mandatory", false),
                Named(attribute, "Position", int.MinValue) is >= 0 and int position ? position : null,
                (Named(attribute, "ValueFromPipeline", false), Named(attribute, "ValueFromPipelineByPropertyName", false)) switch
                {
                    (true, true) => "True (ByValue, ByPropertyName)",
                    (true, false) => "True (ByValue)",
                    (false, true) => "True (ByPropertyName)",
                    _ => "False",
                }))]);
    }

    private static T Named<T>(CustomAttributeData attribute, string name, T otherwise) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value is T value ? value : otherwise;

    private static IEnumerable<string> Texts(CustomAttributeData attribute) =>
        ((IEnumerable<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!).Select(argument => (string)argument.Value!);
}

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

/// <summary>A page: the prose of one cmdlet, in platyPS's shape.</summary>
internal sealed class Page
{
    private static readonly string[] Required = ["SYNOPSIS", "DESCRIPTION", "INPUTS", "OUTPUTS"];

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

    /// <summary>What is said of a parameter, here or on the page that it is taken from; null where nothing is.</summary>
    public Section? Describe(string parameter) => Parameters.GetValueOrDefault(parameter) ?? _base?.Describe(parameter);

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

            foreach (string name in names.Where(name => !Maml.HasProse(this, name)))
            {
                yield return $"the parameter -{name} is not documented";
            }

            foreach (string name in Parameters.Keys.Except(names))
            {
                yield return $"-{name} is documented, and is no parameter";
            }

            foreach (string name in names.Except(Parameters.Keys))
            {
                string text = string.Join(' ', _base?.Describe(name)?.Lines ?? []);
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

/// <summary>The XML that Get-Help reads.</summary>
internal static class Maml
{
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Code = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The engine's own parameters, which no page need repeat.</summary>
    private static readonly Dictionary<string, string> EngineProse = new()
    {
        ["WhatIf"] = "Shows what would happen if the cmdlet ran. The cmdlet is not run.",
        ["Confirm"] = "Prompts you for confirmation before running the cmdlet.",
    };

    public static bool HasProse(Page page, string parameter) => Prose(page, parameter).Paragraphs().Any();

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

    private static Section Prose(Page page, string parameter) => page.Describe(parameter)
        ?? new(parameter, EngineProse.TryGetValue(parameter, out string? prose) ? [prose] : []);

    private static XElement SyntaxItem(Cmdlet cmdlet, string set, Page page) => new(Code + "syntaxItem",
        new XElement(Text + "name", cmdlet.Name),
        from parameter in cmdlet.Parameters
        let binding = parameter.Bindings.FirstOrDefault(binding => binding.Set == set || binding.Set == Facts.EverySet)
        where binding is not null
        orderby binding.Position ?? int.MaxValue, !binding.Mandatory
        select Parameter(parameter, binding, page));

    private static XElement Parameter(Parameter parameter, Binding binding, Page page)
    {
        Section prose = Prose(page, parameter.Name);
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
