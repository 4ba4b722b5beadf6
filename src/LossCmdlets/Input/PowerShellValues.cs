using System.Management.Automation;
using LossCmdlets.Output;

namespace LossCmdlets.Input;

/// <summary>PowerShell's wrappers as the reader of values asks for them.</summary>
internal sealed class PowerShellValues : IValueShell
{
    private const string DeserializedTensorName = "Deserialized.LossCmdlets.Output.Tensor";

    private static readonly string[] TensorProperties = [.. typeof(Tensor).GetProperties().Where(property => property.GetIndexParameters().Length == 0).Select(property => property.Name)];

    private PowerShellValues()
    {
    }

    /// <summary>The one there is; it holds nothing.</summary>
    public static PowerShellValues Instance { get; } = new();

    /// <inheritdoc/>
    public object Unwrap(object value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <inheritdoc/>
    public bool TryReadDeserializedTensor(object value, out TensorParts parts)
    {
        if (value is PSObject bag && (bag.TypeNames.Contains(DeserializedTensorName) || IsOutOfJson(bag)))
        {
            parts = new TensorParts(
                bag.Properties[nameof(TensorParts.Values)]?.Value,
                bag.Properties[nameof(TensorParts.Shape)]?.Value,
                bag.Properties[nameof(TensorParts.Class)]?.Value,
                bag.Properties[nameof(TensorParts.DataType)]?.Value);
            return true;
        }

        parts = default;
        return false;
    }

    // JSON keeps no type: what has all properties of a tensor is one.
    private static bool IsOutOfJson(PSObject bag) => bag.BaseObject is PSCustomObject && Array.TrueForAll(TensorProperties, name => bag.Properties[name] is not null);
}
