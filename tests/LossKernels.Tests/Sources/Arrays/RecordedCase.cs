using System.Runtime.InteropServices;
using System.Text.Json;
using LossKernels.Sources.Arrays;
using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Tests.Sources.Arrays;

/// <summary>What NumPy wrote and read, as data/record.py has recorded it.</summary>
internal sealed record RecordedCase(string Name, byte[] Bytes, JsonElement Json)
{
    private static readonly Dictionary<string, ElementType> Types = new()
    {
        ["b1"] = ElementType.Boolean,
        ["i1"] = ElementType.Int8,
        ["u1"] = ElementType.UInt8,
        ["i2"] = ElementType.Int16,
        ["u2"] = ElementType.UInt16,
        ["i4"] = ElementType.Int32,
        ["u4"] = ElementType.UInt32,
        ["i8"] = ElementType.Int64,
        ["u8"] = ElementType.UInt64,
        ["f2"] = ElementType.Float16,
        ["f4"] = ElementType.Float32,
        ["f8"] = ElementType.Float64,
    };

    public static IReadOnlyList<RecordedCase> All { get; } = Load();

    public static RecordedCase Get(string name) => All.Single(each => each.Name == name);

    public static ElementType Type(JsonElement json) => Types[json.GetProperty("type").GetString()!];

    public static Shape Shape(JsonElement json) => new([.. json.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())]);

    public static double[] Values(JsonElement json) => MemoryMarshal.Cast<byte, double>(json.GetProperty("values").GetBytesFromBase64()).ToArray();

    public bool Has(string property) => Json.TryGetProperty(property, out JsonElement value) && value.ValueKind != JsonValueKind.False;

    public TensorFile Open(string? key = null, string extension = ".npy") => TensorFile.Open(new MemoryBytes("recorded" + extension, Bytes), key);

    public override string ToString() => Name;

    private static List<RecordedCase> Load()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "recorded", "numpy.json")));
        return
        [
            .. document.RootElement.EnumerateArray().Select(each => new RecordedCase(
                each.GetProperty("name").GetString()!,
                each.TryGetProperty("bytes", out JsonElement bytes) ? bytes.GetBytesFromBase64() : [],
                each.Clone())),
        ];
    }
}
