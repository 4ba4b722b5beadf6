using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Semantics;

namespace LossKernels.Benchmarks;

/// <summary>
/// The losses as a good C# programmer would write them with TensorPrimitives: row by row through a buffer that stays in the cache, on all
/// cores, with sums of rows in double. It gives what TensorFlow gives, as the library does here.
/// </summary>
internal sealed class Composition<T>(LossPath path, Batch<T> batch, Memory<T> gradient)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // As many values as are taken at a time where a row has no meaning of its own.
    private const int Strip = 4096;

    private static readonly T Epsilon = T.CreateTruncating(1e-7);

    private readonly ElementComposition<T>.SumOfLosses? _elements = path.Function is null ? null : ElementComposition<T>.Find(path.Function);

    /// <summary>Whether there is one.</summary>
    public bool Exists => !path.Gradient
        ? path.Function is null || _elements is not null
        : path is { Function: null, Form: InputForm.Logit, Kind: not LossKind.Categorical, Inner: 1, Targets: not TargetValues.Soft };

    /// <summary>The loss.</summary>
    public double Run() => (path.Kind, path.Form, batch.Inner) switch
    {
        _ when path.Function is not null => Mean(batch.Predictions.Length, Strip, 2, Elements),
        (LossKind.Binary, InputForm.Logit, _) => Mean(batch.Predictions.Length, Strip, 1, path.Gradient ? BinaryGradient : BinaryLogits),
        (LossKind.Binary, _, _) => Mean(batch.Predictions.Length, Strip, 2, BinaryProbabilities),
        (LossKind.Sparse, _, > 1) => Mean(batch.Rows, batch.Inner, 3, SparseLogitsAside),
        (LossKind.Sparse, InputForm.Logit, _) => Mean(batch.Rows, RowsAtATime, 1, path.Gradient ? SparseGradient : SparseLogits),
        (LossKind.Sparse, _, _) => Mean(batch.Rows, RowsAtATime, 1, SparseProbabilities),
        (_, InputForm.Logit, _) => Mean(batch.Rows, RowsAtATime, 1, CategoricalLogits),
        _ => Mean(batch.Rows, RowsAtATime, 1, CategoricalProbabilities),
    };

    private int RowsAtATime => Math.Max(1, (1 << 15) / batch.Classes);

    private delegate double PartLoss(int start, int count, T[][] buffers);

    private double Mean(int count, int part, int buffers, PartLoss loss)
    {
        int length = batch.Inner > 1 ? batch.Inner : Math.Max(batch.Classes, Strip);
        double total = 0;
        object gate = new();
        Parallel.For(
            0,
            (count + part - 1) / part,
            () => (Sum: 0.0, Buffers: Enumerable.Range(0, buffers).Select(_ => new T[length]).ToArray()),
            (i, _, local) => (local.Sum + loss(i * part, Math.Min(part, count - (i * part)), local.Buffers), local.Buffers),
            local =>
            {
                lock (gate)
                {
                    total += local.Sum;
                }
            });
        return total / count;
    }

    private double Elements(int start, int count, T[][] buffers) => double.CreateTruncating(_elements!(
        batch.Predictions.Span.Slice(start, count), batch.Targets.Span.Slice(start, count), buffers[0].AsSpan(0, count), buffers[1].AsSpan(0, count)));

    private double SparseLogits(int start, int count, T[][] buffers)
    {
        double loss = 0;
        Span<T> exp = buffers[0].AsSpan(0, batch.Classes);
        for (int r = start; r < start + count; r++)
        {
            ReadOnlySpan<T> row = Row(batch.Predictions, r);
            loss += LogSumExp(row, exp) - double.CreateTruncating(row[batch.Labels.Span[r]]);
        }

        return loss;
    }

    private double CategoricalLogits(int start, int count, T[][] buffers)
    {
        double loss = 0;
        Span<T> exp = buffers[0].AsSpan(0, batch.Classes);
        for (int r = start; r < start + count; r++)
        {
            ReadOnlySpan<T> row = Row(batch.Predictions, r);
            loss += LogSumExp(row, exp) - double.CreateTruncating(TensorPrimitives.Dot(row, Row(batch.Targets, r)));
        }

        return loss;
    }

    private double SparseProbabilities(int start, int count, T[][] buffers)
    {
        double loss = 0;
        Span<T> clipped = buffers[0].AsSpan(0, batch.Classes);
        for (int r = start; r < start + count; r++)
        {
            TensorPrimitives.Clamp(Row(batch.Predictions, r), Epsilon, T.One - Epsilon, clipped);
            loss += Math.Log(double.CreateTruncating(TensorPrimitives.Sum<T>(clipped) / clipped[batch.Labels.Span[r]]));
        }

        return loss;
    }

    private double CategoricalProbabilities(int start, int count, T[][] buffers)
    {
        double loss = 0;
        Span<T> log = buffers[0].AsSpan(0, batch.Classes);
        for (int r = start; r < start + count; r++)
        {
            ReadOnlySpan<T> row = Row(batch.Predictions, r);
            TensorPrimitives.Divide(row, TensorPrimitives.Sum(row), log);
            TensorPrimitives.Clamp(log, Epsilon, T.One - Epsilon, log);
            TensorPrimitives.Log<T>(log, log);
            loss -= double.CreateTruncating(TensorPrimitives.Dot(log, Row(batch.Targets, r)));
        }

        return loss;
    }

    // Class by class over rows that lie side by side: one outer index at a time.
    private double SparseLogitsAside(int start, int count, T[][] buffers)
    {
        Span<T> max = buffers[0].AsSpan(0, count);
        Span<T> sum = buffers[1].AsSpan(0, count);
        Span<T> exp = buffers[2].AsSpan(0, count);
        ReadOnlySpan<T> planes = batch.Predictions.Span.Slice(start * batch.Classes, count * batch.Classes);
        planes[..count].CopyTo(max);
        for (int c = 1; c < batch.Classes; c++)
        {
            TensorPrimitives.Max(max, planes.Slice(c * count, count), max);
        }

        sum.Clear();
        for (int c = 0; c < batch.Classes; c++)
        {
            TensorPrimitives.Subtract(planes.Slice(c * count, count), max, exp);
            TensorPrimitives.Exp<T>(exp, exp);
            TensorPrimitives.Add(sum, exp, sum);
        }

        TensorPrimitives.Log<T>(sum, sum);
        double loss = double.CreateTruncating(TensorPrimitives.Sum<T>(sum)) + double.CreateTruncating(TensorPrimitives.Sum<T>(max));
        for (int i = 0; i < count; i++)
        {
            loss -= double.CreateTruncating(planes[(batch.Labels.Span[start + i] * count) + i]);
        }

        return loss;
    }

    // max(x, 0) - x z + ln(1 + e^-|x|)
    private double BinaryLogits(int start, int count, T[][] buffers)
    {
        ReadOnlySpan<T> x = batch.Predictions.Span.Slice(start, count);
        Span<T> term = buffers[0].AsSpan(0, count);
        TensorPrimitives.Max(x, T.Zero, term);
        T loss = TensorPrimitives.Sum<T>(term) - TensorPrimitives.Dot(x, batch.Targets.Span.Slice(start, count));
        TensorPrimitives.Abs(x, term);
        TensorPrimitives.Negate<T>(term, term);
        TensorPrimitives.Exp<T>(term, term);
        TensorPrimitives.LogP1<T>(term, term);
        return double.CreateTruncating(loss + TensorPrimitives.Sum<T>(term));
    }

    // -z ln(p + e) - (1 - z) ln(1 - p + e), p clipped
    private double BinaryProbabilities(int start, int count, T[][] buffers)
    {
        ReadOnlySpan<T> z = batch.Targets.Span.Slice(start, count);
        Span<T> p = buffers[0].AsSpan(0, count);
        Span<T> rest = buffers[1].AsSpan(0, count);
        TensorPrimitives.Clamp(batch.Predictions.Span.Slice(start, count), Epsilon, T.One - Epsilon, p);
        TensorPrimitives.Subtract(T.One + Epsilon, p, rest);
        TensorPrimitives.Add(p, Epsilon, p);
        TensorPrimitives.Log<T>(p, p);
        TensorPrimitives.Log<T>(rest, rest);
        return double.CreateTruncating(TensorPrimitives.Dot<T>(rest, z) - TensorPrimitives.Dot<T>(p, z) - TensorPrimitives.Sum<T>(rest));
    }

    // The gradient of the mean: (softmax - one-hot) / rows.
    private double SparseGradient(int start, int count, T[][] buffers)
    {
        double loss = 0;
        T share = T.One / T.CreateTruncating(batch.Rows);
        for (int r = start; r < start + count; r++)
        {
            ReadOnlySpan<T> row = Row(batch.Predictions, r);
            Span<T> slope = gradient.Span.Slice(r * batch.Classes, batch.Classes);
            int label = batch.Labels.Span[r];
            loss += LogSumExp(row, slope) - double.CreateTruncating(row[label]);
            TensorPrimitives.Multiply(slope, share / TensorPrimitives.Sum<T>(slope), slope);
            slope[label] -= share;
        }

        return loss;
    }

    // The gradient of the mean: (sigmoid - target) / count.
    private double BinaryGradient(int start, int count, T[][] buffers)
    {
        Span<T> slope = gradient.Span.Slice(start, count);
        TensorPrimitives.Sigmoid(batch.Predictions.Span.Slice(start, count), slope);
        TensorPrimitives.Subtract(slope, batch.Targets.Span.Slice(start, count), slope);
        TensorPrimitives.Multiply(slope, T.One / T.CreateTruncating(batch.Predictions.Length), slope);
        return BinaryLogits(start, count, buffers);
    }

    private ReadOnlySpan<T> Row(ReadOnlyMemory<T> values, int row) => values.Span.Slice(row * batch.Classes, batch.Classes);

    // Leaves the exponentials behind.
    private static double LogSumExp(ReadOnlySpan<T> row, Span<T> exp)
    {
        T max = TensorPrimitives.Max(row);
        TensorPrimitives.Subtract(row, max, exp);
        TensorPrimitives.Exp<T>(exp, exp);
        return double.CreateTruncating(max) + Math.Log(double.CreateTruncating(TensorPrimitives.Sum<T>(exp)));
    }
}
