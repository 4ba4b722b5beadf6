using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>Tensors in several files as one, joined along the first axis. Blocks are read when they are wanted.</summary>
public sealed class TensorSet : IDisposable
{
    private readonly List<TensorFile> _files;

    private TensorSet(List<TensorFile> files, TensorView tensor)
    {
        _files = files;
        Tensor = tensor;
    }

    /// <summary>The tensor that they make.</summary>
    public TensorView Tensor { get; }

    /// <summary>Opens files.</summary>
    /// <param name="paths">The files, at least one.</param>
    /// <param name="key">The name of the tensor in each, where they hold several; else null.</param>
    /// <param name="cancellation">Ends the opening, which takes long where much is decompressed, and all reading.</param>
    /// <exception cref="LossException">A file cannot be read, or its tensor does not go with the others.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static TensorSet Open(IReadOnlyList<string> paths, string? key = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        List<TensorFile> files = [];
        try
        {
            foreach (string path in paths)
            {
                files.Add(TensorFile.Open(path, key, cancellation: cancellation));
            }

            return new TensorSet(files, TensorFile.Join(files));
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <summary>Refuses targets whose files do not have the samples of those of the predictions.</summary>
    /// <exception cref="LossException">TargetCountMismatch, naming the first pair of files.</exception>
    public void CheckPairs(TensorSet predictions) => CheckPairs(predictions, (own, other) => LossErrors.TargetCountMismatch(own, other));

    /// <summary>Refuses weights whose files do not have the samples of those of the predictions.</summary>
    /// <exception cref="LossException">WeightCountMismatch, naming the first pair of files.</exception>
    public void CheckWeights(TensorSet predictions) => CheckPairs(predictions, (own, other) => LossErrors.WeightCountMismatch(own, other));

    // Of one file all that can be said of it is said of the whole.
    private void CheckPairs(TensorSet predictions, Func<int, int, LossException> mismatch)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        for (int i = 0; _files.Count > 1 && i < _files.Count; i++)
        {
            (int own, int other) = (_files[i].Tensor.Shape[0], predictions._files[i].Tensor.Shape[0]);
            if (own != other)
            {
                throw LossErrors.At(mismatch(own, other), $"'{_files[i].Path}' and '{predictions._files[i].Path}'");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(file => file.Dispose());
}
