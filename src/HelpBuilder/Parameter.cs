using System.Management.Automation;

namespace HelpBuilder;

/// <summary>A parameter of a cmdlet, and what it is in each of its sets.</summary>
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
