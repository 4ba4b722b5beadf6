using System.Management.Automation;
using System.Xml;

namespace LossCmdlets.Input.Records;

/// <summary>
/// The properties that PowerShell shows of an object: its own, those of its type that PowerShell knows of, and those that were added to it.
/// </summary>
internal sealed class PowerShellProperties : IObjectProperties
{
    private PowerShellProperties()
    {
    }

    /// <summary>The one there is; it holds nothing.</summary>
    public static PowerShellProperties Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names(in Record record) => [.. PSObject.AsPSObject(record.Given).Properties.Select(property => property.Name)];

    /// <inheritdoc/>
    public PropertyGetter Getter(in Record first, string name)
    {
        // What XML shows as properties are elements and attributes.
        bool isOfType = PSObject.AsPSObject(first.Given).Properties[name] is { MemberType: PSMemberTypes.Property } && first.Inner is not XmlNode;
        return isOfType && MemberGetter.Create(first.Inner.GetType(), name) is MemberGetter compiled ? compiled : new ExtendedGetter(name);
    }

    // Asking for one property after the other is ten times as fast as going through all of them, for which PowerShell makes a list.
    private sealed class ExtendedGetter(string name) : PropertyGetter
    {
        public override bool TryGet(in Record record, out object? value)
        {
            try
            {
                PSPropertyInfo? property = PSObject.AsPSObject(record.Given).Properties[name];
                value = property?.Value;
                return property is not null;
            }
            catch (GetValueException failure)
            {
                throw new UnreadablePropertyException(failure);
            }
        }
    }
}
