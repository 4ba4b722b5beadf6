using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Sources.Text;

namespace LossKernels.Tests;

/// <summary>
/// The library's messages know no shell: they name options and functions in backquotes, as C# writes them, and each of these is public.
/// </summary>
public partial class TextTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;

    private static readonly ImmutableDictionary<string, Type> Types = typeof(LossOptions).Assembly.GetExportedTypes().ToImmutableDictionary(type => type.Name);

    // The options that a text names without their type.
    private static readonly Type[] Options =
        [typeof(CrossEntropyOptions), typeof(LossFunctionOptions), typeof(AccuracyOptions), typeof(LossBounds), typeof(ClassLabels), typeof(CsvFormat)];

    [Fact]
    public void No_text_names_a_parameter_or_a_cmdlet() =>
        Assert.Empty(LibraryTexts.All.Where(text => Shell.IsMatch(text.Text)).Select(text => $"{text.Place}: {Shell.Match(text.Text).Value} in {text.Text}"));

    [Fact]
    public void What_stands_in_backquotes_is_public()
    {
        Assert.NotEmpty(LibraryTexts.Terms);
        Assert.Empty(LibraryTexts.Terms.Where(term => !IsPublic(term.Term)).Select(term => $"{term.Place}: {term.Term}"));
    }

    [Theory]
    [InlineData("Form = InputForm.Logit", true)]
    [InlineData("Form = InputForm.Logits", false)]
    [InlineData("Form = LossKind.Sparse", false)]
    [InlineData("Convention = Conventions.Exact", true)]
    [InlineData("Axis = -1", true)]
    [InlineData("Axes = -1", false)]
    [InlineData("ClassLabels.Class", true)]
    [InlineData("ClassLabels.Classes", false)]
    [InlineData("Numbers[\"LogTarget\"]", true)]
    [InlineData("Numbers[\"LogTargets\"]", false)]
    [InlineData("Activation.Softmax(log: true)", true)]
    [InlineData("Activation.Softmax(logs: true)", false)]
    [InlineData("Activation.Maximum(logits)", false)]
    [InlineData("sampleWeight", true)]
    [InlineData("sampleWeights", false)]
    [InlineData("overwrite: true", true)]
    [InlineData("FromLogits", false)]
    public void A_term_is_told_from_what_is_none(string term, bool isPublic) => Assert.Equal(isPublic, IsPublic(term));

    private static bool IsPublic(string term)
    {
        if (term is "null" or "true" or "false")
        {
            return true;
        }

        Match parts = Term.Match(term);
        string[] name = parts.Groups["name"].Value.Split('.');
        string key = parts.Groups["key"].Value;
        string value = parts.Groups["value"].Value;
        return parts.Success && (parts.Groups["arguments"].Success ? TakesAll(name, parts.Groups["arguments"].Value.Split(", "))
            : key.Length > 0 ? name is [nameof(LossFunctionOptions.Numbers)] && LossFunctions.ParameterNames.Contains(key)
            : name is [var parameter] && char.IsLower(parameter[0]) ? Parameters(Types.Values).Any(known => known.Name == parameter)
            : name is [var option] ? Types.ContainsKey(option) || Options.Any(type => Has(type, option, value))
            : name is [var type, var member] && Types.TryGetValue(type, out Type? owner) && Has(owner, member, value));
    }

    // A value that has a name is one of the property's type, as Reduction.Sum of Reduction, or is held by another for it, as Conventions.Exact.
    private static bool Has(Type owner, string member, string value) => owner.GetMember(member, Declared) is [var found, ..]
        && (value.Split('.') is not [var type, var name] || !Types.TryGetValue(type, out Type? holder)
            || (found is PropertyInfo property && holder.GetMember(name, Declared) is [var held]
                && TypeOf(held) == (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)));

    private static Type? TypeOf(MemberInfo member) => member switch
    {
        FieldInfo field => field.FieldType,
        PropertyInfo property => property.PropertyType,
        _ => null,
    };

    private static bool TakesAll(string[] name, string[] arguments) => name is [var type, var method] && Types.TryGetValue(type, out Type? owner)
        && owner.GetMember(method, Declared).OfType<MethodInfo>().Any(overload =>
            overload.GetParameters() is var parameters && arguments.Length <= parameters.Length
            && Array.TrueForAll(arguments, argument => argument.Split(": ") is not [var named, _] || Array.Exists(parameters, parameter => parameter.Name == named)));

    private static IEnumerable<ParameterInfo> Parameters(IEnumerable<Type> types) => types.SelectMany(type => type.GetMethods(Declared)).SelectMany(method => method.GetParameters());

    // A parameter with its dash, a cmdlet by its verb, a variable of the engine's, or the shell itself.
    [GeneratedRegex(
        """(?<![\w'])-(?:[A-Z][a-z]\w*|[A-Z]\b)|\b(?:Assert|Compare|ConvertFrom|ConvertTo|Export|ForEach|Format|Get|Group|Import|Measure|New|Out|Register|Select|Set|Sort|Test|Unregister|Where)-[A-Z]\w+|\$(?:null|true|false|_|target|prediction)\b|PowerShell""")]
    private static partial Regex Shell { get; }

    [GeneratedRegex("""^(?<name>\w+(?:\.\w+)?)(?:\["(?<key>\w+)"\])?(?:\((?<arguments>[^()]*)\))?(?:(?: = |: )(?<value>.+))?$""")]
    private static partial Regex Term { get; }
}
