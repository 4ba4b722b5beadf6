#Requires -Version 7.6
# Measures two real data sets and prints each loss beside the one that PyTorch and scikit-learn give.
# Build the module first: dotnet build -c Release
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$version = (Import-PowerShellDataFile "$root/CrossEntropy.psd1").ModuleVersion
Import-Module "$root/out/CrossEntropy/$version/CrossEntropy.psd1"

$data = "$PSScriptRoot/data"

function Show([string] $Set, [string] $What, [double] $Value, [string] $Name) {
    $expected = (Get-Content "$data/$Set/expected.json" | ConvertFrom-Json).$Name
    $agrees = [Math]::Abs($Value - $expected) -le 1e-6 * [Math]::Abs($expected)
    if (-not $agrees) { $script:failed = $true }
    '{0,-14} {1,-25} {2:F12}  expected {3:F12}  {4}' -f $Set, $What, $Value, $expected, ($agrees ? 'agrees' : 'DIFFERS')
}

$failed = $false

# Ten classes, the label a number: sparse categorical cross-entropy.
$result = Measure-CrossEntropy -TargetPath $data/digits/labels.npy -PredictionPath $data/digits/logits.npy -FromLogits -Convention Exact
Show digits 'from logits' $result.Loss ce_from_logits_float64
Show digits 'its perplexity' $result.Perplexity perplexity

$result = Measure-CrossEntropy -Path $data/digits/predictions.csv -TargetColumn label -PredictionColumn p*
Show digits 'from probabilities (CSV)' $result.Loss ce_from_probabilities_renormalised

# One output: binary cross-entropy.
$result = Measure-CrossEntropy -TargetPath $data/breast-cancer/labels.npy -PredictionPath $data/breast-cancer/logits.npy -FromLogits -Convention Exact
Show breast-cancer 'from logits' $result.Loss bce_from_logits_float64

$result = Measure-CrossEntropy -Path $data/breast-cancer/predictions.csv -TargetColumn label -PredictionColumn p -Convention Exact
Show breast-cancer 'from probabilities (CSV)' $result.Loss bce_from_probabilities_exact

if ($failed) { exit 1 }
