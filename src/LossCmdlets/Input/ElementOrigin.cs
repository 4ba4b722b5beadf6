namespace LossCmdlets.Input;

/// <summary>Whether the given numbers carried a floating-point type of their own; it decides the data type Auto.</summary>
internal enum ElementOrigin
{
    /// <summary>PowerShell numbers, integers, decimals, booleans and text: the convention's data type applies.</summary>
    Untyped,

    /// <summary>Single or half precision throughout.</summary>
    Typed32,

    /// <summary>Typed arrays or lists of doubles, alone or with typed single precision.</summary>
    Typed64,
}
