namespace LossCmdlets.Input;

/// <summary>
/// The shell that values are read with where no cmdlet is at hand, as in the constructor of a tensor.
/// It knows no wrappers until the module's import sets one that does.
/// </summary>
internal static class ValueShell
{
    public static IValueShell Current { get; set; } = new Plain();

    private sealed class Plain : IValueShell
    {
        public object Unwrap(object value) => value;

        public bool TryReadDeserializedTensor(object value, out TensorParts parts)
        {
            parts = default;
            return false;
        }
    }
}
