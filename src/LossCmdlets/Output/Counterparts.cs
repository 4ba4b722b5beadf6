using LossKernels.Semantics;
using LossKernels.Sources.Arrays;
using LossKernels.Tensors;
using KernelReduction = LossKernels.Semantics.Reduction;
using KernelWhenAllIgnored = LossKernels.Semantics.WhenAllIgnored;

namespace LossCmdlets.Output;

/// <summary>
/// Members of the cmdlets' enums and those of the library's of the same name. Parsing the name would do, but every enum would have
/// its parser compiled while the user waits for the first result.
/// </summary>
internal static class Counterparts
{
    /// <summary>The library's kind.</summary>
    public static LossKind ToKernel(this Kind kind) => (LossKind)kind;

    /// <summary>The cmdlets' kind.</summary>
    public static Kind ToOutput(this LossKind kind) => (Kind)kind;

    /// <summary>The library's reduction.</summary>
    public static KernelReduction ToKernel(this Reduction reduction) => (KernelReduction)reduction;

    /// <summary>The cmdlets' reduction.</summary>
    public static Reduction ToOutput(this KernelReduction reduction) => (Reduction)reduction;

    /// <summary>What the library gives where all is ignored.</summary>
    public static KernelWhenAllIgnored ToKernel(this WhenAllIgnored gives) => gives switch
    {
        WhenAllIgnored.Zero => KernelWhenAllIgnored.Zero,
        WhenAllIgnored.NaN => KernelWhenAllIgnored.NaN,
        WhenAllIgnored.Error => KernelWhenAllIgnored.Error,
        _ => KernelWhenAllIgnored.Convention,
    };

    /// <summary>The library's type of number; null where it is to decide.</summary>
    public static ElementType? ToKernel(this DataType type) => type switch
    {
        DataType.Float32 => ElementType.Float32,
        DataType.Float64 => ElementType.Float64,
        _ => null,
    };

    /// <summary>The library's type of number in files; null where the numbers are to decide.</summary>
    public static ElementType? ToKernel(this StoredType type) => type switch
    {
        StoredType.Boolean => ElementType.Boolean,
        StoredType.UInt8 => ElementType.UInt8,
        StoredType.Int8 => ElementType.Int8,
        StoredType.Int16 => ElementType.Int16,
        StoredType.UInt16 => ElementType.UInt16,
        StoredType.Int32 => ElementType.Int32,
        StoredType.UInt32 => ElementType.UInt32,
        StoredType.Int64 => ElementType.Int64,
        StoredType.UInt64 => ElementType.UInt64,
        StoredType.Float16 => ElementType.Float16,
        StoredType.Float32 => ElementType.Float32,
        StoredType.Float64 => ElementType.Float64,
        _ => null,
    };

    /// <summary>The library's format; null where the file is to decide, and for CSV, which the library keeps apart.</summary>
    public static TensorFormat? ToKernel(this TensorFileFormat format) => format switch
    {
        TensorFileFormat.Npy => TensorFormat.Npy,
        TensorFileFormat.Npz => TensorFormat.Npz,
        TensorFileFormat.Safetensors => TensorFormat.Safetensors,
        _ => null,
    };

    /// <summary>The cmdlets' format of a file; Auto where there is none.</summary>
    public static TensorFileFormat ToOutput(this TensorFormat? format) => format switch
    {
        TensorFormat.Npy => TensorFileFormat.Npy,
        TensorFormat.Npz => TensorFileFormat.Npz,
        TensorFormat.Safetensors => TensorFileFormat.Safetensors,
        _ => TensorFileFormat.Auto,
    };

    /// <summary>The cmdlets' type of number, of one that the library computes in.</summary>
    public static DataType ToOutput(this ElementType type) => type == ElementType.Float32 ? DataType.Float32 : DataType.Float64;
}
