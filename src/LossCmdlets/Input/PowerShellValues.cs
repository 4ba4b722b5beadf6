using System.Collections;
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
        PSObject? kept = value as PSObject ?? (value is IDictionary ? PSObject.AsPSObject(value) : null);

        // JSON keeps no type: what has all properties of a tensor is one.
        if (kept is not null && (kept.TypeNames.Contains(DeserializedTensorName) || KeptProperty.HasAll(kept, TensorProperties)))
        {
            parts = new TensorParts(
                KeptProperty.Of(kept, nameof(TensorParts.Values)),
                KeptProperty.Of(kept, nameof(TensorParts.Shape)),
                KeptProperty.Of(kept, nameof(TensorParts.Class)),
                KeptProperty.Of(kept, nameof(TensorParts.DataType)));
            return true;
        }

        parts = default;
        return false;
    }
}
