using System.Text.Json;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>Nested JSON arrays as tensors.</summary>
internal static class JsonTensor
{
    public static TensorView Read(JsonElement json)
    {
        List<int> lengths = [];
        for (JsonElement level = json; level.ValueKind == JsonValueKind.Array; level = level[0])
        {
            lengths.Add(level.GetArrayLength());
        }

        return TensorView.Create<double>(Flatten(json).ToArray(), new Shape([.. lengths]));
    }

    public static TensorView ReadSingle(JsonElement json)
    {
        TensorView wide = Read(json);
        float[] values = new float[wide.Shape.Length];
        wide.Read<float>(0, values.Length, values);
        return TensorView.Create<float>(values, wide.Shape);
    }

    public static IEnumerable<double> Flatten(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Flatten),
        JsonValueKind.String => [NumberText.TryParse(json.GetString(), out double number) ? number : throw new NotSupportedException($"{json} is no number.")],
        _ => [json.GetDouble()],
    };
}
