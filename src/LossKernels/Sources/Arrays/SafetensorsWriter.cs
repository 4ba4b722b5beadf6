using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>Writes safetensors as the reference library does: wide types first, then by name; a header without spaces, filled up to eight bytes.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes tensors.</summary>
    public static void Write(FileAppender file, IEnumerable<KeyValuePair<string, TensorView>> tensors)
    {
        KeyValuePair<string, TensorView>[] ordered =
            [.. tensors.OrderByDescending(tensor => SafetensorsType.Order(tensor.Value.ElementType)).ThenBy(tensor => Encoding.UTF8.GetBytes(tensor.Key), ByteOrder.Instance)];
        byte[] header = Encoding.UTF8.GetBytes(Header(ordered));
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        file.Write(length);
        file.Write(header);
        foreach ((_, TensorView tensor) in ordered)
        {
            TensorBytes.CopyTo(tensor, file.Write);
        }
    }

    private static string Header(IEnumerable<KeyValuePair<string, TensorView>> tensors)
    {
        StringBuilder header = new("{");
        long offset = 0;
        foreach ((string name, TensorView tensor) in tensors)
        {
            long end = offset + (tensor.Shape.Length * tensor.ElementType.Size());
            string shape = string.Join(',', tensor.Shape.Lengths.ToArray());
            header.Append(header.Length == 1 ? "" : ",").Append('"');
            AppendEscaped(header, name);
            header.Append(CultureInfo.InvariantCulture, $"\":{{\"dtype\":\"{SafetensorsType.Name(tensor.ElementType)}\",\"shape\":[{shape}],\"data_offsets\":[{offset},{end}]}}");
            offset = end;
        }

        header.Append('}');
        int length = Encoding.UTF8.GetByteCount(header.ToString());
        return header.Append(' ', (Alignment - (length % Alignment)) % Alignment).ToString();
    }

    // The runtime's writer of JSON escapes more than the reference library does.
    private static void AppendEscaped(StringBuilder header, string name)
    {
        foreach (char character in name)
        {
            _ = character switch
            {
                '"' or '\\' => header.Append('\\').Append(character),
                '\b' => header.Append("\\b"),
                '\f' => header.Append("\\f"),
                '\n' => header.Append("\\n"),
                '\r' => header.Append("\\r"),
                '\t' => header.Append("\\t"),
                < ' ' => header.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => header.Append(character),
            };
        }
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static ByteOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
