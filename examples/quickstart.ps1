#Requires -Version 7.6
# Measures two real data sets and prints each loss beside the one that PyTorch and scikit-learn give.
# Build the module first: dotnet build -c Release
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$version = (Import-PowerShellDataFile "$root/CrossEntropy.psd1").ModuleVersion
Import-Module "$root/out/CrossEntropy/$version/CrossEntropy.psd1"

# A .npy file is a header, whose length stands in bytes 8 and 9, and the plain values.
function Read-Npy([string] $Path, [type] $Type) {
    $bytes = [IO.File]::ReadAllBytes("$PSScriptRoot/data/$Path")
    $start = 10 + [BitConverter]::ToUInt16($bytes, 8)
    $values = [Array]::CreateInstance($Type, ($bytes.Length - $start) / [Runtime.InteropServices.Marshal]::SizeOf([type] $Type))
    [Buffer]::BlockCopy($bytes, $start, $values, 0, $bytes.Length - $start)
    , $values
}

function Show([string] $Set, [string] $What, [double] $Value, [string] $Name) {
    $expected = (Get-Content "$PSScriptRoot/data/$Set/expected.json" | ConvertFrom-Json).$Name
    $agrees = [Math]::Abs($Value - $expected) -le 1e-6 * [Math]::Abs($expected)
    if (-not $agrees) { $script:failed = $true }
    '{0,-14} {1,-25} {2:F12}  expected {3:F12}  {4}' -f $Set, $What, $Value, $expected, ($agrees ? 'agrees' : 'DIFFERS')
}

$failed = $false

# Ten classes, the label a number: sparse categorical cross-entropy.
$logits = [LossCmdlets.Output.Tensor]::new((Read-Npy digits/logits.npy float), (899, 10))
$labels = Read-Npy digits/labels.npy long
$result = Measure-CrossEntropy $labels $logits -FromLogits -Convention Exact
Show digits 'from logits' $result.Loss ce_from_logits_float64
Show digits 'its perplexity' $result.Perplexity perplexity

$result = Import-Csv $PSScriptRoot/data/digits/predictions.csv |
    Measure-CrossEntropy -TargetProperty label -PredictionProperty p*
Show digits 'from probabilities (CSV)' $result.Loss ce_from_probabilities_renormalised

# One output: binary cross-entropy.
$logits = Read-Npy breast-cancer/logits.npy float
$labels = Read-Npy breast-cancer/labels.npy long
$result = Measure-CrossEntropy $labels $logits -FromLogits -Convention Exact
Show breast-cancer 'from logits' $result.Loss bce_from_logits_float64

$result = Import-Csv $PSScriptRoot/data/breast-cancer/predictions.csv |
    Measure-CrossEntropy -TargetProperty label -PredictionProperty p -Convention Exact
Show breast-cancer 'from probabilities (CSV)' $result.Loss bce_from_probabilities_exact

if ($failed) { exit 1 }
