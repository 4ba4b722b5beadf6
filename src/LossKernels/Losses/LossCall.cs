using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Losses;

/// <summary>A loss with the numbers that its formula gets: what is given, else the convention's, else the loss's own.</summary>
internal sealed class LossCall
{
    /// <summary>Finds the convention's use of the loss, and checks what is given.</summary>
    /// <exception cref="LossException">OptionNotSupported or ParameterOutOfRange.</exception>
    public LossCall(LossFunctionOptions options)
    {
        Options = options;
        LossFunction loss = options.Function;
        Use = loss.UseIn(options.Convention)
            ?? throw LossErrors.OptionNotSupported(
                $"{options.Convention.Name} has no {loss.Name}.",
                $"Choose a convention that has it: {string.Join(", ", loss.Uses.Select(use => use.Convention.Name))}.");
        foreach ((string name, double value) in options.Numbers)
        {
            LossParameter parameter = loss.Parameters.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw LossErrors.OptionNotSupported(
                    $"{loss.Name} has no {name}.",
                    loss.Parameters.IsEmpty ? "It has no parameters: leave it out." : $"Its parameters are {string.Join(", ", loss.Parameters.Select(known => known.Name))}.");
            if (!parameter.IsAllowed(value))
            {
                throw LossErrors.ParameterOutOfRange(parameter.Name, value, parameter.Range, $"{parameter.Summary} Left out, it is {LossErrors.Show(Standard(parameter.Name))}.");
            }
        }
    }

    /// <summary>What is asked for.</summary>
    public LossFunctionOptions Options { get; }

    /// <summary>What the loss is in the convention.</summary>
    public LossUse Use { get; }

    /// <summary>Whose formula.</summary>
    public Convention Convention => Options.Convention;

    /// <summary>Whether a number was given, and is not that of the convention or the loss.</summary>
    public bool IsGiven(string name) => Options.Numbers.ContainsKey(name);

    /// <summary>A number of the formula.</summary>
    public double this[string name]
    {
        get
        {
            if (Options.Numbers.TryGetValue(name, out double given))
            {
                return given;
            }

            return Standard(name);
        }
    }

    /// <summary>Whether a number of the formula is not zero.</summary>
    public bool Has(string name) => this[name] != 0;

    // What a number is where none is given.
    private double Standard(string name)
    {
        foreach ((string known, double value) in Use.Numbers)
        {
            if (known == name)
            {
                return value;
            }
        }

        return Options.Function.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Default ?? 0;
    }
}
