# The catalogue of losses: what is found by which name, and what is told of it.
BeforeDiscovery { . $PSScriptRoot/Common.ps1 }

Describe 'Get-LossFunction' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It 'finds a loss by <Name>' -ForEach @(
        @{ Name = 'MSELoss'; Expected = 'MeanSquaredError' }
        @{ Name = 'mean_squared_error'; Expected = 'MeanSquaredError' }
        @{ Name = 'kld'; Expected = 'KullbackLeiblerDivergence' }
        @{ Name = 'cosine_proximity'; Expected = 'CosineSimilarity' }
        @{ Name = 'torch.nn.SmoothL1Loss'; Expected = 'SmoothL1' }
    ) {
        (Get-LossFunction $name).Name | Should -Be $expected
        ($name | Get-LossFunction).Name | Should -Be $expected
    }

    It 'gets all losses of a name, that of the module alone where one is said' {
        (Get-LossFunction hinge_loss).Name | Should -Be Hinge, MultiMargin
        (Get-LossFunction logLoss).Name | Should -Be LogLoss, BinaryCrossEntropy
        (Get-LossFunction tfjs.logLoss).Name | Should -Be BinaryCrossEntropy
    }

    It 'finds by wildcards, and nothing where nothing fits' {
        (Get-LossFunction *Hinge).Name | Should -Be Hinge, SquaredHinge, CategoricalHinge
        Get-LossFunction zz* | Should -BeNullOrEmpty
        (Get-LossFunction nn.Smooth*).Name | Should -Be SmoothL1
        (Get-LossFunction torch.nn.h*).Name | Should -Be Huber, HingeEmbedding
        Get-LossFunction nn.Tversky* | Should -BeNullOrEmpty
        (Get-LossFunction nn.*L1).Name | Should -Be SmoothL1 -Because 'it is measured by that name'
    }

    It 'says so where there is none of that name, and gets the others' {
        $found = Get-LossFunction nosuch, mae -ErrorAction SilentlyContinue -ErrorVariable failures
        $found.Name | Should -Be MeanAbsoluteError
        $failures[0].FullyQualifiedErrorId | Should -Be 'ParameterOutOfRange,LossCmdlets.Commands.GetLossFunctionCommand'
    }

    It 'tells of <Name> what there is to tell' -ForEach @(Get-LossFunction) {
        $_.Summary, $_.Formula, $_.Range | Should -Not -BeNullOrEmpty
        $_.Better | Should -Be ($_.Name -match 'Accuracy' ? 'Higher' : 'Lower')
        $_.Convention | Should -Not -BeNullOrEmpty
        (Get-CrossEntropyConvention).Name | Should -Contain $_.Convention[0].Convention
    }

    It 'tells the same out of a job' {
        $huber = Get-LossFunction Huber
        $copy = Start-Job { $using:huber } | Receive-Job -Wait -AutoRemoveJob
        $copy.Convention[0].Name | Should -Be $huber.Convention[0].Name
        $copy.Parameter[0].Default | Should -Be 1
    }

    It 'has a table and a list' {
        (Get-LossFunction mse | Format-Table | Out-String) | Should -Match '(?s)Name\s+Aliases\s+Formula.*MeanSquaredError\s+mse\s+\(p - t\)'
        (Get-LossFunction Huber | Format-List | Out-String) | Should -Match 'Parameters\s*: Delta \(1\)'
    }
}
