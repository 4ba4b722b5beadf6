using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>The types of number as safetensors names them.</summary>
internal static class SafetensorsType
{
    // In the order of the format, which writes the last of them first.
    private static readonly (string Name, ElementType Type)[] Names =
    [
        ("BOOL", ElementType.Boolean),
        ("U8", ElementType.UInt8),
        ("I8", ElementType.Int8),
        ("I16", ElementType.Int16),
        ("U16", ElementType.UInt16),
        ("F16", ElementType.Float16),
        ("BF16", ElementType.BFloat16),
        ("I32", ElementType.Int32),
        ("U32", ElementType.UInt32),
        ("F32", ElementType.Float32),
        ("F64", ElementType.Float64),
        ("I64", ElementType.Int64),
        ("U64", ElementType.UInt64),
    ];

    /// <summary>The type of a name; null where it is not read.</summary>
    public static ElementType? Find(string name) => Array.FindIndex(Names, known => known.Name == name) is >= 0 and int index ? Names[index].Type : null;

    /// <summary>The name of a type.</summary>
    public static string Name(ElementType type) => Names[Order(type)].Name;

    /// <summary>The place of a type among the others: tensors of a later one are written first.</summary>
    public static int Order(ElementType type) => Array.FindIndex(Names, known => known.Type == type);
}
