using System.Runtime.InteropServices;
using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>
/// Writes losses to an npy file as they come, in any order and from many threads; how many there are may be said at the end.
/// Disposed of before that, it leaves nothing.
/// </summary>
internal sealed class NpyLossWriter : IDisposable
{
    private readonly NewFile _file;
    private readonly ElementType _type;
    private readonly int _headerLength;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it will be.</param>
    /// <param name="type">The type of the losses.</param>
    /// <param name="shape">The shape of all losses; the first axis may come out otherwise.</param>
    /// <param name="overwrite">Whether it may replace a file that is there.</param>
    /// <exception cref="LossException">FileExists, FileNotFound or NotFileSystemPath.</exception>
    public NpyLossWriter(string path, ElementType type, Shape shape, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(shape);
        _type = type;

        // NumPy leaves room for the first axis to grow, so that the header has this length whatever becomes of it.
        _headerLength = NpyWriter.Header(path, type, shape).Length;
        _file = new NewFile(path, overwrite);
    }

    /// <summary>Writes losses side by side. What is written twice counts as written last.</summary>
    /// <param name="values">The losses, in the type of the file.</param>
    /// <param name="flatStart">The place of the first among all of them.</param>
    /// <exception cref="ArgumentException">The losses are of another type.</exception>
    /// <exception cref="LossException">FileNotFound: the file system has no room for them, or fails.</exception>
    public void Write<T>(ReadOnlySpan<T> values, long flatStart)
        where T : unmanaged
    {
        if (ElementTypes.Of<T>() != _type)
        {
            throw new ArgumentException($"Values of {typeof(T).Name} do not belong in a file of {_type}.", nameof(values));
        }

        _file.Write(MemoryMarshal.AsBytes(values), _headerLength + (flatStart * _type.Size()));
    }

    /// <summary>Writes what the losses are, and puts the file in its place. What was written beyond the shape is cut off.</summary>
    /// <param name="shape">The shape of all losses, which agrees with the one given before in all axes but the first.</param>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    /// <exception cref="LossException">FileExists: somebody else made one meanwhile; FileNotFound: the file system fails.</exception>
    public void Complete(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        byte[] header = NpyWriter.Header(_file.Path, _type, shape);
        if (header.Length != _headerLength)
        {
            throw new ArgumentException($"The shape {shape} differs from the one that was given in more than the first axis.", nameof(shape));
        }

        _file.Write(header, 0);
        _file.SetLength(_headerLength + (shape.Length * _type.Size()));
        _file.Commit();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
