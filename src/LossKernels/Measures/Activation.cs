using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Walks;
using LossKernels.Semantics;
using LossKernels.Semantics.Parts;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>
/// Between logits and probabilities. Float64 tensors give Float64, all others Float32; results are rounded once, and quotients by a temperature never.
/// </summary>
public static class Activation
{
    private delegate void RowMap<T>(TensorBlock<T> rows, Span<T> results)
        where T : unmanaged;

    /// <summary>Softmax along one axis: e^(x_j / temperature) / sum of e^(x_k / temperature). A row with a NaN or +inf is NaN.</summary>
    /// <param name="logits">The logits, of one axis at least.</param>
    /// <param name="axis">The class axis; negative counts from the last.</param>
    /// <param name="temperature">What the logits are divided by; greater than zero.</param>
    /// <param name="log">Gives the logarithm of the result, without going through it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="LossException">ParameterOutOfRange: there is no such axis, or the temperature is not positive.</exception>
    public static TensorView Softmax(TensorView logits, int axis = -1, double temperature = 1, bool log = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(logits);
        NumberRange.CheckTemperature(temperature);
        return log
            ? Apply(logits, axis, temperature, ActivationKernel.LogSoftmax, ActivationKernel.LogSoftmax, cancellation)
            : Apply(logits, axis, temperature, ActivationKernel.Softmax, ActivationKernel.Softmax, cancellation);
    }

    /// <summary>Sigmoid of each value: 1 / (1 + e^(-x / temperature)).</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="temperature">What the logits are divided by; greater than zero.</param>
    /// <param name="log">Gives the logarithm of the result, without going through it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="LossException">ParameterOutOfRange: the temperature is not positive.</exception>
    public static TensorView Sigmoid(TensorView logits, double temperature = 1, bool log = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(logits);
        NumberRange.CheckTemperature(temperature);
        return log
            ? ApplyFlat(logits, temperature, (x, y) => ActivationKernel.LogSigmoid(x.Values, y), (x, y) => ActivationKernel.LogSigmoid(x.Values, y), cancellation)
            : ApplyFlat(logits, temperature, (x, y) => ActivationKernel.Sigmoid(x.Values, y), (x, y) => ActivationKernel.Sigmoid(x.Values, y), cancellation);
    }

    /// <summary>The logits whose softmax the probabilities are, up to a constant a row: ln p. Zero gives -inf.</summary>
    /// <param name="probabilities">The probabilities.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="LossException">ProbabilityOutOfRange: a value lies outside 0..1.</exception>
    public static TensorView InverseSoftmax(TensorView probabilities, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        CheckProbabilities(probabilities);
        return ApplyFlat(probabilities, 1, (p, x) => ActivationKernel.Log(p.Values, x), (p, x) => ActivationKernel.Log(p.Values, x), cancellation);
    }

    /// <summary>The logits whose sigmoid the probabilities are: ln(p / (1 - p)). Zero and one give infinities.</summary>
    /// <param name="probabilities">The probabilities.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="LossException">ProbabilityOutOfRange: a value lies outside 0..1.</exception>
    public static TensorView InverseSigmoid(TensorView probabilities, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        CheckProbabilities(probabilities);
        return ApplyFlat(probabilities, 1, (p, x) => ActivationKernel.Logit(p.Values, x), (p, x) => ActivationKernel.Logit(p.Values, x), cancellation);
    }

    private static TensorView ApplyFlat(TensorView values, double temperature, RowMap<float> single, RowMap<double> wide, CancellationToken cancellation) =>
        Apply(values.Reshape(new Shape((int)values.Shape.Length, 1)), -1, temperature, single, wide, cancellation).Reshape(values.Shape);

    private static TensorView Apply(TensorView values, int axis, double temperature, RowMap<float> single, RowMap<double> wide, CancellationToken cancellation) =>
        values.ElementType == ElementType.Float64
            ? Apply<double>(values, axis, temperature, wide, wide, cancellation)
            : Apply<float>(values, axis, temperature, single, wide, cancellation);

    private static TensorView Apply<T>(TensorView values, int axis, double temperature, RowMap<T> map, RowMap<double> wide, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        AxisLayout layout = AxisLayout.Of(values.Shape, axis);
        T[] results = new T[values.Shape.Length];
        if (results.Length == 0)
        {
            return TensorView.Create<T>(results, values.Shape);
        }

        int rowsPerBlock = (int)Math.Min(BlockSchedule.Of(layout.Classes).RowsPerBlock, layout.Rows);
        T[] input = new T[rowsPerBlock * layout.Classes];
        T[] output = new T[rowsPerBlock * layout.Classes];
        T[] line = new T[rowsPerBlock];
        for (long row = 0; row < layout.Rows; row += rowsPerBlock)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = (int)Math.Min(rowsPerBlock, layout.Rows - row);
            TensorBlock<T> block = new(layout.ReadRows<T>(values, row, rows, input, line), layout.Classes);
            if (temperature == 1)
            {
                map(block, output);
            }
            else
            {
                ApplyTempered(block, temperature, wide, output);
            }

            layout.WriteRows<T>(output, row, rows, results);
        }

        return TensorView.Create<T>(results, values.Shape);
    }

    private static void ApplyTempered<T>(TensorBlock<T> block, double temperature, RowMap<double> map, Span<T> results)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TemperedLogits<T> logits = new(block, temperature, areOfClasses: block.Classes > 1);
        int count = block.Values.Length;
        double[] memory = ArrayPool<double>.Shared.Rent(2 * count);
        Span<double> wide = memory.AsSpan(0, count);
        map(logits.Quotients, wide);
        if (logits.AreRounded)
        {
            Span<double> beyond = memory.AsSpan(count, count);
            map(logits.Beyond, beyond);
            TemperedLogits<T>.Complete(wide, beyond);
        }

        TensorPrimitives.ConvertTruncating<double, T>(wide, results);
        ArrayPool<double>.Shared.Return(memory);
    }

    private static void CheckProbabilities(TensorView probabilities)
    {
        double[] buffer = new double[256];
        for (long start = 0; start < probabilities.Shape.Length; start += buffer.Length)
        {
            ReadOnlySpan<double> values = probabilities.Read<double>(start, (int)Math.Min(buffer.Length, probabilities.Shape.Length - start), buffer);
            for (int i = RangeKernel.FirstOutsideUnit(values, 0); i >= 0; i = RangeKernel.FirstOutsideUnit(values, i + 1))
            {
                if (!double.IsNaN(values[i]))
                {
                    throw LossErrors.ProbabilityOutOfRange(values[i], start + i);
                }
            }
        }
    }
}
