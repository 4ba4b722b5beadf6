using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

namespace LossCmdlets.Commands.Calls;

/// <summary>The call of a cmdlet as it was written.</summary>
internal static class CallSyntax
{
    // The reference assemblies are older than the text of the call, which PowerShell has since 7.4.
    private static readonly PropertyInfo? Statement = typeof(InvocationInfo).GetProperty(nameof(Statement));

    /// <summary>The call, where its text is known.</summary>
    public static CommandAst? Find(InvocationInfo invocation) => TextOf(invocation) is string text
        ? (CommandAst?)Parser.ParseInput(text, out _, out _).Find(ast => ast is CommandAst { Extent.StartOffset: 0 }, searchNestedScriptBlocks: false)
        : null;

    /// <summary>The parameter that a name stands for: its own, an alias, or the beginning of one.</summary>
    public static ParameterMetadata? Resolve(string name, InvocationInfo invocation)
    {
        ParameterMetadata[] known = [.. invocation.MyCommand.Parameters.Values];
        return Array.Find(known, parameter => parameter.Aliases.Prepend(parameter.Name).Contains(name, StringComparer.OrdinalIgnoreCase))
            ?? Array.Find(known, parameter => parameter.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether the call names a parameter, itself or in what it splats; null where its text is not known.</summary>
    public static bool? Names(string parameter, InvocationInfo invocation, SessionState session) => Find(invocation)?.CommandElements.Any(element => element switch
    {
        CommandParameterAst named => Resolve(named.ParameterName, invocation)?.Name == parameter,
        VariableExpressionAst { Splatted: true, VariablePath: var path } => ValueOf(path, session) is IDictionary splat
            && splat.Keys.OfType<string>().Any(name => Resolve(name, invocation)?.Name == parameter),
        _ => false,
    });

    /// <summary>The switches that were given a variable, or what one holds, that is $null or not there, with how it is written.</summary>
    public static IEnumerable<(string Switch, string Argument)> SwitchesWithoutValue(InvocationInfo invocation, SessionState session)
    {
        // Most calls are not worth the parser.
        if (!invocation.BoundParameters.Values.Any(value => value is SwitchParameter)
            || TextOf(invocation)?.Contains(":$", StringComparison.Ordinal) != true || Find(invocation) is not CommandAst call)
        {
            yield break;
        }

        foreach (CommandParameterAst given in call.CommandElements.OfType<CommandParameterAst>())
        {
            if (given.Argument is ExpressionAst argument && IsLookup(argument)
                && Resolve(given.ParameterName, invocation) is { SwitchParameter: true } parameter && IsNull(argument, session))
            {
                yield return (parameter.Name, argument.Extent.Text);
            }
        }
    }

    // What calls nothing can be read a second time.
    private static bool IsLookup(ExpressionAst expression) => expression is VariableExpressionAst
        || (expression is MemberExpressionAst { Static: false, Member: StringConstantExpressionAst, Expression: var holder } and not InvokeMemberExpressionAst && IsLookup(holder))
        || (expression is IndexExpressionAst { Index: ConstantExpressionAst, Target: var list } && IsLookup(list));

    private static bool IsNull(ExpressionAst expression, SessionState session) => LanguagePrimitives.IsTrue(
        session.InvokeCommand.InvokeScript(session, ScriptBlock.Create($"$null -eq {expression.Extent.Text}")).FirstOrDefault());

    private static object? ValueOf(VariablePath path, SessionState session) =>
        session.PSVariable.GetValue(path.UserPath) is var value && value is PSObject wrapped ? wrapped.BaseObject : value;

    private static string? TextOf(InvocationInfo invocation) => (string?)Statement?.GetValue(invocation);
}
