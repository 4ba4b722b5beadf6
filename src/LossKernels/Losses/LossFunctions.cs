using System.Collections.Immutable;
using LossKernels.Losses.Functions;
using LossKernels.Semantics;

namespace LossKernels.Losses;

/// <summary>The catalogue of losses.</summary>
public static class LossFunctions
{
    /// <summary>All losses.</summary>
    public static ImmutableArray<LossFunction> All { get; } =
    [
        new MeanSquaredError(),
        new MeanAbsoluteError(),
        new KullbackLeiblerDivergence(),
        new CosineSimilarity(),
    ];

    /// <summary>
    /// Finds a loss by its name, by an alias, or by what a framework calls it, with or without its module: PascalCase and snake_case are the same.
    /// A framework's own name, or a module in front, names the convention too.
    /// </summary>
    /// <exception cref="LossException">ParameterOutOfRange: there is none of that name.</exception>
    public static NamedLoss Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string plain = Plain(name[(name.LastIndexOf('.') + 1)..]);
        Convention? module = ModuleOf(name);
        LossFunction? loss = All.FirstOrDefault(known => Plain(known.Name) == plain || known.Aliases.Any(alias => Plain(alias) == plain));
        if (loss is not null)
        {
            return new NamedLoss(loss, loss.Uses.Any(use => use.Convention == module) ? module : null);
        }

        foreach (LossFunction known in All)
        {
            LossUse[] uses = [.. known.Uses.Where(use => use.Names.Any(own => Plain(own) == plain))];
            if (uses.Length > 0)
            {
                return new NamedLoss(known, (uses.FirstOrDefault(use => use.Convention == module) ?? uses[0]).Convention);
            }
        }

        throw LossErrors.ParameterOutOfRange("Name", name, $"one of {string.Join(", ", All.Select(known => known.Name))}");
    }

    // torch.nn.MSELoss, nn.MSELoss, F.mse_loss, tf.keras.losses.MeanSquaredError.
    private static Convention? ModuleOf(string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string module = dot < 0 ? "" : name[..dot];
        return module is "nn" or "F"
            ? Conventions.PyTorch
            : Conventions.All.FirstOrDefault(known => known.Name.Equals(module, StringComparison.OrdinalIgnoreCase)
                || known.Synonyms.Contains(module, StringComparer.OrdinalIgnoreCase));
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
