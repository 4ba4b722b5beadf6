using System.Management.Automation;

namespace LossCmdlets.Input;

/// <summary>PowerShell's wrappers as the reader of values asks for them.</summary>
internal sealed class PowerShellValues : IValueShell
{
    private const string DeserializedTensorName = "Deserialized.LossCmdlets.Output.Tensor";

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
        if (value is PSObject bag && bag.TypeNames.Contains(DeserializedTensorName))
        {
            parts = new TensorParts(
                bag.Properties[nameof(TensorParts.Values)]?.Value,
                bag.Properties[nameof(TensorParts.Shape)]?.Value,
                bag.Properties[nameof(TensorParts.Class)]?.Value);
            return true;
        }

        parts = default;
        return false;
    }
}
