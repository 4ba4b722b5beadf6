using System.ComponentModel;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using LossKernels.Semantics;

namespace LossKernels.Benchmarks;

/// <summary>PyTorch, NumPy and scikit-learn, in a Python of their own that is asked path by path.</summary>
internal sealed class Peers : IDisposable
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    private readonly Process _python;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private Peers(Process python, IReadOnlyDictionary<string, string> versions)
    {
        _python = python;
        Versions = versions;
    }

    /// <summary>The version of each framework that was found.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; }

    /// <summary>Starts Python.</summary>
    /// <param name="python">Its name or path; null for the first usual one that has PyTorch, else the first one.</param>
    /// <param name="reason">Why there is none.</param>
    /// <returns>Null where Python or NumPy is missing.</returns>
    public static Peers? Start(string? python, out string? reason)
    {
        string[] usual = ["python3", "/usr/bin/python3", "python"];
        string chosen = python ?? usual.FirstOrDefault(HasTorch) ?? usual[0];
        Process? process = TryStart(chosen, Path.Combine(AppContext.BaseDirectory, "peers.py"));
        if (process?.StandardOutput.ReadLine() is not string versions)
        {
            reason = $"No peers: {chosen} does not run; --python names another.";
            return null;
        }

        Peers peers = new(process, JsonSerializer.Deserialize<Dictionary<string, string>>(versions)!);
        if (!peers.Versions.ContainsKey("NumPy"))
        {
            peers.Dispose();
            reason = $"No peers: {chosen} has no NumPy; --python names another.";
            return null;
        }

        string[] missing = [.. Names.Except(peers.Versions.Keys)];
        reason = missing.Length > 0 ? $"{chosen} has no {string.Join(" and no ", missing)}; --python names another." : null;
        return peers;
    }

    /// <summary>The frameworks that are looked for.</summary>
    public static IReadOnlyList<string> Names { get; } = ["PyTorch", "NumPy", "scikit-learn"];

    /// <summary>Has each framework that can do it measure a path.</summary>
    public IReadOnlyList<PeerTime> Time<T>(LossPath path, Batch<T> batch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        object job = new
        {
            Predictions = Save("predictions", batch.Predictions),
            Targets = batch.Labels.IsEmpty ? Save("targets", batch.Targets) : Save("targets", batch.Labels),
            Shape = batch.Lengths,
            TargetShape = batch.TargetLengths,
            Type = path.IsDouble ? "float64" : "float32",
            Binary = path.Kind == LossKind.Binary,
            Labels = path.Targets == TargetValues.Label,
            SoftTargets = path.Targets == TargetValues.Soft,
            Logits = path.Form == InputForm.Logit,
            path.Gradient,
            Threads = Environment.ProcessorCount,
        };
        _python.StandardInput.WriteLine(JsonSerializer.Serialize(job, CamelCase));
        string answer = _python.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"Python has ended while it measured {path.Name}.");
        return JsonSerializer.Deserialize<PeerTime[]>(answer, CamelCase)!;
    }

    public void Dispose()
    {
        _python.StandardInput.Close();
        _python.WaitForExit();
        _python.Dispose();
        _folder.Delete(recursive: true);
    }

    private static bool HasTorch(string python)
    {
        using Process? process = TryStart(python, "-c", "import importlib.util as u, sys; sys.exit(u.find_spec('torch') is None)");
        process?.WaitForExit();
        return process?.ExitCode == 0;
    }

    private static Process? TryStart(string python, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private string Save<T>(string name, ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        const int Piece = 1 << 24;
        string path = Path.Combine(_folder.FullName, name);
        using FileStream file = File.Create(path);
        for (int start = 0; start < values.Length; start += Piece)
        {
            file.Write(MemoryMarshal.AsBytes(values.Span.Slice(start, Math.Min(Piece, values.Length - start))));
        }

        return path;
    }
}
