using System.Management.Automation;

namespace LossCmdlets.Input;

/// <summary>Wildcards that somebody gives.</summary>
internal static class Wildcards
{
    /// <summary>What fits a text, without regard to case; null where it is no pattern, as with a bracket that is not closed.</summary>
    /// <param name="text">The text.</param>
    public static WildcardPattern? Of(string text)
    {
        WildcardPattern pattern = new(text, WildcardOptions.IgnoreCase);
        try
        {
            // A pattern is read when it is asked first.
            _ = pattern.IsMatch(text);
            return pattern;
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }
}
