using LossCmdlets.Output;

namespace LossCmdlets.Input;

/// <summary>A way in: takes what is piped, one thing after another, and comes to results.</summary>
internal abstract class InputMeasurement : IDisposable
{
    /// <summary>Takes in what is piped.</summary>
    /// <exception cref="LossKernels.LossException">It ends the measurement.</exception>
    public abstract void Add(object? piped);

    /// <summary>The results: one, or one for each group or file.</summary>
    /// <exception cref="LossKernels.LossException">There is none.</exception>
    public abstract IEnumerable<Measured> Complete();

    /// <summary>Frees what it holds, if it holds anything.</summary>
    public virtual void Dispose()
    {
    }
}
