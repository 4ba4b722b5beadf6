using LossCmdlets.Input;
using LossKernels;

namespace LossCmdlets.Tests.Input;

/// <summary>Short ways to read values and to look at what came out.</summary>
internal static class Read
{
    public static InputArray Numbers(object? value) => FakeShell.Reader.ReadNumbers(value, "Prediction");

    public static InputArray Targets(object? value) => FakeShell.Reader.ReadTargets(value, "Target");

    public static double[] Doubles(this InputArray input)
    {
        int count = (int)input.Shape.Length;
        return input.View.Read<double>(0, count, new double[count]).ToArray();
    }

    public static void Is(this InputArray input, string shape, params double[] values)
    {
        Assert.Equal(shape, input.Shape.ToString());
        Assert.Equal(values, input.Doubles());
    }

    public static LossException Fails(string id, Func<object> act)
    {
        LossException error = Assert.Throws<LossException>(act);
        Assert.Equal(id, error.Id);
        return error;
    }
}
