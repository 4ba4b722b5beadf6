using LossCmdlets.Output;
using LossKernels.Semantics;
using DataType = LossCmdlets.Output.DataType;
using Reduction = LossCmdlets.Output.Reduction;
using WhenAllIgnored = LossCmdlets.Output.WhenAllIgnored;

namespace LossCmdlets.Input;

/// <summary>What frameworks and PowerShell call the values of parameters that have other names here.</summary>
internal static class OtherNames
{
    // By the letters and digits of a word; where parameters differ in what they can be, the name that is nearest comes first.
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bool"] = [nameof(StoredType.Boolean)],
        ["byte"] = [nameof(StoredType.UInt8)],
        ["sbyte"] = [nameof(StoredType.Int8)],
        ["short"] = [nameof(StoredType.Int16)],
        ["ushort"] = [nameof(StoredType.UInt16)],
        ["int"] = [nameof(StoredType.Int32)],
        ["uint"] = [nameof(StoredType.UInt32)],
        ["long"] = [nameof(StoredType.Int64)],
        ["ulong"] = [nameof(StoredType.UInt64)],
        ["i8"] = [nameof(StoredType.Int8)],
        ["i16"] = [nameof(StoredType.Int16)],
        ["i32"] = [nameof(StoredType.Int32)],
        ["i64"] = [nameof(StoredType.Int64)],
        ["u8"] = [nameof(StoredType.UInt8)],
        ["u16"] = [nameof(StoredType.UInt16)],
        ["u32"] = [nameof(StoredType.UInt32)],
        ["u64"] = [nameof(StoredType.UInt64)],
        ["float16"] = [nameof(DataType.Float32)],
        ["half"] = [nameof(StoredType.Float16), nameof(DataType.Float32)],
        ["f16"] = [nameof(StoredType.Float16), nameof(DataType.Float32)],
        ["fp16"] = [nameof(StoredType.Float16), nameof(DataType.Float32)],
        ["bf16"] = [nameof(DataType.Float32)],
        ["bfloat16"] = [nameof(DataType.Float32)],
        ["single"] = [nameof(DataType.Float32)],
        ["float"] = [nameof(DataType.Float32)],
        ["f32"] = [nameof(DataType.Float32)],
        ["fp32"] = [nameof(DataType.Float32)],
        ["double"] = [nameof(DataType.Float64)],
        ["f64"] = [nameof(DataType.Float64)],
        ["fp64"] = [nameof(DataType.Float64)],

        ["avg"] = [nameof(Reduction.Mean)],
        ["average"] = [nameof(Reduction.Mean)],
        ["batchmean"] = [nameof(Reduction.Mean)],
        ["elementwisemean"] = [nameof(Reduction.Mean)],
        ["sumoverbatchsize"] = [nameof(Reduction.Mean), nameof(Denominator.Elements)],
        ["meanwithsampleweight"] = [nameof(Reduction.Mean), nameof(Denominator.WeightSum)],
        ["sumbynonzeroweights"] = [nameof(Reduction.Mean), nameof(Denominator.NonZeroWeights)],
        ["total"] = [nameof(Reduction.Sum)],

        ["binarycrossentropy"] = [nameof(Kind.Binary)],
        ["bce"] = [nameof(Kind.Binary)],
        ["multilabel"] = [nameof(Kind.Binary)],
        ["sigmoid"] = [nameof(Kind.Binary)],
        ["categoricalcrossentropy"] = [nameof(Kind.Categorical)],
        ["multiclass"] = [nameof(Kind.Categorical)],
        ["multinomial"] = [nameof(Kind.Categorical)],
        ["onehot"] = [nameof(Kind.Categorical)],
        ["softmax"] = [nameof(Kind.Categorical)],
        ["sparsecategoricalcrossentropy"] = [nameof(Kind.Sparse)],

        ["logistic"] = [nameof(Activation.Sigmoid)],
        ["expit"] = [nameof(Activation.Sigmoid)],

        ["default"] = [nameof(WhenAllIgnored.Convention)],
        ["throw"] = [nameof(WhenAllIgnored.Error)],
        ["null"] = [nameof(WhenAllIgnored.NaN)],

        ["numpy"] = [nameof(TensorFileFormat.Npy)],
        ["text"] = [nameof(TensorFileFormat.Csv)],
        ["txt"] = [nameof(TensorFileFormat.Csv)],
        ["tsv"] = [nameof(TensorFileFormat.Csv)],
    };

    /// <summary>The name that a word means; null where it is none of these, or means none of the names.</summary>
    /// <param name="word">The word, in any case, with or without what stands between its parts.</param>
    /// <param name="names">The names that there are.</param>
    public static string? Meant(string word, IEnumerable<string> names) =>
        Words.GetValueOrDefault(string.Concat(word.Where(char.IsLetterOrDigit)))?.FirstOrDefault(name => names.Contains(name));
}
