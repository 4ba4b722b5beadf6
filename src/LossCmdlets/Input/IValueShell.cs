namespace LossCmdlets.Input;

/// <summary>What the reader of values must ask PowerShell, so that it needs no PowerShell type itself.</summary>
internal interface IValueShell
{
    /// <summary>The object inside a PowerShell wrapper, or the value itself where there is none.</summary>
    object Unwrap(object value);

    /// <summary>
    /// Reads the properties of a tensor that came back from a job or another machine: a wrapper whose first type name is
    /// <c>Deserialized.LossCmdlets.Output.Tensor</c>. Property values may be given as they are, wrapped or not.
    /// </summary>
    bool TryReadDeserializedTensor(object value, out TensorParts parts);
}
