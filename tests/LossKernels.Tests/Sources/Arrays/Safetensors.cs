using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using LossKernels.Sources.Arrays;
using LossKernels.Sources.Files;

namespace LossKernels.Tests.Sources.Arrays;

/// <summary>Safetensors files made by hand.</summary>
internal static class Safetensors
{
    public static byte[] File(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }

    public static byte[] Floats(params float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    public static TensorFile Open(byte[] bytes, string? key = null) => TensorFile.Open(new MemoryBytes("made.safetensors", bytes), key);
}
