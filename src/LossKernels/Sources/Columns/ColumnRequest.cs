namespace LossKernels.Sources.Columns;

/// <summary>Which properties of records, or columns of files, hold what.</summary>
/// <param name="Target">The target: one column for a label or a number, several for a value for each class.</param>
/// <param name="Prediction">The predictions, in the order of the classes.</param>
/// <param name="Weight">The weight of the sample, or null.</param>
/// <param name="Group">What samples of a group have in common, or null.</param>
public sealed record ColumnRequest(
    IReadOnlyList<ColumnPattern> Target, IReadOnlyList<ColumnPattern> Prediction, ColumnPattern? Weight = null, ColumnPattern? Group = null)
{
    /// <summary>Whether all of them say where columns stand and not what they are called.</summary>
    public bool ArePositions =>
        Target.Concat(Prediction).All(pattern => pattern.IsPosition) && Weight?.IsPosition != false && Group?.IsPosition != false;
}
