using LossKernels.Sources.Files;

namespace LossKernels.Sources.Arrays;

/// <summary>Tells the formats from each other.</summary>
internal static class TensorFormats
{
    private static readonly (string Extension, TensorFormat Format)[] Extensions =
        [(".npy", TensorFormat.Npy), (".npz", TensorFormat.Npz), (".safetensors", TensorFormat.Safetensors)];

    /// <summary>The extensions, for messages.</summary>
    public static string Listed => ".npy, .npz or .safetensors";

    /// <summary>A format, as messages call it.</summary>
    public static string Name(TensorFormat format) => Extensions[(int)format].Extension[1..];

    /// <summary>A format that was asked for, or null.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: it is none.</exception>
    public static TensorFormat? Asked(TensorFormat? format) => format is TensorFormat given && !Enum.IsDefined(given)
        ? throw LossErrors.ParameterOutOfRange("Format", given, Enum.GetNames<TensorFormat>())
        : format;

    /// <summary>The format that a file's name says; null where it says none.</summary>
    public static TensorFormat? OfName(string path)
    {
        string extension = Path.GetExtension(path);
        int index = Array.FindIndex(Extensions, known => known.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : Extensions[index].Format;
    }

    /// <summary>The format that a file's first bytes say: npy, npz or null.</summary>
    public static TensorFormat? OfContent(ByteSource bytes)
    {
        byte[] first = bytes.ReadBytes(0, (int)Math.Min(bytes.Length, NpyHeader.Magic.Length));
        return first.AsSpan().StartsWith(NpyHeader.Magic) ? TensorFormat.Npy
            : first.AsSpan().StartsWith("PK\u0003\u0004"u8) || first.AsSpan().StartsWith("PK\u0005\u0006"u8) ? TensorFormat.Npz
            : null;
    }
}
