using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Losses;

/// <summary>Losses by a formula of one's own.</summary>
public class CustomLossTests
{
    private static readonly TensorView Prediction = TensorView.Create([1.0, 2, 3, 5, 8, 13], 3, 2);
    private static readonly TensorView Target = TensorView.Create([1.0, 1, 1, 1, 1, 1], 3, 2);

    // The mean of prediction minus target over the last axis.
    private static readonly CustomLoss Difference = new("new_loss", block =>
    {
        double[] losses = new double[block.Rows];
        for (int row = 0; row < block.Rows; row++)
        {
            for (int c = 0; c < block.Classes; c++)
            {
                int place = (row * block.Classes) + c;
                losses[row] += (block.Prediction[place] - block.Target[place]) / block.Classes;
            }
        }

        return losses;
    });

    [Fact]
    public void A_loss_for_each_sample_is_weighed_and_reduced()
    {
        LossOptions options = Difference.CreateOptions();
        Assert.Equal((0.5 + 3 + 9.5) / 3, Loss.Measure(Prediction, Target, options).Loss!.Value, 1e-15);
        Assert.Equal(0.5 + 6, Loss.Measure(Prediction, Target, options with { Reduction = Reduction.Sum }, TensorView.Create([1.0, 2, 0])).Loss!.Value, 1e-15);
        Assert.Equal("new_loss", Loss.Measure(Prediction, Target, options).Function!.Name);
    }

    [Fact]
    public void A_single_number_is_the_loss_of_each_sample_of_its_block()
    {
        LossOptions options = new CustomLoss("constant", _ => [7]).CreateOptions();
        Assert.Equal(7, Loss.Measure(Prediction, Target, options).Loss);
        Assert.Equal(21, Loss.Measure(Prediction, Target, options with { Reduction = Reduction.Sum }).Loss);
    }

    [Fact]
    public void It_is_called_once_a_block()
    {
        int calls = 0;
        int rows = 0;
        CustomLoss loss = new("counted", block =>
        {
            calls++;
            rows += block.Rows;
            return new double[block.Rows];
        });
        Loss.Measure(TensorView.Create<double>(new double[150_000]), TensorView.Create<double>(new double[150_000]), loss.CreateOptions() with { ThrottleLimit = 1 });
        Assert.Equal((3, 150_000), (calls, rows));
    }

    [Fact]
    public void Class_numbers_come_one_a_sample()
    {
        double[] seen = [];
        CustomLoss loss = new("labels", block => seen = block.Target, TargetForm.Labels);
        Assert.Equal(1.0 / 3, Loss.Measure(Prediction, TensorView.Create([1, 0, 0]), loss.CreateOptions()).Loss!.Value, 1e-15);
        Assert.Equal([1, 0, 0], seen);
    }

    [Fact]
    public void Another_number_of_losses_is_an_error_that_says_so()
    {
        LossException failure = Assert.Throws<LossException>(() => Loss.Measure(Prediction, Target, new CustomLoss("wrong", _ => [1, 2]).CreateOptions()));
        Assert.Equal("ShapeMismatch", failure.Id);
        Assert.Contains("wrong gave 2 numbers for a block of 3 samples", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_is_of_rows_or_of_labels_and_has_a_name_and_a_formula()
    {
        Assert.Equal("targets", Assert.Throws<ArgumentOutOfRangeException>(() => new CustomLoss("elements", block => block.Prediction, TargetForm.Elements)).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => new CustomLoss(null!, block => block.Prediction)).ParamName);
        Assert.Equal("formula", Assert.Throws<ArgumentNullException>(() => new CustomLoss("none", null!)).ParamName);
    }
}
