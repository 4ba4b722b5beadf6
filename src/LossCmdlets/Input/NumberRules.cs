namespace LossCmdlets.Input;

/// <summary>Which values may stand where a number belongs.</summary>
/// <param name="AllowBoolean">True and false, read as 1 and 0.</param>
/// <param name="AllowText">Text that is not a number, which makes every value a text label.</param>
internal readonly record struct NumberRules(bool AllowBoolean, bool AllowText);
