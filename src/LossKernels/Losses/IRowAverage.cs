using System.Numerics;
using LossKernels.Semantics.Formulas;

namespace LossKernels.Losses;

/// <summary>A formula of elements that can average those of a row without writing them down.</summary>
internal interface IRowAverage<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The formula of rows.</summary>
    LossFormula<T> OfRows();
}
