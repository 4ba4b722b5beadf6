namespace LossKernels.Semantics;

/// <summary>What a number that is given may be.</summary>
/// <param name="Words">In words.</param>
/// <param name="IsAllowed">Whether it may be a number.</param>
internal sealed record NumberRange(string Words, Func<double, bool> IsAllowed)
{
    /// <summary>Numbers greater than zero.</summary>
    public static NumberRange Positive { get; } = new("greater than 0 and finite", value => value > 0 && double.IsFinite(value));

    /// <summary>Numbers from zero on.</summary>
    public static NumberRange NotNegative { get; } = new("a number that is not negative", value => value >= 0 && double.IsFinite(value));

    /// <summary>Any numbers.</summary>
    public static NumberRange Finite { get; } = new("a finite number", double.IsFinite);

    /// <summary>Refuses any other number.</summary>
    /// <exception cref="LossException">ParameterOutOfRange.</exception>
    public void Check(string parameter, double value)
    {
        if (!IsAllowed(value))
        {
            throw LossErrors.ParameterOutOfRange(parameter, value, Words);
        }
    }

    /// <summary>Refuses a list with any other number.</summary>
    /// <exception cref="LossException">ParameterOutOfRange.</exception>
    public void Check(string parameter, IReadOnlyList<double> values)
    {
        foreach (double value in values)
        {
            Check(parameter, value);
        }
    }
}
