using LossKernels.Semantics;

namespace LossKernels.Losses;

/// <summary>A name of a loss as programs write it, with a module in front or without: torch.nn.MSELoss, nn.MSELoss, mse_loss.</summary>
public sealed record ModuleName
{
    /// <summary>Takes a name apart.</summary>
    /// <param name="name">The name; what stands behind the module may be a pattern of names, or the beginning of one.</param>
    public ModuleName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int own = name.LastIndexOf('.') + 1;
        (Module, Own) = (name[..own], name[own..]);
    }

    /// <summary>The module, with the point behind it; empty where there is none.</summary>
    public string Module { get; }

    /// <summary>What stands behind the module.</summary>
    public string Own { get; }

    /// <summary>The conventions that may be meant: tf is TensorFlow, and TensorFlow.js where TensorFlow has no such name.</summary>
    public IEnumerable<Convention> Frameworks
    {
        get
        {
            string first = Module.Length == 0 ? "" : Module[..Module.IndexOf('.', StringComparison.Ordinal)];
            IEnumerable<Convention> others = Conventions.All.Where(convention => convention.Modules.Contains(first));
            return Conventions.Known(first) is Convention known ? others.Prepend(known) : others;
        }
    }
}
