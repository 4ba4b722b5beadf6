using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>The types of number as NumPy names them: an optional byte order, a letter and the bytes of a number.</summary>
internal static class NpyType
{
    private static readonly (string Name, ElementType Type)[] Names =
    [
        ("b1", ElementType.Boolean),
        ("u1", ElementType.UInt8),
        ("i1", ElementType.Int8),
        ("i2", ElementType.Int16),
        ("u2", ElementType.UInt16),
        ("i4", ElementType.Int32),
        ("u4", ElementType.UInt32),
        ("i8", ElementType.Int64),
        ("u8", ElementType.UInt64),
        ("f2", ElementType.Float16),
        ("f4", ElementType.Float32),
        ("f8", ElementType.Float64),
    ];

    /// <summary>Reads the name of a type.</summary>
    /// <param name="bytes">The file, for messages.</param>
    /// <param name="place">Where the name stands in it.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="LossException">UnsupportedFileFormat, with what converts such an array; MalformedFile where it names no type.</exception>
    public static (ElementType Type, bool IsSwapped) Parse(ByteSource bytes, long place, string name)
    {
        bool hasOrder = name.Length > 0 && "<>=|".Contains(name[0], StringComparison.Ordinal);
        string plain = hasOrder ? name[1..] : name;
        foreach ((string known, ElementType type) in Names)
        {
            if (known == plain || (plain == "?" && type == ElementType.Boolean))
            {
                return (type, type.Size() > 1 && name[0] == (BitConverter.IsLittleEndian ? '>' : '<'));
            }
        }

        bool isName = plain.Length > 0 && plain.AsSpan(1).IndexOfAnyExceptInRange('0', '9') is var end && (end < 0 || plain[end + 1] == '[');
        (string? what, string remedy) = (isName ? plain[0] : '\0') switch
        {
            'O' => ("Python objects", "Save numbers, as in numpy.save(path, array.astype(numpy.float64))."),
            'c' => ("complex numbers", "Save their real parts, as in numpy.save(path, array.real)."),
            'S' or 'U' or 'a' => ("texts", "Save class numbers, as in numpy.save(path, numpy.unique(array, return_inverse=True)[1])."),
            'M' or 'm' => ("dates or times", "Save numbers, as in numpy.save(path, array.astype(numpy.int64))."),
            'V' => ("bytes whose meaning the file does not tell", "Save numbers, as in numpy.save(path, array.astype(numpy.float32)); so are those of bfloat16."),
            'f' or 'i' or 'u' => ("numbers of a size that is not read", "Save others, as in numpy.save(path, array.astype(numpy.float64))."),
            _ => (null, ""),
        };
        throw what is null
            ? bytes.Malformed(place, $"{LossErrors.Show(name)} names no type")
            : LossErrors.UnsupportedFileFormat(bytes.Path, $"its values are {what} (dtype {LossErrors.Show(name)})", remedy);
    }

    /// <summary>The name by which NumPy writes a type on a little-endian machine; null where NumPy does not have it.</summary>
    public static string? Name(ElementType type)
    {
        string? name = Array.Find(Names, known => known.Type == type).Name;
        return name is null ? null : (type.Size() == 1 ? "|" : "<") + name;
    }
}
