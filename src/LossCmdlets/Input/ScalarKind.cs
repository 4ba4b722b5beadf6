namespace LossCmdlets.Input;

/// <summary>What a single value is.</summary>
internal enum ScalarKind
{
    /// <summary>A number, or text that is one.</summary>
    Number,

    /// <summary>A number of single or half precision.</summary>
    Single,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Text that is not a number.</summary>
    Text,

    /// <summary>Text of no characters.</summary>
    Empty,

    /// <summary>Nothing.</summary>
    Null,

    /// <summary>An object that is neither number nor text.</summary>
    Other,
}
