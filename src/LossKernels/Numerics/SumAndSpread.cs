namespace LossKernels.Numerics;

/// <summary>What the losses of some rows come to.</summary>
/// <param name="Sum">The sum of all.</param>
/// <param name="Squares">The sum of the squares of the distances of what each row comes to from the mean of that.</param>
internal readonly record struct SumAndSpread(CompensatedSum Sum, double Squares)
{
    /// <summary>Of losses that have to be looked at one by one.</summary>
    public static SumAndSpread Unknown => new(new CompensatedSum(double.NaN, 0), 0);

    /// <summary>Whether both are finite; if not, the losses have to be looked at one by one.</summary>
    public bool IsFinite => double.IsFinite(Sum.Sum) && double.IsFinite(Squares);
}
