using System.Runtime.InteropServices;
using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>
/// Writes losses to an npy file as they come, in any order and from many threads; how many there are is said at the end.
/// Disposed of before that, it leaves nothing.
/// </summary>
public sealed class NpyLossWriter : IDisposable
{
    // The header of one or two axes has so many bytes, whatever their lengths.
    private const int HeaderLength = 128;

    private readonly NewFile _file;
    private readonly ElementType _type;
    private long _count;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it will be.</param>
    /// <param name="type">The type of the losses.</param>
    /// <param name="force">Whether it may replace a file that is there.</param>
    /// <exception cref="LossException">FileExists, FileNotFound or NotFileSystemPath.</exception>
    public NpyLossWriter(string path, ElementType type, bool force = false)
    {
        _type = type;
        _file = new NewFile(path, force);
    }

    /// <summary>Writes losses side by side. Each is written once.</summary>
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

        _file.Write(MemoryMarshal.AsBytes(values), HeaderLength + (flatStart * _type.Size()));
        Interlocked.Add(ref _count, values.Length);
    }

    /// <summary>Writes what the losses are, and puts the file in its place.</summary>
    /// <param name="shape">The shape, of one or two axes and as many values as were written.</param>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    /// <exception cref="LossException">FileExists: somebody else made one meanwhile; FileNotFound: the file system fails.</exception>
    public void Complete(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        byte[] header = NpyWriter.Header(_file.Path, _type, shape);
        if (shape.Length != _count || header.Length != HeaderLength)
        {
            throw new ArgumentException($"{_count} values are no tensor of shape {shape} in a file of one or two axes.", nameof(shape));
        }

        _file.Write(header, 0);
        _file.Commit();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
