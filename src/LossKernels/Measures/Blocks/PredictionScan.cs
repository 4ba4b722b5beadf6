using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Diagnostics;
using LossKernels.Kernels.Softmax;
using LossKernels.Kernels.Walks;
using LossKernels.Measures.Binding;
using LossKernels.Numerics;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Measures.Blocks;

/// <summary>Looks at the predictions of a block: their bounds, what is no number among them, and what their rows sum to.</summary>
internal sealed class PredictionScan<T>(MeasurePlan plan)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _isBinary = plan.TakesElements;
    private readonly int _classes = plan.Layout.Classes;
    private readonly InputForm _form = plan.CrossEntropy.Options.Form;

    // With the first row that any thread meets all are compared.
    private T[]? _anyRow;

    /// <summary>Notes what they show.</summary>
    /// <param name="survey">Where it is noted.</param>
    /// <param name="block">The block.</param>
    /// <param name="memory">Memory that no other thread uses.</param>
    public void Read(Survey survey, BlockInput<T> block, Workspace<T> memory)
    {
        using TileBuffer<T> buffer = new(block.Predictions);
        survey.IsConstant = AreConstant(block.Predictions, buffer.Row);
        (T least, T greatest, survey.AreHard) = Look(block.Predictions);
        if (T.IsNaN(least) || T.IsPositiveInfinity(greatest))
        {
            ReadOdd(survey, block, buffer.Row);
        }
        else
        {
            survey.Least = double.CreateTruncating(least);
            survey.Greatest = double.CreateTruncating(greatest);
        }

        // Logits outside 0..1 are no probabilities, whatever they sum to.
        if (!_isBinary && _classes > 1 && (_form != InputForm.Logit || survey.IsWithinUnit))
        {
            ReadSums(survey, block, buffer.Row, memory);
        }
    }

    private bool AreConstant(TensorBlock<T> rows, Span<T> side)
    {
        T[]? compared = _anyRow;
        if (compared is null)
        {
            T[] own = rows.Row(0, side).ToArray();
            compared = Interlocked.CompareExchange(ref _anyRow, own, null) ?? own;
        }

        for (int r = 0; r < rows.Rows; r++)
        {
            if (!rows.Row(r, side).SequenceEqual(compared))
            {
                return false;
            }
        }

        return true;
    }

    // The least and the greatest prediction, NaN if there is one, and whether all are 0 or 1.
    private static (T Least, T Greatest, bool AreHard) Look(TensorBlock<T> predictions)
    {
        T least = T.PositiveInfinity;
        T greatest = T.NegativeInfinity;
        bool areHard = true;
        for (int piece = 0; piece < predictions.Pieces; piece++)
        {
            ReadOnlySpan<T> values = predictions.Piece(piece);
            least = T.Min(least, TensorPrimitives.Min(values));
            greatest = T.Max(greatest, TensorPrimitives.Max(values));
            areHard = areHard && !values.ContainsAnyExcept(T.Zero, T.One);
        }

        return (least, greatest, areHard);
    }

    // With a NaN, or an infinite number that rules no class out; of one that the data type alone has no number for the loss tells.
    private void ReadOdd(Survey survey, BlockInput<T> block, Span<T> side)
    {
        for (int r = 0; r < block.Rows; r++)
        {
            ReadOnlySpan<T> row = block.Predictions.Row(r, side);
            for (int column = 0; column < row.Length; column++)
            {
                double value = double.CreateTruncating(row[column]);
                if (double.IsNaN(value))
                {
                    survey.NotANumber.Add(block.SampleNumber(r));
                    continue;
                }

                survey.Least = Math.Min(survey.Least, value);
                survey.Greatest = Math.Max(survey.Greatest, value);
                if (double.IsPositiveInfinity(value) && !_isBinary && _form != InputForm.Probability
                    && double.IsInfinity(block.Source.GivenPrediction(value, block.FirstRow + r, column)))
                {
                    survey.Infinite.Add(block.SampleNumber(r), value);
                }
            }
        }
    }

    private void ReadSums(Survey survey, BlockInput<T> block, Span<T> side, Workspace<T> memory)
    {
        Span<double> sums = memory.Wide.Values[..block.Rows];
        if (_form == InputForm.LogProbability)
        {
            SumExponentials(block.Predictions, sums, side);
        }
        else
        {
            SoftmaxKernel.Sums(block.Predictions, sums);
        }

        for (int r = 0; r < sums.Length; r++)
        {
            if (!(Math.Abs(sums[r] - 1) <= Distribution.CoarseTolerance))
            {
                survey.Unnormalised.Add(block.SampleNumber(r), sums[r]);
                survey.WorstSum = Math.Abs(sums[r] - 1) > Math.Abs(survey.WorstSum - 1) ? sums[r] : survey.WorstSum;
            }
        }
    }

    // There may be no T for an exponential.
    private static void SumExponentials(TensorBlock<T> logarithms, Span<double> sums, Span<T> side)
    {
        double[] memory = ArrayPool<double>.Shared.Rent(logarithms.Classes);
        Span<double> row = memory.AsSpan(0, logarithms.Classes);
        for (int r = 0; r < sums.Length; r++)
        {
            TensorPrimitives.ConvertTruncating(logarithms.Row(r, side), row);
            VectorMath.Exp(row, row);
            sums[r] = CompensatedSum.Of(row).Value;
        }

        ArrayPool<double>.Shared.Return(memory);
    }
}
