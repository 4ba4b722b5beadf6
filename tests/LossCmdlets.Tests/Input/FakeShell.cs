using LossCmdlets.Input;

namespace LossCmdlets.Tests.Input;

/// <summary>Stands in for PowerShell: wrappers, and deserialised tensors as bags of properties.</summary>
internal sealed class FakeShell : IValueShell
{
    public static ValueReader Reader { get; } = new(new FakeShell());

    public object Unwrap(object value) => value is Wrapper wrapper ? wrapper.Inner : value;

    public bool TryReadDeserializedTensor(object value, out TensorParts parts)
    {
        parts = value is Bag bag ? bag.Parts : default;
        return value is Bag;
    }

    internal sealed record Wrapper(object Inner);

    internal sealed record Bag(TensorParts Parts);
}
