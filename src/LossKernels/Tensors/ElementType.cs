namespace LossKernels.Tensors;

/// <summary>The types of number that a <see cref="TensorView"/> can hold.</summary>
public enum ElementType
{
    /// <summary>True or false, read as 1 or 0.</summary>
    Boolean,

    /// <summary>An unsigned 8-bit integer.</summary>
    UInt8,

    /// <summary>A signed 8-bit integer.</summary>
    Int8,

    /// <summary>A signed 16-bit integer.</summary>
    Int16,

    /// <summary>An unsigned 16-bit integer.</summary>
    UInt16,

    /// <summary>A signed 32-bit integer.</summary>
    Int32,

    /// <summary>An unsigned 32-bit integer.</summary>
    UInt32,

    /// <summary>A signed 64-bit integer.</summary>
    Int64,

    /// <summary>An unsigned 64-bit integer.</summary>
    UInt64,

    /// <summary>IEEE 754 half precision.</summary>
    Float16,

    /// <summary>The upper half of single precision: eight bits of exponent and seven of fraction.</summary>
    BFloat16,

    /// <summary>IEEE 754 single precision.</summary>
    Float32,

    /// <summary>IEEE 754 double precision.</summary>
    Float64,
}
