using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using LossCmdlets.Errors;
using LossKernels.Diagnostics;

namespace LossCmdlets.Commands.Calls;

/// <summary>Writes a fix as the call that was made, with what is to change in it. What cannot be read has placeholders.</summary>
internal static partial class FixedCall
{
    // What other cmdlets have and Measure-CrossEntropy has not, or does not need then.
    private static readonly string[] Others = ["Quiet", "Rule", "ExcludeRule", "SkipDiagnostic"];

    /// <summary>The call.</summary>
    /// <param name="fix">What is to change.</param>
    /// <param name="invocation">The call that was made.</param>
    public static string Of(Fix fix, InvocationInfo invocation)
    {
        if (CallSyntax.Find(invocation) is not CommandAst call || call.CommandElements.Any(element => element is VariableExpressionAst { Splatted: true }))
        {
            return SpelledFix.Call(fix);
        }

        SpelledFix spelled = new(fix);
        HashSet<string> left = new([.. spelled.Replaced, .. Others], StringComparer.OrdinalIgnoreCase);
        (string? target, string? prediction, List<string> rest) = Read(call, invocation, left);
        if (spelled.ChangesData && (target is null || prediction is null))
        {
            return SpelledFix.Call(fix);
        }

        string[] data = target is null ? []
            : prediction is null ? [target]
            : [Fill(spelled.Target, target, prediction), Fill(spelled.Prediction, target, prediction)];
        return Before(invocation) + string.Join(' ', [SpelledFix.Cmdlet, .. data, .. rest, .. spelled.Parameters]);
    }

    private static (string? Target, string? Prediction, List<string> Options) Read(CommandAst call, InvocationInfo invocation, HashSet<string> left)
    {
        string? target = null;
        string? prediction = null;
        List<string> rest = [];
        ReadOnlyCollection<CommandElementAst> elements = call.CommandElements;
        for (int i = 1; i < elements.Count; i++)
        {
            if (elements[i] is not CommandParameterAst named)
            {
                (target, prediction) = target is null ? (elements[i].Extent.Text, prediction) : (target, elements[i].Extent.Text);
                continue;
            }

            ParameterMetadata? parameter = CallSyntax.Resolve(named.ParameterName, invocation);
            bool hasValue = named.Argument is null && parameter?.SwitchParameter == false && i + 1 < elements.Count;
            string? value = named.Argument?.Extent.Text ?? (hasValue ? elements[++i].Extent.Text : null);
            switch (parameter?.Name)
            {
                case "Target":
                    target = value;
                    break;
                case "Prediction":
                    prediction = value;
                    break;
                case string name when left.Contains(name):
                    break;
                default:
                    rest.Add(hasValue ? $"{named.Extent.Text} {value}" : named.Extent.Text);
                    break;
            }
        }

        return (target, prediction, rest);
    }

    // What is piped to the call, where that stands in the same line.
    private static string Before(InvocationInfo invocation)
    {
        if (!invocation.ExpectingInput)
        {
            return "";
        }

        Ast? call = Parser.ParseInput(invocation.Line, out _, out _).Find(
            ast => ast is CommandAst command && command.Extent.StartColumnNumber == invocation.OffsetInLine, searchNestedScriptBlocks: true);
        return call?.Parent is PipelineAst pipeline && pipeline.PipelineElements[0] != call
            ? pipeline.Extent.Text[..(call.Extent.StartOffset - pipeline.Extent.StartOffset)]
            : "$piped | ";
    }

    private static string Fill(string expression, string target, string prediction) =>
        Placeholder().Replace(expression, place => place.Value == "$target" ? target : prediction);

    [GeneratedRegex(@"\$(target|prediction)\b")]
    private static partial Regex Placeholder();
}
