using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Tests.Losses;

public class ModuleNameTests
{
    [Theory]
    [InlineData("torch.nn.MSELoss", "torch.nn.", "MSELoss", "PyTorch")]
    [InlineData("nn.*L1", "nn.", "*L1", "PyTorch")]
    [InlineData("tf.keras.losses.", "tf.keras.losses.", "", "TensorFlow, TensorFlowJs")]
    [InlineData("mse", "", "mse", "")]
    [InlineData("nowhere.mse", "nowhere.", "mse", "")]
    public void A_name_is_taken_apart(string name, string module, string own, string frameworks)
    {
        ModuleName written = new(name);
        Assert.Equal((module, own), (written.Module, written.Own));
        Assert.Equal(frameworks, string.Join(", ", written.Frameworks.Select(framework => framework.Name)));
    }

    [Fact]
    public void A_loss_has_its_own_names_behind_a_module_of_a_framework_that_has_it()
    {
        LossFunction loss = LossFunctions.Find("SmoothL1").Function;
        Assert.Equal(["SmoothL1Loss", "smooth_l1_loss", "SmoothL1"], loss.NamesIn(Conventions.PyTorch));
        Assert.Empty(loss.NamesIn(Conventions.ScikitLearn));
    }
}
