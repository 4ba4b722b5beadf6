// Writes the help that Get-Help shows (MAML) out of two sources: the prose of the pages, and the facts of the built cmdlets. Neither repeats the
// other, and what one has and the other lacks is an error.
//   HelpBuilder <LossCmdlets.dll> <folder of the pages> <MAML file to write>

using System.Xml.Linq;
using HelpBuilder;

(string assemblyPath, string pageFolder, string mamlPath) = (args[0], args[1], args[2]);
List<Cmdlet> cmdlets = [.. Facts.ReadAll(assemblyPath).OrderBy(cmdlet => cmdlet.Name)];
Dictionary<string, Page> pages = Directory.GetFiles(pageFolder, "*-*.md").Select(Page.Read).ToDictionary(page => page.FileName);
foreach (Page page in pages.Values)
{
    page.Inherit(pages);
}

List<string> errors = [.. pages.Values.Where(page => cmdlets.All(cmdlet => cmdlet.Name != page.FileName))
    .Select(page => page.Error("there is no cmdlet of this name"))];
foreach (Cmdlet cmdlet in cmdlets)
{
    errors.AddRange(pages.TryGetValue(cmdlet.Name, out Page? page)
        ? page.Check(cmdlet)
        : [$"{Path.Combine(pageFolder, cmdlet.Name + ".md")}: error HELP: the cmdlet has no page"]);
}

if (errors.Count > 0)
{
    errors.ForEach(Console.Error.WriteLine);
    return 1;
}

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(mamlPath))!);
new XDocument(new XElement("helpItems", new XAttribute("schema", "maml"),
    cmdlets.Select(cmdlet => Maml.Command(cmdlet, pages[cmdlet.Name])))).Save(mamlPath);
return 0;
