using LossKernels.Tensors;

namespace LossKernels.Tests.Tensors;

/// <summary>Blocks whose classes lie apart.</summary>
public class TensorBlockTests
{
    private const int Rows = 2;
    private const int Stride = 5;

    // Of three classes the last is at 10 and 11, whatever follows.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(3, 12)]
    public void Columns_end_with_the_last_value_of_the_last_class(int classes, int length)
    {
        TensorBlock<float> block = TensorBlock<float>.OfColumns([.. Enumerable.Range(0, 40).Select(place => (float)place)], Rows, classes, Stride);
        Assert.Equal((Rows, classes, length), (block.Rows, block.Classes, block.Values.Length));
        for (int label = 0; label < classes; label++)
        {
            Assert.Equal((Stride * label) + 1, block[1, label]);
        }
    }
}
