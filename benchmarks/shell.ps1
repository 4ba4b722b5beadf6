# Times what a shell does with the same data in two ways, in turn: prints a line for each pair, as name, seconds here, seconds there.
param([string] $Module, [string] $Csv, [int] $Pairs, [int] $Rows, [int] $Classes, [double] $WarmUp)
$ErrorActionPreference = 'Stop'
Import-Module $Module

function Get-Seconds([scriptblock] $Work) {
    [GC]::Collect()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    & $Work > $null
    $watch.Elapsed.TotalSeconds
}

$random = [Random]::new(1)
$labels = [int[]]::new($Rows)
$data = [object[]]::new($Rows)
for ($r = 0; $r -lt $Rows; $r++) {
    $labels[$r] = $random.Next($Classes)
    $row = [object[]]::new($Classes)
    for ($c = 0; $c -lt $Classes; $c++) { $row[$c] = $random.NextDouble() }
    $data[$r] = $row
}

$columns = @{ TargetColumn = 'label'; PredictionColumn = 'p*' }
$properties = @{ TargetProperty = 'label'; PredictionProperty = 'p*' }
$comparisons = [ordered]@{
    objects = { Measure-CrossEntropy $labels $data -FromLogits }, { [double[][]] $data }
    records = { Import-Csv $Csv | Measure-CrossEntropy @properties }, { Import-Csv $Csv }
    counted = { Import-Csv $Csv | Measure-CrossEntropy @properties }, { Import-Csv $Csv | Measure-Object }
    csv     = { Measure-CrossEntropy -Path $Csv @columns }, { Import-Csv $Csv }
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
