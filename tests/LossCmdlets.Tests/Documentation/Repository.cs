namespace LossCmdlets.Tests.Documentation;

/// <summary>Where the documents lie.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        DirectoryInfo directory = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "CrossEntropy.slnx")))
        {
            directory = directory.Parent!;
        }

        return directory.FullName;
    }
}
