using System.Numerics;
using LossKernels.Diagnostics;
using LossKernels.Semantics;
using LossKernels.Sources;
using LossKernels.Tensors;

namespace LossKernels.Measures.Checks;

/// <summary>Notes in the first rows what is wrong with all of them if it is with these.</summary>
internal static class FirstRowChecks
{
    // Who writes 0 for -1 or -1 for 0, or divides no row by its sum, does so everywhere: the first tell, and no pass over all of them is needed.
    private const int Most = 64;

    /// <summary>Looks at them.</summary>
    /// <param name="forms">What the loss takes.</param>
    /// <param name="predictions">The first predictions.</param>
    /// <param name="targets">The first targets; empty where they are class numbers.</param>
    /// <param name="source">Where the rows are.</param>
    /// <param name="findings">Where it is noted.</param>
    public static void Look<T>(
        (ValueForm Prediction, ValueForm Target) forms, TensorBlock<T> predictions, TensorBlock<T> targets, TensorSource source, ref Findings findings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (forms.Target)
        {
            case ValueForm.Side:
                LookFor(T.Zero, targets, source, ref findings[Sight.ZeroForMinusOne]);
                break;
            case ValueForm.Answer:
                LookFor(T.NegativeOne, targets, source, ref findings[Sight.MinusOneForZero]);
                if (!findings.Has(Sight.MinusOneForZero))
                {
                    LookForOthers(targets, source, static value => !T.IsZero(value) && value != T.One && !T.IsNaN(value), ref findings[Sight.TargetNotBinary]);
                }

                break;
            case ValueForm.Truth:
                LookForSwap(predictions, targets, source, ref findings[Sight.ArgumentsSwapped]);
                break;
        }

        if (forms.Prediction == ValueForm.Chance)
        {
            LookForOthers(predictions, source, static value => value < T.Zero || value > T.One, ref findings[Sight.ChanceOutsideUnit]);
        }

        if (forms.Prediction == ValueForm.Label && AreWhole(targets))
        {
            LookForOthers(predictions, source, static value => T.IsFinite(value) && !T.IsInteger(value), ref findings[Sight.PredictionNotLabel]);
        }

        LookAtSums(forms.Prediction, predictions, targets, source, ref findings[Sight.SumNotOne]);
        LookAtSums(forms.Target, targets, predictions, source, ref findings[Sight.TargetSumNotOne]);
    }

    // Of a number that stands for no, where another does for the loss: nothing but it and 1, which is yes for all.
    private static void LookFor<T>(T no, TensorBlock<T> targets, TensorSource source, ref Sighting found)
        where T : unmanaged, INumber<T>
    {
        Sighting seen = default;
        int count = Math.Min(Most, targets.Rows * targets.Classes);
        for (int i = 0; i < count; i++)
        {
            (int row, int column) = Math.DivRem(i, targets.Classes);
            T target = targets[row, column];
            if (target == no)
            {
                seen.Add(source.SampleNumber(row), double.CreateTruncating(no));
            }
            else if (target != T.One)
            {
                return;
            }
        }

        found.Merge(seen);
    }

    // Predictions that are sure of everything beside targets of which most are of nothing.
    private static void LookForSwap<T>(TensorBlock<T> predictions, TensorBlock<T> targets, TensorSource source, ref Sighting found)
        where T : unmanaged, INumber<T>
    {
        Sighting between = default;
        int count = Math.Min(Most, predictions.Rows * predictions.Classes);
        for (int i = 0; i < count; i++)
        {
            (int row, int column) = Math.DivRem(i, predictions.Classes);
            T target = targets[row, column];
            if ((!T.IsZero(predictions[row, column]) && predictions[row, column] != T.One) || target < T.Zero || target > T.One)
            {
                return;
            }

            if (target > T.Zero && target < T.One)
            {
                between.Add(source.SampleNumber(row), double.CreateTruncating(target));
            }
        }

        if (between.Count * 2 > count)
        {
            found.Merge(between);
        }
    }

    // What is NaN is told of as such.
    private static void LookForOthers<T>(TensorBlock<T> block, TensorSource source, Func<T, bool> isOther, ref Sighting seen)
        where T : unmanaged, INumber<T>
    {
        int count = Math.Min(Most, block.Rows * block.Classes);
        for (int i = 0; i < count; i++)
        {
            (int row, int column) = Math.DivRem(i, block.Classes);
            if (isOther(block[row, column]))
            {
                seen.Add(source.SampleNumber(row), double.CreateTruncating(block[row, column]));
            }
        }
    }

    private static bool AreWhole<T>(TensorBlock<T> block)
        where T : unmanaged, INumber<T>
    {
        int count = Math.Min(Most, block.Rows * block.Classes);
        for (int i = 0; i < count; i++)
        {
            (int row, int column) = Math.DivRem(i, block.Classes);
            if (!T.IsInteger(block[row, column]))
            {
                return false;
            }
        }

        return true;
    }

    // What is zero on both sides is padding, and what rounding to bfloat16 leaves is no mistake, whatever it is stored in now.
    private static void LookAtSums<T>(ValueForm form, TensorBlock<T> block, TensorBlock<T> other, TensorSource source, ref Sighting seen)
        where T : unmanaged, INumber<T>
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
                sum += double.CreateTruncating(block[row, column]);
                isPadding = isPadding && T.IsZero(block[row, column]) && T.IsZero(other[row, column]);
            }

            if (!isPadding && Math.Abs(sum - 1) > Distribution.ToleranceOf(ElementType.BFloat16))
            {
                seen.Add(source.SampleNumber(row), sum);
            }
        }
    }
}
