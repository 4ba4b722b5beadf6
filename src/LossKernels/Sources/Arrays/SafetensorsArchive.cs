using System.Buffers.Binary;
using System.Text.Json;
using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>
/// The tensors of a safetensors file: the length of a header, the header as JSON, and the numbers side by side without a hole.
/// </summary>
internal sealed class SafetensorsArchive : ITensorArchive
{
    private const int LongestHeader = 100_000_000;
    internal const string MetadataKey = "__metadata__";

    private readonly ByteSource _bytes;
    private readonly Dictionary<string, Entry> _entries = [];

    /// <summary>Reads the header.</summary>
    /// <exception cref="LossException">MalformedFile.</exception>
    public SafetensorsArchive(ByteSource bytes)
    {
        _bytes = bytes;
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes.ReadBytes(0, sizeof(ulong)));
        if (length > LongestHeader)
        {
            throw bytes.Malformed(0, $"the header has {length} bytes, and {LongestHeader} are the most");
        }

        byte[] header = bytes.ReadBytes(sizeof(ulong), (int)length);
        if (header.Length == 0 || header[0] != '{')
        {
            throw bytes.Malformed(sizeof(ulong), "the header does not begin with a brace");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
            ReadEntries(document.RootElement);
        }
        catch (JsonException failure)
        {
            throw bytes.Malformed(sizeof(ulong) + (failure.BytePositionInLine ?? 0), $"the header is not the JSON that it should be ({failure.Message})");
        }
        catch (InvalidOperationException failure)
        {
            throw bytes.Malformed(sizeof(ulong), $"the header has a text that is none ({failure.Message})");
        }

        CheckPlaces(sizeof(ulong) + header.Length);
        Keys = [.. _entries.Keys];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Keys { get; }

    /// <inheritdoc/>
    public TensorView? Find(string key, out ByteSource? unpacked)
    {
        unpacked = null;
        if (!_entries.TryGetValue(key, out Entry? entry))
        {
            return null;
        }

        if (SafetensorsType.Find(entry.Type) is not ElementType type)
        {
            throw LossErrors.UnsupportedFileFormat(
                _bytes.Path, $"its tensor {LossErrors.Show(key)} is of type {LossErrors.Show(entry.Type)}", "Save it as F32, F64, F16, BF16, BOOL or an integer type.");
        }

        Shape shape = AnnouncedShape.Check(_bytes, sizeof(ulong), entry.Lengths, type, entry.End - entry.Start);
        return new FileView(new ByteSlice(_bytes, entry.Start, entry.End - entry.Start), shape, type, isSwapped: !BitConverter.IsLittleEndian);
    }

    private void ReadEntries(JsonElement root)
    {
        foreach (JsonProperty property in root.EnumerateObject())
        {
            string name = property.Name;
            if (name == MetadataKey)
            {
                continue;
            }

            JsonElement value = property.Value;
            if (value.ValueKind != JsonValueKind.Object
                || !value.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
                || !value.TryGetProperty("shape", out JsonElement shape) || Numbers(shape) is not long[] lengths
                || !value.TryGetProperty("data_offsets", out JsonElement offsets) || Numbers(offsets) is not [long start, long end])
            {
                throw _bytes.Malformed(sizeof(ulong), $"the header of the tensor {LossErrors.Show(name)} lacks a dtype, a shape or two data_offsets");
            }

            _entries.Add(name, new Entry(type.GetString()!, lengths, start, end));
        }
    }

    private static long[]? Numbers(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        long[] numbers = new long[array.GetArrayLength()];
        int count = 0;
        foreach (JsonElement element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out numbers[count++]))
            {
                return null;
            }
        }

        return numbers;
    }

    // Each tensor begins where the one before it ends, the first behind the header and the last at the end of the file.
    private void CheckPlaces(long dataStart)
    {
        long room = _bytes.Length - dataStart;
        long end = 0;
        foreach ((string name, Entry entry) in _entries.OrderBy(entry => (entry.Value.Start, entry.Value.End)))
        {
            if (entry.Start != end || entry.End < entry.Start || entry.End > room)
            {
                throw _bytes.Malformed(
                    dataStart + end, $"the next tensor should begin; that is {LossErrors.Show(name)} with data_offsets of {entry.Start} and {entry.End}, of {room} bytes in all");
            }

            end = entry.End;
            entry.Start += dataStart;
            entry.End += dataStart;
        }

        if (end != room)
        {
            throw _bytes.Malformed(dataStart + end, $"{room - end} bytes belong to no tensor");
        }
    }

    private sealed class Entry(string type, long[] lengths, long start, long end)
    {
        public string Type => type;

        public long[] Lengths => lengths;

        public long Start { get; set; } = start;

        public long End { get; set; } = end;
    }
}
