using System.Globalization;
using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>The lengths of axes as a header announces them, which may be anything.</summary>
internal static class AnnouncedShape
{
    private const int MostAxes = 64;

    /// <summary>The shape, if the bytes that there are have so many numbers and no more.</summary>
    /// <param name="bytes">Where the header stands.</param>
    /// <param name="place">Where in it the lengths stand.</param>
    /// <param name="lengths">The lengths.</param>
    /// <param name="type">The type of the numbers.</param>
    /// <param name="room">The bytes of the numbers.</param>
    /// <exception cref="LossException">MalformedFile, or UnsupportedFileFormat where the axes are too many or too long.</exception>
    public static Shape Check(ByteSource bytes, long place, IReadOnlyList<long> lengths, ElementType type, long room)
    {
        if (lengths.Count > MostAxes)
        {
            throw LossErrors.UnsupportedFileFormat(bytes.Path, $"its tensor has {lengths.Count} axes, and {MostAxes} are the most", "Give the tensor fewer axes, with numpy.reshape.");
        }

        string text = string.Join(", ", lengths.Select(length => length.ToString(CultureInfo.InvariantCulture)));
        if (lengths.Any(length => length < 0))
        {
            throw bytes.Malformed(place, $"the shape ({text}) has a negative length");
        }

        if (!Shape.Fits<long>([.. lengths]))
        {
            throw bytes.Malformed(place, $"the shape ({text}) has more values than any file");
        }

        Int128 size = (Int128)lengths.Aggregate(1L, (product, length) => product * length) * type.Size();
        if (size != room)
        {
            throw bytes.Malformed(place, $"the shape ({text}) of {type} takes {size} bytes, and there are {room}");
        }

        return lengths.All(length => length <= int.MaxValue)
            ? new Shape([.. lengths.Select(length => (int)length)])
            : throw LossErrors.UnsupportedFileFormat(
                bytes.Path, $"its shape ({text}) has an axis longer than {int.MaxValue}", "Split the tensor, or give it more axes, with numpy.reshape.");
    }
}
