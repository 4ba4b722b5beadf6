namespace LossKernels.Kernels;

/// <summary>What the losses of usual float32 pairs are computed in.</summary>
internal enum UsualForm
{
    /// <summary>As all others, in double.</summary>
    None,

    /// <summary>In float32, by a form that does not lose what float32 has.</summary>
    Single,

    /// <summary>In double, but by a form that is only as exact as float32.</summary>
    Double,
}
