namespace LossKernels.Sources.Arrays;

/// <summary>The formats of tensor files.</summary>
public enum TensorFormat
{
    /// <summary>One array, as numpy.save writes it.</summary>
    Npy,

    /// <summary>Arrays with names, as numpy.savez writes them.</summary>
    Npz,

    /// <summary>Tensors with names, as the safetensors library writes them.</summary>
    Safetensors,
}
