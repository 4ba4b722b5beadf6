namespace LossCmdlets.Input;

/// <summary>What the reader of values must ask PowerShell, so that it needs no PowerShell type itself.</summary>
internal interface IValueShell
{
    /// <summary>The object inside a PowerShell wrapper, or the value itself where there is none.</summary>
    object Unwrap(object value);

    /// <summary>
    /// Reads the properties of a tensor that came back from a job or another machine, as an object of the type name
    /// <c>Deserialized.LossCmdlets.Output.Tensor</c>, or from JSON, without a type. Property values may be given as they are, wrapped or not.
    /// </summary>
    bool TryReadDeserializedTensor(object value, out TensorParts parts);
}
