using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LossKernels.Diagnostics;

/// <summary>What every measurement sees on its way through the blocks: counts and first places, which merge like the sums do.</summary>
internal struct Findings
{
    private const int Sights = (int)Sight.GradientNotFinite + 1;

    private BySight _sightings;

    /// <summary>Losses that are NaN.</summary>
    public OddLosses LossNotANumber;

    /// <summary>Losses that are infinite.</summary>
    public OddLosses LossInfinite;

    /// <summary>How often something was seen, and where first.</summary>
    [UnscopedRef]
    public ref Sighting this[Sight sight] => ref _sightings[(int)sight];

    /// <summary>Whether something was seen.</summary>
    public readonly bool Has(Sight sight) => _sightings[(int)sight].Count > 0;

    /// <summary>Adds what another part of the data showed; parts come in order.</summary>
    public void Merge(in Findings later)
    {
        for (int i = 0; i < Sights; i++)
        {
            _sightings[i].Merge(later._sightings[i]);
        }

        LossNotANumber.Merge(later.LossNotANumber);
        LossInfinite.Merge(later.LossInfinite);
    }

    [InlineArray(Sights)]
    private struct BySight
    {
        private Sighting _first;
    }
}
