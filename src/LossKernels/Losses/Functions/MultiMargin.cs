using System.Collections.Immutable;
using System.Numerics;
using LossKernels.Semantics;
using LossKernels.Semantics.Formulas;

namespace LossKernels.Losses.Functions;

/// <summary>What the score of each wrong class lacks of being Margin below that of the right one.</summary>
public sealed class MultiMargin : LabelFunction
{
    private const string Power = nameof(Power);
    private const string TakesGreatest = nameof(TakesGreatest);
    private const string PassesOverNaN = nameof(PassesOverNaN);

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["multi_margin"];

    /// <inheritdoc/>
    public override string Summary => "What the scores of wrong classes lack of staying Margin below that of the right one.";

    /// <inheritdoc/>
    public override string Formula => "sum over j other than y of max(Margin - x_y + x_j, 0)^Power / C";

    /// <inheritdoc/>
    public override string Range => "0 to infinity";

    /// <inheritdoc/>
    public override ImmutableArray<LossParameter> Parameters { get; } =
    [
        LossParameter.Number(LossNumbers.Margin, 1, "By how much the right class has to lead."),
        new(Power, 1, "To which power the gaps are taken.", "1 or 2", value => value is 1 or 2),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<LossUse> Uses { get; } =
    [
        new(Conventions.PyTorch, "MultiMarginLoss", "multi_margin_loss")
        {
            Numbers = [(PassesOverNaN, 1)],
            Note = "A mean divides by the number of samples, whatever the weights of the classes. A gap that is NaN costs nothing.",
        },
        new(Conventions.Optax, "multiclass_hinge_loss") { Numbers = [(TakesGreatest, 1)], Note = "The greatest of the gaps, not their sum over C." },
        new(Conventions.ScikitLearn, "hinge_loss") { Numbers = [(TakesGreatest, 1)], Note = "The greatest of the gaps, not their sum over C." },
        new(Conventions.Exact),
    ];

    internal override LossFormula<T> Bind<T>(LossCall call) =>
        new Gaps<T>(call[LossNumbers.Margin], call[Power] == 2, call.Has(TakesGreatest), call.Has(PassesOverNaN));

    private sealed class Gaps<T>(double margin, bool isSquared, bool takesGreatest, bool passesOverNaN) : DenseLabelFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        protected override double Loss(ReadOnlySpan<double> prediction, int label)
        {
            double sum = 0;
            double greatest = 0;
            for (int j = 0; j < prediction.Length; j++)
            {
                double gap = Math.Max(margin - prediction[label] + prediction[j], 0);
                if (j != label && !(passesOverNaN && double.IsNaN(gap)))
                {
                    double loss = isSquared ? gap * gap : gap;
                    sum += loss;
                    greatest = Math.Max(greatest, loss);
                }
            }

            return takesGreatest ? greatest : sum / prediction.Length;
        }

        protected override void Slopes(ReadOnlySpan<double> prediction, int label, Span<double> slopes)
        {
            slopes.Clear();
            int rival = takesGreatest ? Rival(prediction, label) : -1;
            for (int j = 0; j < prediction.Length; j++)
            {
                double gap = margin - prediction[label] + prediction[j];
                if (j != label && gap > 0 && (!takesGreatest || j == rival))
                {
                    double slope = (isSquared ? 2 * gap : 1) / (takesGreatest ? 1 : prediction.Length);
                    slopes[j] += slope;
                    slopes[label] -= slope;
                }
            }
        }

        private static int Rival(ReadOnlySpan<double> prediction, int label)
        {
            int rival = -1;
            for (int j = 0; j < prediction.Length; j++)
            {
                rival = j != label && (rival < 0 || prediction[j] > prediction[rival]) ? j : rival;
            }

            return rival;
        }
    }
}
