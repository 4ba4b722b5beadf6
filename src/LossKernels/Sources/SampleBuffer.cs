using LossKernels.Tensors;

namespace LossKernels.Sources;

/// <summary>Gathers single samples until they make a block.</summary>
internal sealed class SampleBuffer
{
    private readonly double[] _predictions;
    private readonly double[] _targets;
    private readonly double[]? _weights;
    private readonly long[] _numbers;

    /// <summary>Makes room for one block.</summary>
    public SampleBuffer(int capacity, int classes, int targetLength, bool isWeighted)
    {
        Classes = classes;
        TargetLength = targetLength;
        _numbers = new long[capacity];
        Limit = capacity;
        _predictions = new double[_numbers.Length * classes];
        _targets = new double[_numbers.Length * targetLength];
        _weights = isWeighted ? new double[_numbers.Length] : null;
    }

    public int Classes { get; }

    public int TargetLength { get; }

    public int Count { get; private set; }

    /// <summary>How many samples make the block that is gathered; no more than there is room for.</summary>
    public int Limit { get; set; }

    public bool IsFull => Count == Limit;

    public TensorView Predictions => TensorView.Create<double>(_predictions.AsMemory(0, Count * Classes), new Shape(Count, Classes));

    public TensorView Targets => TensorView.Create<double>(
        _targets.AsMemory(0, Count * TargetLength),
        TargetLength == 1 ? new Shape(Count) : new Shape(Count, TargetLength));

    /// <summary>The samples so far as a source. Their own numbers skip those that were left out.</summary>
    public TensorSource ToSource()
    {
        WeightLayout? weights = _weights is null
            ? null
            : WeightLayout.Align(TensorView.Create<double>(_weights.AsMemory(0, Count), new Shape(Count)), new Shape(Count), null, 1);
        TensorView predictions = Predictions;
        return new TensorSource(predictions, Targets, AxisLayout.Of(predictions.Shape, 1), weights, _numbers);
    }

    public void Add(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, double? weight, long number)
    {
        prediction.CopyTo(_predictions.AsSpan(Count * Classes));
        target.CopyTo(_targets.AsSpan(Count * TargetLength));
        if (_weights is not null)
        {
            _weights[Count] = weight ?? 1;
        }

        _numbers[Count++] = number;
    }

    public void Remove(long number)
    {
        int index = Array.IndexOf(_numbers, number, 0, Count);
        MoveUp(_predictions, index, Classes);
        MoveUp(_targets, index, TargetLength);
        MoveUp(_numbers, index, 1);
        if (_weights is not null)
        {
            MoveUp(_weights, index, 1);
        }

        Count--;
    }

    public void Clear() => Count = 0;

    private void MoveUp(Array values, int index, int width) =>
        Array.Copy(values, (index + 1) * width, values, index * width, (Count - index - 1) * width);
}
