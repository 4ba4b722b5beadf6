using System.Management.Automation.Language;

namespace LossCmdlets.Errors;

/// <summary>Texts of users as a call has them.</summary>
internal static class QuotedText
{
    /// <summary>A text in single quotes; those in it are doubled, typographic ones too, which PowerShell takes for quotes.</summary>
    public static string Of(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}
