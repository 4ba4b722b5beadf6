using System.Collections;
using System.Management.Automation.Language;

namespace LossCmdlets.Completion;

/// <summary>What stands before a command in its pipeline, as far as completion can know it without running it.</summary>
internal static class PipedCommand
{
    /// <summary>The parameters, as far as they are constants, of the command whose output is piped; null where it is none of some names, in any case.</summary>
    /// <param name="command">The command that it is piped to.</param>
    /// <param name="names">The names.</param>
    public static IDictionary? Find(CommandAst? command, params ReadOnlySpan<string> names)
    {
        if (command?.Parent is not PipelineAst pipeline || pipeline.PipelineElements.IndexOf(command) is var position && position < 1
            || pipeline.PipelineElements[position - 1] is not CommandAst piped || piped.GetCommandName() is not string name
            || !names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        Hashtable parameters = [];
        foreach ((string parameter, ParameterBindingResult given) in StaticParameterBinder.BindCommand(piped).BoundParameters)
        {
            parameters[parameter] = given.ConstantValue;
        }

        return parameters;
    }
}
