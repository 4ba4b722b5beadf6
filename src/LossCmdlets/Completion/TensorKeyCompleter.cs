using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LossKernels.Sources.Arrays;

namespace LossCmdlets.Completion;

/// <summary>Completes the names of the tensors in the file that the parameter goes with: -TargetKey with -TargetPath, and so on.</summary>
public sealed class TensorKeyCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string what = (parameterName ?? string.Empty).Replace("Key", string.Empty, StringComparison.OrdinalIgnoreCase);
        return NameCompletion.Complete(wordToComplete, FileCompletion.Of(fakeBoundParameters, what, path => TensorFile.ListKeys(path)).Select(name => new Choice(name)));
    }
}
