namespace LossKernels.Sources.Columns;

/// <summary>The columns that a request comes to, in one record or file.</summary>
public sealed class ColumnChoice
{
    private readonly ColumnSelection _targets;

    private ColumnChoice(ColumnSelection targets, ColumnSelection predictions, int? weight, int? group)
    {
        _targets = targets;
        Predictions = predictions;
        Weight = weight;
        Group = group;
    }

    /// <summary>The positions of the target.</summary>
    public IReadOnlyList<int> Targets => _targets.Positions;

    /// <summary>The columns of the predictions.</summary>
    public ColumnSelection Predictions { get; }

    /// <summary>The position of the weight, or null.</summary>
    public int? Weight { get; }

    /// <summary>The position of the group, or null.</summary>
    public int? Group { get; }

    /// <summary>The one column of the target in words; null where there are several.</summary>
    public string? LabelPlace => Targets.Count == 1 ? _targets.PlaceOf(0) : null;

    /// <summary>The column of what is at fault in a sample, in words: that of the prediction or of the label; null where it is neither.</summary>
    /// <param name="failure">The failure.</param>
    public string? PlaceOf(LossException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Column is int prediction ? Predictions.PlaceOf(prediction)
            : failure.Kind == FailureKind.Label ? LabelPlace
            : null;
    }

    /// <summary>Chooses.</summary>
    /// <param name="available">What there is.</param>
    /// <param name="request">What is asked for.</param>
    /// <exception cref="LossException">PropertyNotFound or ColumnNotFound; OptionNotSupported where a column is asked for twice or an order is open.</exception>
    public static ColumnChoice Of(ColumnNames available, ColumnRequest request)
    {
        ArgumentNullException.ThrowIfNull(available);
        ArgumentNullException.ThrowIfNull(request);
        ColumnSelection targets = ColumnSelection.Select(available, request.Target);
        int? weight = request.Weight is ColumnPattern weighing ? ColumnSelection.SelectOne(available, weighing, "weight") : null;
        int? group = request.Group is ColumnPattern grouping ? ColumnSelection.SelectOne(available, grouping, "group") : null;

        // A wildcard of predictions takes neither of them.
        List<int> taken = [.. targets.Positions, .. weight is int weighed ? [weighed] : Array.Empty<int>(), .. group is int grouped ? [grouped] : Array.Empty<int>()];
        ColumnSelection predictions = ColumnSelection.Select(available, request.Prediction, taken);
        foreach (int position in predictions.Positions)
        {
            if (taken.Contains(position))
            {
                throw LossErrors.OptionNotSupported(
                    $"The {available.Singular} '{available.Names[position]}' is named as prediction, and as target, weight or group.",
                    $"Name each {available.Singular} once.");
            }
        }

        return new ColumnChoice(targets, predictions, weight, group);
    }
}
