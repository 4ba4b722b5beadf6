namespace LossKernels.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    public const string Help = """
        Prints, as a Markdown table, how fast the losses are measured beside what the machine and other programs give.

          dotnet run -c Release --project benchmarks [-- options]

          --peers            also time PyTorch, NumPy and scikit-learn on the same arrays
          --python <name>    the Python for that; the first usual one that has PyTorch
          --paths <text>     only paths whose name has this text in it
          --classes <list>   these numbers of classes instead of each path's own, as 10,100
          --pairs <n>        how often each row is measured (7); medians are printed
          --processes <n>    repeat all of it in so many processes and print the medians (1)
          --quick            little data, to see that everything runs; the numbers mean nothing
          --help             this text

        Reports of another kind, alone:

          --input [--peers]  how fast files, objects and records are read and measured, and how long the module takes to load; --peers adds
                             Python programs that do the same with NumPy, pandas and scikit-learn
          --memory           the memory that a shell takes to measure files of 4 MB and of 1 GB
          --accuracy         how far each path is from arithmetic of 320 bits, beside the frameworks' formulas
          --options [<text>] what the options cost beside the plain call, on all paths or on those whose name has the text in it
          --sweep            exp, log, log1p, softplus and sigmoid over every float32; takes a quarter of an hour
        """;

    // So that little of the data can still be in the cache when they are read again.
    private const int CachesPerWorkingSet = 4;

    public bool AsksPeers { get; private set; }

    public string? Python { get; private set; }

    public string Paths { get; private set; } = "";

    public int[]? Classes { get; private set; }

    public int Pairs { get; private set; } = 7;

    public int Processes { get; private set; } = 1;

    public bool IsQuick { get; private set; }

    /// <summary>Whether this is a process started by this program, which prints rows for it to read.</summary>
    public bool IsChild { get; private set; }

    /// <summary>Whether the composition is measured too.</summary>
    public bool Composes { get; private set; } = true;

    /// <summary>The bytes of predictions of each row of the table.</summary>
    public long WorkingSet => IsQuick ? 1 << 20 : CachesPerWorkingSet * Machine.LastLevelCache;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It cannot be understood.</exception>
    public static Options Parse(string[] arguments)
    {
        Options options = new();
        Queue<string> rest = new(arguments);
        while (rest.TryDequeue(out string? name))
        {
            string Value() => rest.TryDequeue(out string? value) ? value : throw new FormatException($"{name} needs a value.");

            int Number() => int.TryParse(Value(), out int number) && number > 0 ? number : throw new FormatException($"{name} needs a number from 1 on.");

            switch (name)
            {
                case "--peers":
                    options.AsksPeers = true;
                    break;
                case "--python":
                    options.Python = Value();
                    break;
                case "--paths":
                    options.Paths = Value();
                    break;
                case "--classes":
                    options.Classes = Numbers(name, Value());
                    break;
                case "--pairs":
                    options.Pairs = Number();
                    break;
                case "--processes":
                    options.Processes = Number();
                    break;
                case "--quick":
                    options.IsQuick = true;
                    break;
                case Children.Switch:
                    options.IsChild = true;
                    break;
                case Children.KernelOnlySwitch:
                    options.Composes = false;
                    break;
                default:
                    throw new FormatException($"There is no option {name}.");
            }
        }

        return LossPath.All.Any(options.Includes)
            ? options
            : throw new FormatException($"No path has '{options.Paths}' in its name; there are: {string.Join("; ", LossPath.All.Select(path => path.Name))}.");
    }

    /// <summary>Whether a path is wanted.</summary>
    public bool Includes(LossPath path) => path.Name.Contains(Paths, StringComparison.OrdinalIgnoreCase);

    private static int[] Numbers(string name, string list)
    {
        string[] parts = list.Split(',');
        int[] numbers = [.. parts.Select(part => int.TryParse(part, out int number) ? number : 0)];
        return numbers.All(number => number > 0) ? numbers : throw new FormatException($"{name} needs numbers from 1 on, as 10,100.");
    }
}
