using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Commands.Calls;
using LossCmdlets.Output;
using LossKernels.Diagnostics;
using LossKernels.Measures;

namespace LossCmdlets.Commands;

/// <summary>Measures the cross-entropy between targets and predictions.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "CrossEntropy", DefaultParameterSetName = ArraySet, SupportsShouldProcess = true)]
[OutputType(typeof(CrossEntropyResult))]
[OutputType(typeof(double), typeof(float), typeof(Tensor))]
public sealed class MeasureCrossEntropyCommand : MeasureCommand
{
    /// <summary>Adds accuracy, calibration and the like to the result.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override string? Added => base.Added ?? (Detailed ? nameof(Detailed) : null);

    private protected override Func<Fix, string> WriteFix => fix => FixedCall.Of(fix, MyInvocation);

    private protected override LossOptions ReadRequest() => ReadOptions() with { Detailed = Detailed };
}
