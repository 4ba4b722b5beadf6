# Holds the sample models to their losses: Invoke-Pester examples/Model.Tests.ps1
# The module is the one that is loaded, or else is found by its name.

BeforeDiscovery {
    $models = @(
        @{ Model = 'digits'; Maximum = 0.26; Guessing = [Math]::Log(10); Number = 'ce_from_logits_float64' }
        @{ Model = 'breast-cancer'; Maximum = 0.12; Guessing = [Math]::Log(2); Number = 'bce_from_logits_float64' }
    )
}

Describe 'The model of <Model>' -ForEach $models {
    BeforeAll {
        $data = Join-Path $PSScriptRoot data $model
        $files = @{ TargetPath = "$data/labels.npy"; PredictionPath = "$data/logits.npy"; FromLogits = $true }
        $expected = Get-Content $data/expected.json -Raw | ConvertFrom-Json
    }

    It 'costs at most <Maximum> nats a sample' {
        Assert-CrossEntropy @files -Maximum $maximum
    }

    It 'is better than guessing, and not suspiciously good' {
        Measure-CrossEntropy @files | Assert-CrossEntropy -Maximum ($guessing / 2) -Minimum 0.01
    }

    It 'has the loss that PyTorch computes' {
        Measure-CrossEntropy @files -Convention PyTorch | Assert-CrossEntropy -Expected $expected.$number
    }

    It 'is never surprised by more than 10 nats' {
        Measure-CrossEntropy @files -Reduction None | Assert-CrossEntropy -Maximum 10
    }
}
