using System.Management.Automation;
using LossCmdlets.Input.Files;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Diagnostics;
using LossKernels.Measures;
using LossResult = LossCmdlets.Output.LossResult;

namespace LossCmdlets.Commands.Bases;

/// <summary>What becomes of what a cmdlet measures: results or their numbers, with warnings of what was seen in the input, and a file of the losses.</summary>
/// <param name="command">The cmdlet.</param>
/// <param name="several">The parameter that asks for several results, or null.</param>
/// <param name="label">What the results are called, or null.</param>
/// <param name="isRaw">Whether the number, or the numbers, are written alone.</param>
/// <param name="writeFix">Writes what a diagnostic says to change as a call; null for the call with placeholders.</param>
internal sealed class ResultWriter(PSCmdlet command, string? several, string? label, bool isRaw, Func<Fix, string>? writeFix = null)
{
    private readonly DiagnosticWarnings _warnings = new(command);

    /// <summary>Refuses what would leave open which result is meant.</summary>
    /// <exception cref="LossException">OptionNotSupported.</exception>
    public void Check()
    {
        if (isRaw && several is not null)
        {
            throw LossErrors.OptionNotSupported(
                $"-Raw writes the loss alone, and with -{several} it would be open whose.",
                "Leave out -Raw; the results have the properties Group and Loss.");
        }
    }

    /// <summary>Options that write what is not reduced to a file, if that is confirmed.</summary>
    /// <param name="options">The options.</param>
    /// <param name="outputPath">The file; null for none.</param>
    /// <param name="overwrites">Whether it may be there already.</param>
    /// <exception cref="LossException">OptionNotSupported, UnsupportedFileFormat or FileExists.</exception>
    public LossOptions WithOutput(LossOptions options, string? outputPath, bool overwrites)
    {
        if (outputPath is null)
        {
            return options;
        }

        if (several is not null)
        {
            throw LossErrors.OptionNotSupported(
                $"-OutputPath is one file, and with -{several} there are losses of several results.",
                $"Leave out -{several}, or measure one after the other.");
        }

        string path = new FilePaths(command.SessionState.Path).ResolveLiteral(outputPath);
        if (TensorFileFormat.Auto.Of(path) is not (TensorFileFormat.Auto or TensorFileFormat.Npy))
        {
            throw LossErrors.UnsupportedFileFormat(
                path,
                $"losses are written as npy, and it is called as {Path.GetExtension(path)[1..]} is",
                "Call it .npy; Import-Tensor reads it, and Export-Tensor writes other formats of that.");
        }

        if (!overwrites && File.Exists(path))
        {
            throw LossErrors.FileExists(path);
        }

        return command.ShouldProcess(path, "Write the losses") ? options with { OutputPath = path, Overwrite = overwrites } : options;
    }

    /// <summary>Writes what was measured, with a warning for each thing seen in the input.</summary>
    public void Write(IEnumerable<Measured> results)
    {
        foreach (Measured measured in results)
        {
            Write(measured);
        }
    }

    private void Write(Measured measured)
    {
        LossResult result = LossResult.Of(measured, label, writeFix);
        command.WriteVerbose(result.Choice);
        _warnings.Write(result);
        if (!isRaw)
        {
            command.WriteObject(result.WithViews());
        }
        else if (result.Loss is double loss)
        {
            command.WriteObject(loss);
        }
        else if (result.Values is not null)
        {
            command.WriteObject(result.Values, enumerateCollection: true);
        }
    }
}
