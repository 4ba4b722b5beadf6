using System.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Sources;

/// <summary>
/// Blocks of samples out of tensors: each is read when it is wanted, in any order and on any thread, as the type that it is measured in.
/// </summary>
/// <param name="prediction">The predictions.</param>
/// <param name="target">The targets: one a row, or one for each prediction.</param>
/// <param name="layout">The class axis of the predictions.</param>
/// <param name="weights">The weights, or null.</param>
/// <param name="targetLayout">The class axis of the targets, where they have a value for each of several predictions; null for that of the predictions.</param>
/// <param name="sampleNumbers">The number of each row, for messages; null where a row's number is its place.</param>
internal sealed class TensorSource(
    TensorView prediction, TensorView target, AxisLayout layout, WeightLayout? weights, AxisLayout? targetLayout = null, long[]? sampleNumbers = null)
{
    private readonly AxisLayout _targetLayout = targetLayout ?? layout;

    // Made once: blocks may be single rows.
    private Func<long, long>? _sampleNumber;

    /// <summary>The class axis of the predictions.</summary>
    public AxisLayout Layout => layout;

    /// <summary>The weights, or null.</summary>
    public WeightLayout? Weights => weights;

    /// <summary>The number by which a row is called in messages.</summary>
    public long SampleNumber(long row) => sampleNumbers is null ? row : sampleNumbers[row];

    /// <summary>A prediction as it was given, for messages: where it was read as infinite, the type that is measured in may have no number for it.</summary>
    public double GivenPrediction(double read, long row, int column) => double.IsInfinity(read) ? Given(prediction, layout, row, column) : read;

    /// <summary>A target, one of those of a value for each prediction, likewise.</summary>
    public double GivenTarget(double read, long row, int column) => double.IsInfinity(read) ? Given(target, _targetLayout, row, column) : read;

    /// <summary>The predictions of some rows, as they lie; in the buffer only where they are stored otherwise.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="buffer">Room for rows x classes values, of two rows at least.</param>
    public TensorBlock<T> ReadPredictions<T>(long firstRow, int rows, LazyArray<T> buffer)
        where T : unmanaged, INumber<T> =>
        layout.ReadBlock(prediction, firstRow, rows, buffer);

    /// <summary>The predictions of some rows, side by side.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="buffer">Room for rows x classes values.</param>
    /// <param name="line">Room for rows values.</param>
    public TensorBlock<T> ReadPredictionRows<T>(long firstRow, int rows, LazyArray<T> buffer, LazyArray<T> line)
        where T : unmanaged, INumber<T> =>
        layout.ReadRowBlock(prediction, firstRow, rows, buffer, line);

    /// <summary>The targets of some rows, one for each prediction, as <see cref="ReadPredictions"/> reads.</summary>
    public TensorBlock<T> ReadTargets<T>(long firstRow, int rows, LazyArray<T> buffer)
        where T : unmanaged, INumber<T> =>
        _targetLayout.ReadBlock(target, firstRow, rows, buffer);

    /// <summary>The targets of some rows, one for each prediction, as <see cref="ReadPredictionRows"/> reads.</summary>
    public TensorBlock<T> ReadTargetRows<T>(long firstRow, int rows, LazyArray<T> buffer, LazyArray<T> line)
        where T : unmanaged, INumber<T> =>
        _targetLayout.ReadRowBlock(target, firstRow, rows, buffer, line);

    /// <summary>The class numbers of some rows; says how many carry the ignored one.</summary>
    /// <exception cref="LossException">LabelNotInteger or LabelOutOfRange, of the lowest row at fault.</exception>
    public ReadOnlySpan<int> ReadLabels(long firstRow, int rows, int? ignoreClass, LazyArray<int> labels, LazyArray<double> wide, out int ignored)
    {
        ignored = 0;
        return LabelReader.TryView(target, firstRow, rows, layout.Classes, ignoreClass, labels, out ReadOnlySpan<int> view)
            ? view
            : LabelReader.Read(target, firstRow, layout.Classes, ignoreClass, _sampleNumber ??= SampleNumber, wide.Values, labels.Values[..rows], out ignored);
    }

    private static double Given(TensorView tensor, AxisLayout axes, long row, int column) =>
        axes.ReadRows<double>(tensor, row, 1, new double[axes.Classes], new double[1])[column];
}
