using System.Collections;
using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>Reads what parameters say of labels.</summary>
internal static class LabelOption
{
    /// <summary>The label to leave out.</summary>
    /// <exception cref="LossException">ParameterOutOfRange: it is no whole number, and no text.</exception>
    public static IgnoredLabel ReadIgnored(object? value)
    {
        ScalarKind kind = Scalar.Read(value, out double number);
        return kind switch
        {
            ScalarKind.Text => IgnoredLabel.Of(Scalar.ToLabel(value!)),
            ScalarKind.Number or ScalarKind.Single when number == (int)number => IgnoredLabel.Of((int)number),
            _ => throw LossErrors.ParameterOutOfRange("IgnoreClass", value, "a whole number, or a text label", "Give one label, as the targets have it: -IgnoreClass -1, or -IgnoreClass unknown."),
        };
    }

    /// <summary>The weights of labels.</summary>
    /// <exception cref="LossException">A weight is no number, or a label is neither number nor text.</exception>
    public static LabelWeights ReadWeights(IDictionary weights, ValueReader reader)
    {
        List<KeyValuePair<string, double>> read = [];
        foreach (DictionaryEntry entry in weights)
        {
            object label = reader.Unwrap(entry.Key)!;
            string name = Scalar.Read(label, out double number) switch
            {
                ScalarKind.Boolean => Scalar.ToLabel(number),
                ScalarKind.Number or ScalarKind.Single or ScalarKind.Text => Scalar.ToLabel(label),
                _ => throw LossErrors.ParameterOutOfRange("A label of ClassWeight", label, "a number or text", "Name the classes by numbers or text: @{ cat = 2; dog = 0.5 }."),
            };
            read.Add(new(name, reader.ReadNumber(entry.Value, "ClassWeight", $"class {name}")));
        }

        return new LabelWeights(read);
    }
}
