# The numbers that the frameworks' own documentation shows.
BeforeDiscovery {
    $cases = Get-Content "$PSScriptRoot/../golden/documented.json" -Raw | ConvertFrom-Json -AsHashtable -NoEnumerate
}

Describe 'Documented numbers' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It 'gives <id>' -ForEach $cases {
        $options = @{ Kind = $kind; Convention = $convention; Reduction = $reduction; FromLogits = [bool]$_['fromLogits'] }
        $predictions = $prediction
        if ($prediction -is [string]) {
            $prediction | Should -BeExactly 'softmax([[5.0,7.0]])' -Because 'that is the one expression known here'
            $predictions = ConvertTo-Probability @(, (5.0, 7.0))
        }

        $result = Measure-CrossEntropy $target $predictions @options -WarningAction Ignore
        if ($reduction -in 'None', 'PerElement') {
            $result.Loss | Should -BeNullOrEmpty
            Get-ShapeText $result.Values | Should -Be (Get-ShapeText $expected)
            Assert-Near @($result.Values ? ($result.Values.Values ?? $result.Values) : $null) @($expected | ForEach-Object { $_ }) $rtol
        }
        else {
            Assert-Near $result.Loss $expected $rtol
        }
    }

    It 'prints <Printed>' -ForEach @(
        @{ Target = (0, 1), (0, 0); Prediction = (0.6, 0.4), (0.4, 0.6); Options = @{ Kind = 'Binary' }; Printed = '0.81492424' }
        @{ Target = 1, 2; Prediction = (0.05, 0.95, 0), (0.1, 0.8, 0.1); Options = @{}; Printed = '1.1769392' }
        @{ Target = , (0, 1); Prediction = , (5.0, 7.0); Options = @{ Kind = 'Categorical' }; Printed = '0.5389965' }
        @{ Target = , (0, 1); Prediction = , (5.0, 7.0); Options = @{ Kind = 'Categorical'; FromLogits = $true }; Printed = '0.126928' }
    ) {
        $result = Measure-CrossEntropy $target $prediction @options -WarningAction Ignore
        Assert-Near "$result" $printed 5e-7
        $result | Out-String | Should -Match ([regex]::Escape($printed))
        "$result".Length | Should -BeLessOrEqual 10 -Because 'single precision has no fifteen digits'
    }

    It 'warns that predictions which are no probabilities may be logits' {
        $null = Measure-CrossEntropy @(, (0, 1)) @(, (5.0, 7.0)) -Kind Categorical -WarningVariable seen -WarningAction SilentlyContinue
        $seen | Should -HaveCount 1
        $seen[0].Message | Should -Match '-FromLogits'
    }
}
