using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LossCmdlets.Completion;

/// <summary>A parameter of numbers or labels, of which there is nothing to complete: PowerShell would offer the names of files.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NoFilesAttribute() : ArgumentCompleterAttribute(typeof(NothingCompleter))
{
    private sealed class NothingCompleter : IArgumentCompleter
    {
        /// <inheritdoc/>
        public IEnumerable<CompletionResult> CompleteArgument(
            string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) => [];
    }
}
