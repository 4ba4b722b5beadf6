namespace LossKernels.Benchmarks;

/// <summary>What another framework took for the same loss of the same arrays.</summary>
/// <param name="Name">The framework.</param>
/// <param name="SecondsForAll">The median of its times; where it was given a part of the rows, as much longer as they are fewer.</param>
/// <param name="Loss">What it gave.</param>
/// <param name="IsAll">Whether it was given all rows.</param>
internal sealed record PeerTime(string Name, double SecondsForAll, double Loss, bool IsAll);
