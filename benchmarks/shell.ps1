# Times what a shell does with the same data in two ways, in turn: prints a line for each pair, as name, seconds here, seconds there.
param([string] $Module, [string] $Csv, [string] $LargeCsv, [int] $Pairs, [int] $Rows, [int] $LargeRows, [int] $Classes, [double] $WarmUp)
$ErrorActionPreference = 'Stop'
Import-Module $Module

# What would have to be done in any case: numbers out of their boxes, and properties out of records, by a cmdlet of the same parameters.
$types = Add-Type -PassThru -CompilerOptions '-optimize', '-nowarn:CS1701' -ReferencedAssemblies ([psobject].Assembly.Location), (Get-Command Measure-CrossEntropy).DLL -TypeDefinition @'
using System.Management.Automation;
using LossCmdlets.Commands.Bases;

public static class Boxes
{
    public static void Open(object[] rows, double[] numbers)
    {
        int i = 0;
        foreach (object[] row in rows)
        {
            foreach (object number in row) { numbers[i++] = number is double value ? value : (int)number; }
        }
    }
}

[Cmdlet("Measure", "Nothing", DefaultParameterSetName = "Array")]
public sealed class MeasureNothingCommand : CrossEntropyInputCommand
{
    private long _length;

    protected override void ProcessRecord()
    {
        PSMemberInfoCollection<PSPropertyInfo> properties = PSObject.AsPSObject(InputObject).Properties;
        foreach (string name in PredictionProperty) { _length += ((string)properties[name].Value).Length; }
        _length += ((string)properties[TargetProperty[0]].Value).Length;
    }
}
'@
Import-Module -Assembly $types[0].Assembly

function Get-Seconds([scriptblock] $Work) {
    [GC]::Collect()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    & $Work > $null
    $watch.Elapsed.TotalSeconds
}

$random = [Random]::new(1)
$largeLabels = [int[]]::new($LargeRows)
$largeData = [object[]]::new($LargeRows)
for ($r = 0; $r -lt $LargeRows; $r++) {
    $largeLabels[$r] = $random.Next($Classes)
    $row = [object[]]::new($Classes)
    for ($c = 0; $c -lt $Classes; $c++) { $row[$c] = $random.NextDouble() }
    $largeData[$r] = $row
}

$labels = [int[]] $largeLabels[0..($Rows - 1)]
$data = [object[]] $largeData[0..($Rows - 1)]
$numbers = [double[]]::new($LargeRows * $Classes)
$buffer = [byte[]]::new(1MB)
$columns = @{ TargetColumn = 'label'; PredictionColumn = 'p*' }
$properties = @{ TargetProperty = 'label'; PredictionProperty = 'p*' }
$named = @{ TargetProperty = 'label'; PredictionProperty = 0..($Classes - 1) -replace '^', 'p' }
$comparisons = [ordered]@{
    objects      = { Measure-CrossEntropy $labels $data -FromLogits }, { [double[][]] $data }
    largeObjects = { Measure-CrossEntropy $largeLabels $largeData -FromLogits }, { [double[][]] $largeData }
    boxes        = { Measure-CrossEntropy $labels $data -FromLogits }, { [Boxes]::Open($data, $numbers) }
    largeBoxes   = { Measure-CrossEntropy $largeLabels $largeData -FromLogits }, { [Boxes]::Open($largeData, $numbers) }
    records      = { Import-Csv $Csv | Measure-CrossEntropy @properties }, { Import-Csv $Csv }
    counted      = { Import-Csv $Csv | Measure-CrossEntropy @properties }, { Import-Csv $Csv | Measure-Object }
    onlyRead     = { Import-Csv $Csv | Measure-CrossEntropy @properties }, { Import-Csv $Csv | Measure-Nothing @named }
    dropped      = { Import-Csv $Csv | Out-Null }, { Import-Csv $Csv }
    csv          = { Measure-CrossEntropy -Path $Csv @columns }, { Import-Csv $Csv }
    largeCsv     = { Measure-CrossEntropy -Path $LargeCsv @columns }, { Import-Csv $LargeCsv }
    bytes        = { $file = [IO.File]::OpenRead($Csv); while ($file.Read($buffer)) { } $file.Dispose() }, { Import-Csv $Csv }
}
foreach ($name in $comparisons.Keys) {
    $here, $there = $comparisons[$name]

    # What is called often is compiled anew after a while.
    $watch = [Diagnostics.Stopwatch]::StartNew()
    do { $null = (Get-Seconds $here), (Get-Seconds $there) } while ($watch.Elapsed.TotalSeconds -lt $WarmUp)
    for ($pair = 0; $pair -lt $Pairs; $pair++) {
        [string]::Format([cultureinfo]::InvariantCulture, '{0} {1} {2}', $name, (Get-Seconds $here), (Get-Seconds $there))
    }
}
