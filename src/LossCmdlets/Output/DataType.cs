namespace LossCmdlets.Output;

/// <summary>The type of number that a computation works in and that its unreduced results have.</summary>
public enum DataType
{
    /// <summary>The type of the given numbers decides.</summary>
    Auto,

    /// <summary>IEEE 754 single precision, as the frameworks compute.</summary>
    Float32,

    /// <summary>IEEE 754 double precision.</summary>
    Float64,
}
