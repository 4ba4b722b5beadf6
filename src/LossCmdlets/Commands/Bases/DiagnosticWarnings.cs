using System.Management.Automation;
using LossCmdlets.Errors;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Diagnostics;
using Diagnostic = LossCmdlets.Output.Diagnostic;
using Severity = LossCmdlets.Output.Severity;

namespace LossCmdlets.Commands.Bases;

/// <summary>Warnings of what every measurement sees in the input. Of many results the first says it for all.</summary>
/// <param name="command">The cmdlet.</param>
internal sealed class DiagnosticWarnings(Cmdlet command)
{
    private readonly HashSet<string> _warned = [];

    /// <summary>Warns of what a convention refuses, in place of what a rule says of it under another.</summary>
    /// <param name="id">The id of the rule.</param>
    /// <param name="refusal">The refusal.</param>
    public void Write(string id, LossException refusal)
    {
        if (_warned.Add(id))
        {
            command.WriteWarning(ParameterSpelling.Of($"{id}: {refusal.Message} {refusal.Remedy}"));
        }
    }

    /// <summary>Warns of each thing that was seen for a result, and not before.</summary>
    public void Write(LossResult result)
    {
        foreach (Diagnostic found in result.Diagnostics)
        {
            if (found.Severity > Severity.Information && RuleCatalogue.IsFree(found.Id) && _warned.Add(found.Id))
            {
                command.WriteWarning(result.Group is null ? found.ToString() : $"{Scalar.ToLabel(result.Group)}: {found}");
            }
        }
    }
}
