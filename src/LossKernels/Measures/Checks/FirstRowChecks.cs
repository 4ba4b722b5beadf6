using LossKernels.Diagnostics;
using LossKernels.Numerics;
using LossKernels.Semantics.Inputs;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures.Checks;

/// <summary>Notes in the first rows what is wrong with all of them if it is with these.</summary>
internal static class FirstRowChecks
{
    // Who writes 0 for -1 or -1 for 0, or divides no row by its sum, does so everywhere: the first tell, and no pass over all of them is needed.
    private const int Most = Evidence.MostFirst;

    /// <summary>Looks at them.</summary>
    /// <param name="forms">What the loss takes.</param>
    /// <param name="predictions">The first predictions.</param>
    /// <param name="targets">The first targets; empty where they are class numbers.</param>
    /// <param name="source">Where the rows are.</param>
    /// <param name="findings">Where it is noted.</param>
    public static void Look<T>(
        (ValueForm Prediction, ValueForm Target) forms, TensorBlock<T> predictions, TensorBlock<T> targets, TensorSource source, ref Findings findings)
        where T : unmanaged
    {
        switch (forms.Target)
        {
            case ValueForm.Side:
                LookFor(0, targets, source, ref findings[Sight.ZeroForMinusOne]);
                break;
            case ValueForm.Answer:
                LookFor(-1, targets, source, ref findings[Sight.MinusOneForZero]);
                if (!findings.Has(Sight.MinusOneForZero))
                {
                    LookForOthers(targets, source, static value => value != 0 && value != 1 && !double.IsNaN(value), ref findings[Sight.TargetNotBinary], source.GivenTarget);
                }

                break;
            case ValueForm.Truth:
                LookForSwap(predictions, targets, source, ref findings[Sight.ArgumentsSwapped]);
                break;
        }

        if (forms.Prediction == ValueForm.Chance)
        {
            LookForOthers(predictions, source, static value => value is < 0 or > 1, ref findings[Sight.ChanceOutsideUnit], source.GivenPrediction);
        }

        if (forms.Prediction == ValueForm.FarScore && Are(predictions, static value => value is >= 0 and <= 1))
        {
            LookForOthers(predictions, source, static _ => true, ref findings[Sight.ThresholdOutsideUnit], source.GivenPrediction);
        }

        if (forms.Prediction == ValueForm.Label && Are(targets, double.IsInteger))
        {
            LookForOthers(predictions, source, static value => double.IsFinite(value) && !double.IsInteger(value), ref findings[Sight.PredictionNotLabel], source.GivenPrediction);
        }

        LookAtSums(forms.Prediction, predictions, targets, source, ref findings[Sight.SumNotOne], source.GivenPrediction);
        LookAtSums(forms.Target, targets, predictions, source, ref findings[Sight.TargetSumNotOne], source.GivenTarget);
    }

    // Of a number that stands for no, where another does for the loss: nothing but it and 1, which is yes for all.
    private static void LookFor<T>(double no, TensorBlock<T> targets, TensorSource source, ref Sighting found)
        where T : unmanaged
    {
        Sighting seen = default;
        int count = Count(targets);
        for (int i = 0; i < count; i++)
        {
            double target = At(targets, i);
            if (target == no)
            {
                seen.Add(source.SampleNumber(i / targets.Classes), no);
            }
            else if (target != 1)
            {
                return;
            }
        }

        found.Merge(seen);
    }

    // Predictions that are sure of everything beside targets of which most are of nothing.
    private static void LookForSwap<T>(TensorBlock<T> predictions, TensorBlock<T> targets, TensorSource source, ref Sighting found)
        where T : unmanaged
    {
        Sighting between = default;
        int count = Count(predictions);
        for (int i = 0; i < count; i++)
        {
            double target = At(targets, i);
            if (At(predictions, i) is not (0 or 1) || target is < 0 or > 1)
            {
                return;
            }

            if (target is > 0 and < 1)
            {
                between.Add(source.SampleNumber(i / targets.Classes), target);
            }
        }

        if (between.Count * 2 > count)
        {
            found.Merge(between);
        }
    }

    private static void LookForOthers<T>(
        TensorBlock<T> block, TensorSource source, Func<double, bool> isOther, ref Sighting seen, Func<double, long, int, double> given)
        where T : unmanaged
    {
        int count = Count(block);
        for (int i = 0; i < count; i++)
        {
            double value = At(block, i);
            if (isOther(value))
            {
                (int row, int column) = Math.DivRem(i, block.Classes);
                seen.Add(source.SampleNumber(row), given(value, row, column));
            }
        }
    }

    private static bool Are<T>(TensorBlock<T> block, Func<double, bool> isOne)
        where T : unmanaged
    {
        int count = Count(block);
        for (int i = 0; i < count; i++)
        {
            if (!isOne(At(block, i)))
            {
                return false;
            }
        }

        return true;
    }

    // What is zero on both sides is padding.
    private static void LookAtSums<T>(
        ValueForm form, TensorBlock<T> block, TensorBlock<T> other, TensorSource source, ref Sighting seen, Func<double, long, int, double> given)
        where T : unmanaged
    {
        if (form != ValueForm.Distribution || block.Classes == 1)
        {
            return;
        }

        for (int row = 0; row < Math.Min(Most, block.Rows); row++)
        {
            double sum = 0;
            bool isPadding = true;
            for (int column = 0; column < block.Classes; column++)
            {
                int i = (row * block.Classes) + column;
                double value = At(block, i);
                sum += given(value, row, column);
                isPadding = isPadding && value == 0 && At(other, i) == 0;
            }

            if (!isPadding && Math.Abs(sum - 1) > Distribution.CoarseTolerance)
            {
                seen.Add(source.SampleNumber(row), sum);
            }
        }
    }

    private static int Count<T>(TensorBlock<T> block)
        where T : unmanaged => Math.Min(Most, block.Rows * block.Classes);

    // A number, as rows would follow one another. As double it is compared by code that is compiled ahead of time.
    private static double At<T>(TensorBlock<T> block, int index)
        where T : unmanaged
    {
        (int row, int column) = Math.DivRem(index, block.Classes);
        return Widened.One(block[row, column]);
    }
}
