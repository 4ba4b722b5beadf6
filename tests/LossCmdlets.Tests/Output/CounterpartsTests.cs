using LossCmdlets.Output;
using LossKernels.Semantics;
using LossKernels.Tensors;
using KernelReduction = LossKernels.Semantics.Reduction;
using KernelWhenAllIgnored = LossKernels.Semantics.WhenAllIgnored;
using Reduction = LossCmdlets.Output.Reduction;
using WhenAllIgnored = LossCmdlets.Output.WhenAllIgnored;

namespace LossCmdlets.Tests.Output;

public class CounterpartsTests
{
    [Fact]
    public void Members_are_those_of_the_same_name()
    {
        Assert.Equal(Names<LossKind>(), Enum.GetValues<Kind>().Select(kind => kind.ToKernel().ToString()).Order());
        Assert.Equal(Enum.GetNames<Kind>(), Enum.GetValues<Kind>().Select(kind => kind.ToKernel().ToString()));
        Assert.Equal(Enum.GetNames<LossKind>(), Enum.GetValues<LossKind>().Select(kind => kind.ToOutput().ToString()));
        Assert.Equal(Names<KernelReduction>(), Enum.GetValues<Reduction>().Select(reduction => reduction.ToKernel().ToString()).Order());
        Assert.Equal(Enum.GetNames<Reduction>(), Enum.GetValues<Reduction>().Select(reduction => reduction.ToKernel().ToString()));
        Assert.Equal(Enum.GetNames<KernelReduction>(), Enum.GetValues<KernelReduction>().Select(reduction => reduction.ToOutput().ToString()));
        Assert.Equal(Names<KernelWhenAllIgnored>(), Enum.GetValues<WhenAllIgnored>().Select(gives => gives.ToKernel().ToString()).Order());
        Assert.Equal(Enum.GetNames<WhenAllIgnored>(), Enum.GetValues<WhenAllIgnored>().Select(gives => gives.ToKernel().ToString()));
        Assert.Equal(["", "Float32", "Float64"], Enum.GetValues<DataType>().Select(type => type.ToKernel().ToString()));
        Assert.Equal([DataType.Float32, DataType.Float64], new[] { ElementType.Float32, ElementType.Float64 }.Select(type => type.ToOutput()));
    }

    private static IEnumerable<string> Names<TEnum>()
        where TEnum : struct, Enum => Enum.GetNames<TEnum>().Order();
}
