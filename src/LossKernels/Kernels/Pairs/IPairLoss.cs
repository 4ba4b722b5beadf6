using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Pairs;

/// <summary>A loss of a prediction and its target.</summary>
internal interface IPairLoss
{
    /// <summary>Whether the usual float32 pairs have a shorter form than the loss itself.</summary>
    static virtual bool HasUsual => false;

    /// <summary>Whether usual pairs are of the form that the loss is made for, for certain.</summary>
    static virtual bool UsualAreOfForm => false;

    /// <summary>
    /// Whether, without AVX-512, two vectors are computed side by side: faster where a loss is a long chain of operations, slower where the numbers of two do
    /// not fit into sixteen registers, or the operations of two are more than the JIT inlines.
    /// </summary>
    static virtual bool TakesTwo => false;

    /// <summary>The same of usual pairs.</summary>
    static virtual bool TakesTwoUsual => true;

    /// <summary>The losses.</summary>
    TVector Loss<TLanes, TVector>(TVector prediction, TVector target)
        where TLanes : ILanes<TVector, double>
        where TVector : struct;

    /// <summary>Whether the usual form is a function of another, which is computed in a walk before.</summary>
    static virtual bool HasInner => false;

    /// <summary>What the usual form is a function of, beside the pairs.</summary>
    TVector Inner<TLanes, TVector>(TVector prediction, TVector target)
        where TLanes : ILanes<TVector, float>
        where TVector : struct => throw new NotSupportedException();

    /// <summary>
    /// The losses of usual float32 pairs, as exact as float32 is; not finite where a pair is not usual, of which the loss itself is then taken.
    /// </summary>
    TVector Usual<TLanes, TVector>(TVector prediction, TVector target, TVector inner)
        where TLanes : ILanes<TVector, float>
        where TVector : struct => throw new NotSupportedException();

    /// <summary>The derivatives of the losses to the predictions.</summary>
    Vector256<double> Slope(Vector256<double> prediction, Vector256<double> target);
}
