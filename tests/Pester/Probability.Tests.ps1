Describe 'ConvertTo-Probability' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It 'ends in the middle after ten times' {
        $values = 1, 2, 3
        1..10 | ForEach-Object { $values = $values | ConvertTo-Probability }
        $values.ForEach{ $_.ToString('0.00', [cultureinfo]::InvariantCulture) } | Should -Be '0.33', '0.33', '0.33'
        ($values | Measure-Object -Sum).Sum | Should -BeGreaterThan 0.99999999
    }

    It 'softmax of <Logits> is <Expected>' -ForEach @(
        @{ Logits = 1000, 1000; Expected = 0.5, 0.5 }
        @{ Logits = -1000, -1000; Expected = 0.5, 0.5 }
        @{ Logits = 1, 2, 3; Expected = 0.09003057317038046, 0.24472847105479764, 0.6652409557748218 }
        @{ Logits = 0, [Math]::Log(3); Expected = 0.25, 0.75 }
        @{ Logits = 0, [double]::NegativeInfinity; Expected = 1, 0 }
        @{ Logits = , 7; Expected = , 1 }
    ) {
        foreach ($found in ($logits | ConvertTo-Probability), (ConvertTo-Probability $logits)) {
            Assert-Near $found $expected 1e-15
            $found | Should -BeOfType double
        }
    }

    It 'takes piped arrays as rows' {
        $tensor = (0, 0), (0, [Math]::Log(3)) | ConvertTo-Probability
        $tensor | Should -BeOfType LossCmdlets.Output.Tensor
        Get-ShapeText $tensor | Should -Be '2, 2'
        Assert-Near $tensor.Values (0.5, 0.5, 0.25, 0.75) 1e-15
        $rows = (0, 0), (0, [Math]::Log(3)) | ConvertTo-Probability -AsRow
        $rows | Should -HaveCount 2
        , $rows[1] | Should -BeOfType ([double[]])
        Assert-Near $rows[1] (0.25, 0.75) 1e-15
    }

    It 'warns of a softmax over a single class, which says nothing' {
        ConvertTo-Probability 5 -WarningVariable warnings -WarningAction SilentlyContinue | Should -Be 1
        $null = ConvertTo-Probability @((, 1), (, 2)) -Axis 0 -WarningVariable +warnings
        $null = ConvertTo-Probability 5 -Activation Sigmoid -WarningVariable +warnings
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -Match '^SingleOutputSoftmax: .*Add -Activation Sigmoid'
    }

    It 'refuses <Value> in single precision, which has no such number' -ForEach @{ Value = 1e300 }, @{ Value = -1e300 } {
        foreach ($activation in 'Softmax', 'Sigmoid') {
            $failure = Get-Failure { ConvertTo-Probability 1, $value -DataType Float32 -Activation $activation }
            $failure.FullyQualifiedErrorId | Should -BeExactly 'ParameterOutOfRange,LossCmdlets.Commands.ConvertToProbabilityCommand'
            "$failure" | Should -BeLike 'The value at position 1 is *E+300;*Float32.'
        }
        ConvertTo-Probability 1e300, 1 | Should -Be 1, 0
    }

    It 'names the first place of what makes results NaN' {
        $nan, $inf = [double]::NaN, [double]::PositiveInfinity
        ConvertTo-Probability 1, $inf, $nan -WarningVariable seen -WarningAction SilentlyContinue | ForEach-Object { [double]::IsNaN($_) } | Should -Be $true, $true, $true
        $null = ConvertTo-Probability @((1, $inf), (3, $nan)) -Activation Sigmoid -WarningVariable +seen -WarningAction SilentlyContinue
        $null = (1, 2), (-$inf, -$inf) | ConvertTo-Probability -Log -WarningVariable +seen -WarningAction SilentlyContinue
        $null = ConvertTo-Probability @((1, $inf), (3, 4)) -Axis 0 -WarningVariable +seen -WarningAction SilentlyContinue
        $null = ConvertTo-Logit 0.5, $nan -WarningVariable +seen -WarningAction SilentlyContinue
        $seen.Message -replace '^(PredictionNotFinite: Results are NaN, first because of )?(?<at>.*?)\. Find out.*', '${at}' | Should -Be @(
            'position 1: Infinity stands there', 'row 1, column 1: NaN stands there', 'row 1, column 0: all of its row are -Infinity',
            'row 0, column 1: Infinity stands there', 'position 1: NaN stands there')
    }

    It 'takes infinities where they have a meaning' {
        $inf = [double]::PositiveInfinity
        ConvertTo-Probability $inf, -$inf, 0 -Activation Sigmoid -WarningVariable seen | Should -Be 1, 0, 0.5
        ConvertTo-Probability 1, -$inf -WarningVariable +seen | Should -Be 1, 0
        ConvertTo-Logit 0, 1 -Activation Sigmoid -WarningVariable +seen | Should -Be (-$inf), $inf
        $seen | Should -BeNullOrEmpty
    }

    It '-Axis 0 goes down the columns' {
        (ConvertTo-Probability @((0, 0), (0, [Math]::Log(3))) -Axis 0).Values.ForEach{ [Math]::Round($_, 14) } | Should -Be 0.5, 0.25, 0.5, 0.75
    }

    It '-Log does not go through the probability' {
        Assert-Near (0, 1000 | ConvertTo-Probability -Log) (-1000, 0) 1e-15
        Assert-Near (0, 1 | ConvertTo-Probability -Log) (-[Math]::Log(1 + [Math]::E), (-[Math]::Log(1 + [Math]::Exp(-1)))) 1e-15
        Assert-Near (-1000, 0 | ConvertTo-Probability -Activation Sigmoid -Log) (-1000, (-[Math]::Log(2))) 1e-15
    }

    It '-Temperature divides' {
        Assert-Near (2, 4, 6 | ConvertTo-Probability -Temperature 2) (1, 2, 3 | ConvertTo-Probability) 1e-15
        Assert-Near (2, -4 | ConvertTo-Probability -Activation Sigmoid -Temperature 2) ((1 / (1 + [Math]::Exp(-1))), (1 / (1 + [Math]::Exp(2)))) 1e-15
    }

    It 'sigmoid of <Logit> is <Expected>' -ForEach @(
        @{ Logit = 0; Expected = 0.5 }, @{ Logit = 1000; Expected = 1 }, @{ Logit = -1000; Expected = 0 }, @{ Logit = -2; Expected = 0.11920292202211755 }
        @{ Logit = [double]::PositiveInfinity; Expected = 1 }, @{ Logit = [double]::NegativeInfinity; Expected = 0 }
    ) {
        Assert-Near (ConvertTo-Probability $logit -Activation Sigmoid) $expected 1e-15
    }

    It '<What> stays in <Expected>' -ForEach @(
        @{ What = 'float[]'; Logits = [float[]](1, 2); Options = @{}; Expected = [float] }
        @{ What = 'Half[]'; Logits = [Half[]](1, 2); Options = @{}; Expected = [float] }
        @{ What = 'double[]'; Logits = [double[]](1, 2); Options = @{}; Expected = [double] }
        @{ What = 'float[] with -DataType Float64'; Logits = [float[]](1, 2); Options = @{ DataType = 'Float64' }; Expected = [double] }
        @{ What = 'a PowerShell array with -DataType Float32'; Logits = 1, 2; Options = @{ DataType = 'Float32' }; Expected = [float] }
    ) {
        ConvertTo-Probability $logits @options | Should -BeOfType $expected
    }

    It 'keeps the labels of a Tensor' {
        $tensor = 'cat', 'dog' | ConvertTo-OneHot -OnValue 3 | ConvertTo-Probability
        $tensor.Class | Should -BeExactly 'cat', 'dog'
        $tensor | ConvertFrom-OneHot | Should -BeExactly 'cat', 'dog'
    }
}

Describe 'ConvertTo-Logit' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It '<Activation> of <Probability> is <Expected>' -ForEach @(
        @{ Activation = 'Softmax'; Probability = 0.25, 0.75; Expected = [Math]::Log(0.25), [Math]::Log(0.75) }
        @{ Activation = 'Softmax'; Probability = 1, 0; Expected = 0, [double]::NegativeInfinity }
        @{ Activation = 'Sigmoid'; Probability = 0.5, 0.75; Expected = 0, [Math]::Log(3) }
        @{ Activation = 'Sigmoid'; Probability = 0, 1; Expected = [double]::NegativeInfinity, [double]::PositiveInfinity }
        @{ Activation = 'Sigmoid'; Probability = , 1e-300; Expected = , [Math]::Log(1e-300) }
    ) {
        Assert-Near ($probability | ConvertTo-Logit -Activation $activation) $expected 1e-15
    }

    It 'warns of rows that softmax does not give back: <What>' -ForEach @(
        @{ What = 'a vector'; Probability = 0.9, 0.2, 0.7; Told = '^RowSumNotOne: The values sum to 1\.8, .*-Activation Sigmoid' }
        @{ What = 'a row'; Probability = (0.9, 0.1), (0.9, 0.2); Told = '^RowSumNotOne: Row 1 sums to 1\.1, ' }
        @{ What = 'zeros'; Probability = 0, 0; Told = '^RowSumNotOne: The values sum to 0, .* or leave out rows that are all zeros, of which there are no logits\.' }
        @{ What = 'neither rows nor columns'; Probability = (0.5, 0.25), (0.25, 0.5); Told = '^RowSumNotOne: Row 0 sums to 0\.75, ' }
        @{ What = 'rows, of which none is'; Probability = (0.9, 0.1), (0.2, 0.8); Told = $null }
        @{ What = 'columns, of which none is'; Probability = (0.9, 0.2), (0.1, 0.8); Told = $null }
        @{ What = 'rounded thirds, of which none is'; Probability = 0.333, 0.333, 0.333; Told = $null }
        @{ What = 'rows of bfloat16, of which none is'; Probability = (0.66796875, 0.333984375), (0.5, 0.5); Told = $null }
    ) {
        $null = ConvertTo-Logit $probability -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount ([int][bool]$told)
        "$warnings" | Should -Match "$told"
        $null = ConvertTo-Logit $probability -Activation Sigmoid -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }

    It 'says that percentages are divided' {
        (Get-Failure { ConvertTo-Logit 90, 10 }).ErrorDetails.RecommendedAction | Should -Match 'by 100 of percentages'
        (Get-Failure { ConvertTo-Logit -3, 2 }).ErrorDetails.RecommendedAction | Should -Not -Match '100'
    }

    It 'warns of a single class, as ConvertTo-Probability does' {
        ConvertTo-Logit 0.5 -WarningVariable warnings -WarningAction SilentlyContinue | Should -Be ([Math]::Log(0.5))
        $null = ConvertTo-Logit @((, 0.1), (, 0.3)) -WarningVariable +warnings -WarningAction SilentlyContinue
        $null = ConvertTo-Logit 0.5 -Activation Sigmoid -WarningVariable +warnings
        $null = ConvertTo-Logit 0.5, 0.5 -WarningVariable +warnings
        $warnings | Should -HaveCount 2
        $warnings.Message | Should -Match '^SingleOutputSoftmax: .*does not give the probabilities back.*Add -Activation Sigmoid'
    }

    It '<Activation> there and back' -ForEach @(@{ Activation = 'Softmax' }, @{ Activation = 'Sigmoid' }) {
        $rows = (0.125, 0.25, 0.625), (0.3, 0.3, 0.4)
        $back = $rows | ConvertTo-Logit -Activation $activation | ConvertTo-Probability -Activation $activation
        Get-ShapeText $back | Should -Be '2, 3'
        Assert-Near $back.Values ($rows | ForEach-Object { $_ }) 1e-14
    }

    It 'logits back from sigmoid' {
        Assert-Near (-2, 0.5, 3 | ConvertTo-Probability -Activation Sigmoid | ConvertTo-Logit -Activation Sigmoid) (-2, 0.5, 3) 1e-14
    }

    It 'refuses what is no probability: <Value> with <Activation>' -ForEach @(
        @{ Value = -0.5; Activation = 'Softmax' }
        @{ Value = 1.5; Activation = 'Softmax' }
        @{ Value = 1.5; Activation = 'Sigmoid' }
    ) {
        $failure = Get-Failure { ConvertTo-Logit 0.5, $value -Activation $activation }
        $failure.FullyQualifiedErrorId | Should -BeExactly 'ProbabilityOutOfRange,LossCmdlets.Commands.ConvertToLogitCommand'
        $failure.Exception.Message | Should -Match "$value at position 1"
    }

    It 'gives Measure-CrossEntropy the loss of the probabilities' {
        $p = (0.2, 0.8), (0.9, 0.1)
        $fromLogits = Measure-CrossEntropy 1, 0 ($p | ConvertTo-Logit) -FromLogits -Convention Exact
        $fromProbabilities = Measure-CrossEntropy 1, 0 $p -Convention Exact
        Assert-Near $fromLogits.Loss $fromProbabilities.Loss 1e-14
    }
}
