namespace LossCmdlets.Input;

/// <summary>
/// Whether the given numbers carried a floating-point type of their own; it decides the data type Auto. In the order of the digits that they ask for,
/// so that of parts that differ the greatest is that of the whole.
/// </summary>
internal enum ElementOrigin
{
    /// <summary>Single or half precision throughout.</summary>
    Typed32,

    /// <summary>PowerShell numbers, integers, decimals, booleans and text, alone or with typed single precision: the convention's data type applies.</summary>
    Untyped,

    /// <summary>Typed arrays or lists of doubles, alone or with any others.</summary>
    Typed64,
}
