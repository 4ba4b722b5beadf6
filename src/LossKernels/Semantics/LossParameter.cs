namespace LossKernels.Semantics;

/// <summary>A number in the formula of a loss that may be given.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">What it is where neither it is given nor the convention has a value of its own.</param>
/// <param name="Summary">What it does, in a sentence.</param>
/// <param name="Range">What it may be, in words.</param>
/// <param name="IsAllowed">What it may be.</param>
public sealed record LossParameter(string Name, double Default, string Summary, string Range, Func<double, bool> IsAllowed)
{
    private LossParameter(string name, double standard, string summary, NumberRange range)
        : this(name, standard, summary, range.Words, range.IsAllowed)
    {
    }

    /// <summary>A number greater than zero.</summary>
    public static LossParameter Positive(string name, double standard, string summary) =>
        new(name, standard, summary, NumberRange.Positive);

    /// <summary>A number that is not negative.</summary>
    public static LossParameter NotNegative(string name, double standard, string summary) =>
        new(name, standard, summary, NumberRange.NotNegative);

    /// <summary>A number from 0 to 1.</summary>
    public static LossParameter Share(string name, double standard, string summary) =>
        new(name, standard, summary, "a number from 0 to 1", value => value is >= 0 and <= 1);

    /// <summary>Any number.</summary>
    public static LossParameter Number(string name, double standard, string summary) =>
        new(name, standard, summary, NumberRange.Finite);

    /// <summary>Yes, which is 1, or no, which is 0.</summary>
    public static LossParameter Switch(string name, bool standard, string summary) =>
        new(name, standard ? 1 : 0, summary, "0 or 1", value => value is 0 or 1);

    /// <summary>A whole number from 1 on.</summary>
    public static LossParameter Count(string name, int standard, string summary) =>
        new(name, standard, summary, "a whole number from 1 on", value => value >= 1 && value <= int.MaxValue && double.IsInteger(value));
}
