using LossKernels.Tensors;

namespace LossKernels.Sources;

/// <summary>Gathers single samples until they make blocks. It grows with what is gathered.</summary>
/// <param name="classes">The predictions of a sample.</param>
/// <param name="targetLength">The targets of a sample.</param>
/// <param name="isWeighted">Whether samples have weights.</param>
internal sealed class SampleBuffer(int classes, int targetLength, bool isWeighted)
{
    private const int FirstCapacity = 16;

    private double[] _predictions = new double[FirstCapacity * classes];
    private double[] _targets = new double[FirstCapacity * targetLength];
    private double[] _weights = isWeighted ? new double[FirstCapacity] : [];
    private long[] _numbers = new long[FirstCapacity];
    private SampleOrigin[] _origins = new SampleOrigin[FirstCapacity];

    public int Classes => classes;

    public int TargetLength => targetLength;

    public int Count { get; private set; }

    public TensorView Predictions => TensorView.Create<double>(_predictions.AsMemory(0, Count * classes), new Shape(Count, classes));

    public TensorView Targets => TensorView.Create<double>(
        _targets.AsMemory(0, Count * targetLength),
        targetLength == 1 ? new Shape(Count) : new Shape(Count, targetLength));

    /// <summary>The samples so far as a source. Their own numbers skip those that were left out.</summary>
    public TensorSource ToSource()
    {
        WeightLayout? weights = isWeighted
            ? WeightLayout.Align(TensorView.Create<double>(_weights.AsMemory(0, Count), new Shape(Count)), new Shape(Count), null, 1)
            : null;
        TensorView predictions = Predictions;
        return new TensorSource(
            predictions, Targets, AxisLayout.Of(predictions.Shape, 1), weights, AxisLayout.Of(new Shape(Count, targetLength), 1), _numbers);
    }

    public void Add(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, double? weight, long number, SampleOrigin origin)
    {
        if (Count == _numbers.Length)
        {
            Grow();
        }

        prediction.CopyTo(_predictions.AsSpan(Count * classes));
        target.CopyTo(_targets.AsSpan(Count * targetLength));
        if (isWeighted)
        {
            _weights[Count] = weight ?? 1;
        }

        _origins[Count] = origin;
        _numbers[Count++] = number;
    }

    /// <summary>Where a sample came from.</summary>
    public SampleOrigin OriginOf(long number) => _origins[IndexOf(number)];

    /// <summary>Takes one sample out.</summary>
    public void Remove(long number) => Remove(IndexOf(number), 1);

    /// <summary>Takes the first samples out.</summary>
    public void RemoveFirst(int count) => Remove(0, count);

    private int IndexOf(long number) => Array.IndexOf(_numbers, number, 0, Count);

    private void Remove(int index, int count)
    {
        MoveUp(_predictions, index, count, classes);
        MoveUp(_targets, index, count, targetLength);
        MoveUp(_numbers, index, count, 1);
        MoveUp(_origins, index, count, 1);
        if (isWeighted)
        {
            MoveUp(_weights, index, count, 1);
        }

        Count -= count;
    }

    private void Grow()
    {
        Array.Resize(ref _predictions, 2 * _predictions.Length);
        Array.Resize(ref _targets, 2 * _targets.Length);
        Array.Resize(ref _numbers, 2 * _numbers.Length);
        Array.Resize(ref _origins, 2 * _origins.Length);
        if (isWeighted)
        {
            Array.Resize(ref _weights, 2 * _weights.Length);
        }
    }

    private void MoveUp(Array values, int index, int count, int width) =>
        Array.Copy(values, (index + count) * width, values, index * width, (Count - index - count) * width);
}
