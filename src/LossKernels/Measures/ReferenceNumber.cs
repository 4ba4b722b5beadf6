using System.Globalization;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Measures;

/// <summary>A loss that was printed elsewhere, to so many digits.</summary>
public sealed class ReferenceNumber
{
    // Half a unit has no exact double.
    private const double HalfUnit = 0.5 + 1e-9;

    private static readonly double SinglePrecision = Math.ScaleB(1, -23);

    private readonly double _value;
    private readonly double _unit;

    private ReferenceNumber(double value, double unit)
    {
        _value = value;
        _unit = unit;
    }

    /// <summary>Reads a number in invariant notation; how many digits it has counts.</summary>
    /// <param name="text">The number, such as 0.8149 or 1.6e-05; nan and inf are numbers.</param>
    /// <exception cref="LossException">ParameterOutOfRange: it is none.</exception>
    public static ReferenceNumber Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return NumberText.TryParse(text, out double value)
            ? new ReferenceNumber(value, UnitOf(text))
            : throw LossErrors.ParameterOutOfRange("Reference", text, "a number in invariant notation, such as 0.8149", "Give the digits that were printed, with a decimal point and without a unit.");
    }

    /// <summary>
    /// Whether a loss rounds to the number: it is at most half a unit of the last digit away, or, where it is of single precision, an ulp of that,
    /// in which frameworks print.
    /// </summary>
    /// <param name="loss">The loss.</param>
    public bool Matches(LossResult loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (loss.Loss is not double value || !double.IsFinite(value) || !double.IsFinite(_value))
        {
            return loss.Loss?.Equals(_value) == true;
        }

        double rounding = loss.DataType == ElementType.Float32 ? SinglePrecision * Math.Abs(value) : 0;
        return Math.Abs(value - _value) <= Math.Max(HalfUnit * _unit, rounding);
    }

    private static double UnitOf(string text)
    {
        string[] parts = text.Trim().Split('e', 'E');
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        int exponent = parts.Length > 1 && int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int given) ? given : 0;
        return Math.Pow(10, exponent - (point < 0 ? 0 : parts[0].Length - point - 1));
    }
}
