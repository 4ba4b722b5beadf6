namespace LossCmdlets.Output;

/// <summary>The format of a file of tensors.</summary>
public enum TensorFileFormat
{
    /// <summary>The name of the file says it, and where it is read its content.</summary>
    Auto,

    /// <summary>One array, as numpy.save writes it.</summary>
    Npy,

    /// <summary>Arrays with names, as numpy.savez writes them.</summary>
    Npz,

    /// <summary>Tensors with names, as the safetensors library writes them.</summary>
    Safetensors,

    /// <summary>Text of delimited cells.</summary>
    Csv,
}
