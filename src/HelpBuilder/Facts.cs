using System.Management.Automation;
using System.Reflection;

namespace HelpBuilder;

/// <summary>Reads attributes as data: outside PowerShell the attributes themselves are reference stubs.</summary>
internal static class Facts
{
    public const string EverySet = "__AllParameterSets";

    private static readonly Parameter[] ShouldProcess =
    [
        new("WhatIf", typeof(SwitchParameter), ["wi"], [], false, [new(EverySet, false, null, "False")]),
        new("Confirm", typeof(SwitchParameter), ["cf"], [], false, [new(EverySet, false, null, "False")]),
    ];

    public static IEnumerable<Cmdlet> ReadAll(string assemblyPath) => Assembly.LoadFrom(Path.GetFullPath(assemblyPath)).GetExportedTypes()
        .Where(type => !type.IsAbstract && Find<CmdletAttribute>(type).Any()).Select(Read);

    private static IEnumerable<CustomAttributeData> Find<T>(MemberInfo member) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType == typeof(T));

    private static Cmdlet Read(Type type)
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
