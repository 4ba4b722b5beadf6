namespace LossKernels.Semantics;

/// <summary>What a number that is given may be.</summary>
/// <param name="Words">In words.</param>
/// <param name="IsAllowed">Whether it may be a number.</param>
internal sealed record NumberRange(string Words, Func<double, bool> IsAllowed)
{
    /// <summary>Numbers greater than zero.</summary>
    public static NumberRange Positive { get; } = new("greater than 0 and finite", value => value > 0 && double.IsFinite(value));

    /// <summary>Numbers from zero on.</summary>
    public static NumberRange NotNegative { get; } = new("a finite number that is not negative", value => value >= 0 && double.IsFinite(value));

    /// <summary>Any numbers.</summary>
    public static NumberRange Finite { get; } = new("a finite number", double.IsFinite);

    /// <summary>Refuses what logits cannot be divided by.</summary>
    /// <exception cref="LossException">ParameterOutOfRange.</exception>
    public static void CheckTemperature(double temperature) => Positive.Check(
        "Temperature", temperature, "Leave out `Temperature` to take logits as they are; `Temperature = 2` makes probabilities more alike, `Temperature = 0.5` less.");

    /// <summary>Refuses any other number.</summary>
    /// <param name="parameter">What the number is given as.</param>
    /// <param name="value">The number.</param>
    /// <param name="remedy">What to give.</param>
    /// <exception cref="LossException">ParameterOutOfRange.</exception>
    public void Check(string parameter, double value, string remedy)
    {
        if (!IsAllowed(value))
        {
            throw LossErrors.ParameterOutOfRange(parameter, value, Words, remedy);
        }
    }

    /// <summary>Refuses a list with any other number.</summary>
    /// <param name="parameter">What the numbers are given as.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="remedy">What to give.</param>
    /// <exception cref="LossException">ParameterOutOfRange.</exception>
    public void Check(string parameter, IReadOnlyList<double> values, string remedy)
    {
        foreach (double value in values)
        {
            Check(parameter, value, remedy);
        }
    }
}
