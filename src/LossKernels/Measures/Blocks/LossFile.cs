using LossKernels.Sources.Arrays;
using LossKernels.Tensors;

namespace LossKernels.Measures.Blocks;

/// <summary>Losses in a file, which appears when it is complete.</summary>
/// <param name="path">The file.</param>
/// <param name="type">The type of the losses.</param>
/// <param name="shape">Their shape; the first axis may come out otherwise.</param>
/// <param name="overwrite">Whether a file that is there already is replaced.</param>
internal sealed class LossFile<T>(string path, ElementType type, Shape shape, bool overwrite) : LossStore<T>
    where T : unmanaged
{
    private readonly NpyLossWriter _file = new(path, type, shape, overwrite);

    /// <inheritdoc/>
    public override void Reserve(long count)
    {
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<T> values, long start) => _file.Write(values, start);

    /// <inheritdoc/>
    public override TensorView? Complete(Shape shape)
    {
        _file.Complete(shape);
        return null;
    }

    /// <inheritdoc/>
    public override void Dispose() => _file.Dispose();
}
