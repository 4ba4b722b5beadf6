using LossCmdlets.Output;
using LossKernels;
using LossKernels.Progress;

namespace LossCmdlets.Input.Files;

/// <summary>Does work beside the pipeline's thread: it is told how far it has come, and reports failures that do not end it.</summary>
/// <param name="work">The work.</param>
internal delegate IReadOnlyList<Measured> BesidePipeline(Func<MeasureContext, Action<LossException>, IReadOnlyList<Measured>> work);
