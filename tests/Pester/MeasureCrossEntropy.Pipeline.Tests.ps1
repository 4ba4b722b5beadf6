# The same numbers give the same bits, whatever they come in as.
Describe 'Ways in' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $rows = (0.25, 0.5, 0.25), (0.125, 0.75, 0.125)

        # Powers of two and 0.75 are the same in half, single and double precision.
        $expected = -([Math]::Log(0.5) + [Math]::Log(0.125)) / 2
        $exact = @{ Convention = 'Exact' }
        $list = [Collections.Generic.List[double[]]]::new()
        $rows.ForEach{ $list.Add($_) }
        $tensor = [LossCmdlets.Output.Tensor]::new($rows)
    }

    It 'reads <What> as two rows of three' -ForEach @(
        @{ What = 'arrays of numbers'; Run = { Measure-CrossEntropy 1, 2 $rows @exact } }
        @{ What = 'named parameters'; Run = { Measure-CrossEntropy -Target 1, 2 -Prediction $rows @exact } }
        @{ What = 'aliases'; Run = { Measure-CrossEntropy -YTrue 1, 2 -YPred $rows @exact } }
        @{ What = 'piped arrays'; Run = { $rows | Measure-CrossEntropy 1, 2 @exact } }
        @{ What = 'a piped matrix as one object'; Run = { , $rows | Measure-CrossEntropy 1, 2 @exact } }
        @{ What = 'double[][]'; Run = { Measure-CrossEntropy 1, 2 ([double[][]]$rows) @exact } }
        @{ What = 'piped double[][]'; Run = { [double[][]]$rows | Measure-CrossEntropy 1, 2 @exact } }
        @{ What = 'float[][]'; Run = { Measure-CrossEntropy 1, 2 ([float[][]]$rows) @exact } }
        @{ What = 'Half[][]'; Run = { Measure-CrossEntropy 1, 2 ([Half[][]]$rows) @exact } }
        @{ What = 'decimal[]'; Run = { Measure-CrossEntropy 1, 2 @([decimal[]]$rows[0], [decimal[]]$rows[1]) @exact } }
        @{ What = 'double[,]'; Run = { Measure-CrossEntropy 1, 2 ([double[, ]]$tensor) @exact } }
        @{ What = 'float[,]'; Run = { Measure-CrossEntropy 1, 2 ([float[, ]]$tensor) @exact } }
        @{ What = 'a Tensor'; Run = { Measure-CrossEntropy 1, 2 $tensor @exact } }
        @{ What = 'a piped Tensor'; Run = { $tensor | Measure-CrossEntropy 1, 2 @exact } }
        @{ What = 'two piped Tensors of one row each'; Run = { [LossCmdlets.Output.Tensor]::new(@(, $rows[0])), [LossCmdlets.Output.Tensor]::new(@(, $rows[1])) | Measure-CrossEntropy 1, 2 @exact } }
        @{ What = 'a list of arrays'; Run = { Measure-CrossEntropy 1, 2 $list @exact } }
        @{ What = 'a piped list of lists'; Run = { $rows | ForEach-Object { , [Collections.Generic.List[double]]$_ } | Measure-CrossEntropy 1, 2 @exact } }
        @{ What = 'an ArrayList'; Run = { Measure-CrossEntropy 1, 2 ([Collections.ArrayList]$rows) @exact } }
        @{ What = 'wrapped numbers'; Run = { Measure-CrossEntropy 1, 2 ($rows.ForEach{ , $_.ForEach{ [psobject]::AsPSObject($_) } }) @exact } }
        @{ What = 'numeric text'; Run = { Measure-CrossEntropy 1, 2 @(('0.25', '5e-1', '.25'), ('0.125', '0.75', '+0.125')) @exact } }
        @{ What = 'text targets that are numbers'; Run = { Measure-CrossEntropy '1', '2' $rows @exact } }
        @{ What = 'int[] targets'; Run = { Measure-CrossEntropy ([int[]](1, 2)) $rows @exact } }
        @{ What = 'long[] targets'; Run = { Measure-CrossEntropy ([long[]](1, 2)) $rows @exact } }
        @{ What = 'byte[] targets'; Run = { Measure-CrossEntropy ([byte[]](1, 2)) $rows @exact } }
        @{ What = 'whole double targets'; Run = { Measure-CrossEntropy 1.0, 2.0 $rows @exact } }
        @{ What = 'a column of targets'; Run = { Measure-CrossEntropy @((, 1), (, 2)) $rows @exact } }
        @{ What = 'one-hot targets'; Run = { Measure-CrossEntropy @((0, 1, 0), (0, 0, 1)) $rows @exact } }
        @{ What = 'one-hot targets from ConvertTo-OneHot'; Run = { Measure-CrossEntropy (1, 2 | ConvertTo-OneHot) $rows @exact } }
        @{ What = 'one-hot booleans'; Run = { Measure-CrossEntropy @(($false, $true, $false), ($false, $false, $true)) $rows @exact -Kind Categorical } }
        @{ What = 'text labels with -Class'; Run = { Measure-CrossEntropy dog, owl $rows -Class cat, dog, owl @exact } }
        @{ What = 'number labels with -Class'; Run = { Measure-CrossEntropy 20, 30 $rows -Class 10, 20, 30 @exact } }
        @{ What = 'a Tensor from JSON'; Run = { Measure-CrossEntropy 1, 2 ($rows | ConvertTo-Json -Compress | ConvertFrom-Json) @exact } }
        @{ What = 'a Tensor through Export-Clixml'; Run = { $tensor | Export-Clixml TestDrive:/t.xml; Import-Clixml TestDrive:/t.xml | Measure-CrossEntropy 1, 2 @exact } }
    ) {
        $result = & $Run
        $result.SampleCount | Should -Be 2
        $result.ClassCount | Should -Be 3
        Get-Bits $result.Loss | Should -Be (Get-Bits $expected) -Because "$($result.Loss) is to be $expected"
    }

    It 'takes a Tensor that comes out of a job' {
        $job = Start-Job {
            Import-Module $using:builtModule
            1, 2 | ConvertTo-OneHot
            Measure-CrossEntropy 1, 2 $using:rows -Convention Exact
        }
        $oneHot, $measured = $job | Receive-Job -Wait -AutoRemoveJob
        (Measure-CrossEntropy $oneHot $rows @exact).Loss | Should -BeExactly $expected
        $oneHot | Out-String | Should -Match '0\s+1\s+0' -Because 'a tensor from a job is shown as one'
        $measured.Loss | Should -BeExactly $expected
        $measured.Kind.Value | Should -Be 'Sparse' -Because 'PowerShell carries an enum as a number and its text'
    }

    It 'reads piped numbers as a vector' {
        $result = 0.25, 0.5, 0.75 | Measure-CrossEntropy 1, 0, 1 @exact
        $result.Kind | Should -Be 'Binary'
        $result.SampleCount | Should -Be 3
        Assert-Near $result.Loss (-([Math]::Log(0.25) + [Math]::Log(0.5) + [Math]::Log(0.75)) / 3) 1e-15
    }

    It 'reads <What> as a sample' -ForEach @(
        @{ What = 'two single numbers'; Run = { Measure-CrossEntropy 1 0.25 @exact } }
        @{ What = 'a boolean target'; Run = { Measure-CrossEntropy $true 0.25 @exact } }
        @{ What = 'a number down the pipeline'; Run = { 0.25 | Measure-CrossEntropy 1 @exact } }
        @{ What = 'a label against a vector'; Run = { Measure-CrossEntropy 1 0.5, 0.25, 0.25 @exact } }
        @{ What = 'a label against a row'; Run = { Measure-CrossEntropy 1 @(, (0.5, 0.25, 0.25)) @exact } }
    ) {
        $result = & $Run
        $result.SampleCount | Should -Be 1
        $result.Loss | Should -BeExactly (-[Math]::Log(0.25))
    }

    It 'reads float[,,] with the classes on the last axis' {
        $cube = [float[, , ]]::new(2, 1, 2)
        $cube[0, 0, 0] = $cube[0, 0, 1] = 0.5
        $cube[1, 0, 0], $cube[1, 0, 1] = 0.25, 0.75
        $result = Measure-CrossEntropy @((, 1), (, 0)) $cube -Convention Exact -Reduction None
        Get-ShapeText $result.Values | Should -Be '2, 1'
        Assert-Near $result.Values.Values (-[Math]::Log(0.5)), (-[Math]::Log(0.25)) 1e-15
    }
}

Describe 'Precision' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It '<What> is measured in <Expected>' -ForEach @(
        @{ What = 'float[]'; Prediction = [float[]](0.5, 0.25); Expected = 'Float32' }
        @{ What = 'Half[]'; Prediction = [Half[]](0.5, 0.25); Expected = 'Float32' }
        @{ What = 'double[]'; Prediction = [double[]](0.5, 0.25); Expected = 'Float64' }
        @{ What = 'a PowerShell array'; Prediction = 0.5, 0.25; Expected = 'Float32' }
        @{ What = 'text'; Prediction = '0.5', '0.25'; Expected = 'Float32' }
        @{ What = 'a PowerShell array under Exact'; Prediction = 0.5, 0.25; Options = @{ Convention = 'Exact' }; Expected = 'Float64' }
        @{ What = 'float[] under Exact'; Prediction = [float[]](0.5, 0.25); Options = @{ Convention = 'Exact' }; Expected = 'Float64' }
        @{ What = 'float[] with -DataType Float64'; Prediction = [float[]](0.5, 0.25); Options = @{ DataType = 'Float64' }; Expected = 'Float64' }
        @{ What = 'double[] with -DataType Float32'; Prediction = [double[]](0.5, 0.25); Options = @{ DataType = 'Float32' }; Expected = 'Float32' }
        @{ What = 'an array and a double[]'; Target = 1, 0; Prediction = (0.5, 0.25), [double[]](0.25, 0.75); Expected = 'Float64' }
        @{ What = 'an array and a float[]'; Target = 1, 0; Prediction = (0.5, 0.25), [float[]](0.25, 0.75); Expected = 'Float32' }
        @{ What = 'an array and a float[] under ScikitLearn'; Target = 1, 0; Prediction = (0.1, 0.9), [float[]](0.25, 0.75); Options = @{ Convention = 'ScikitLearn' }; Expected = 'Float64' }
        @{ What = 'double[] with text in the targets'; Target = '1', '0'; Prediction = [double[]](0.5, 0.25); Expected = 'Float64' }
    ) {
        $options = $_['Options'] ?? @{}
        $targets = $_['Target'] ?? (1, 0)
        (Measure-CrossEntropy $targets $prediction @options).DataType | Should -Be $expected
    }

    It 'keeps the digits of a row of a Tensor among other rows' {
        # A probability of 1 - 2^-30, which in single precision is 1.
        $certain = ConvertTo-Probability @(, (0, [Math]::Log([Math]::Pow(2, 30) - 1)))
        $result = Measure-CrossEntropy 0, 1 @((0.5, 0.5), $certain[0]) -Convention Keras3 -Epsilon 0
        $result.DataType | Should -Be 'Float64'
        Assert-Near $result.Loss (([Math]::Log(2) + [Math]::Pow(2, -30)) / 2) 1e-12
    }

    It 'rounds inputs to the precision that was asked for' {
        # 0.9999999 in single precision is 0.99999988079071, and single-precision logarithms are right to an ulp.
        Assert-Near (Measure-CrossEntropy 1 0.9999999 -Epsilon 0 -Convention Keras3 -DataType Float32).Loss (-[Math]::Log([float]0.9999999)) 1e-7
        (Measure-CrossEntropy 1 0.1 -Epsilon 0 -Convention Keras3 -DataType Float64).Loss | Should -BeExactly (-[Math]::Log(0.1))
    }
}

Describe 'What comes out' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $p = (0.5, 0.25), (0.75, 0.5)
        $z = (1, 1), (1, 1)
        $ln = @(0.5, 0.25, 0.75, 0.5).ForEach{ -[Math]::Log($_) }
        $exact = @{ Convention = 'Exact'; Kind = 'Binary' }
    }

    It '<Reduction> gives <Count> number(s), and with -Raw nothing else' -ForEach @(
        @{ Reduction = 'Mean'; Count = 1; Expected = { ($ln | Measure-Object -Sum).Sum / 4 } }
        @{ Reduction = 'Sum'; Count = 1; Expected = { ($ln | Measure-Object -Sum).Sum / 2 } }
        @{ Reduction = 'None'; Count = 2; Expected = { (($ln[0] + $ln[1]) / 2), (($ln[2] + $ln[3]) / 2) } }
    ) {
        $raw = Measure-CrossEntropy $z $p @exact -Reduction $reduction -Raw
        $raw | Should -HaveCount $count
        $raw | Should -BeOfType double
        Assert-Near $raw (& $expected) 1e-15
        $result = Measure-CrossEntropy $z $p @exact -Reduction $reduction
        @($result) | Should -HaveCount 1
        Assert-Near ($result.Loss ?? $result.Values) (& $expected) 1e-15
    }

    It 'PerElement gives the shape of the predictions, with -Raw too' {
        $raw = Measure-CrossEntropy $z $p @exact -Reduction PerElement -Raw
        $raw | Should -BeOfType LossCmdlets.Output.Tensor
        Get-ShapeText $raw | Should -Be '2, 2'
        Assert-Near $raw.Values $ln 1e-15
    }

    It 'unreduced losses have the data type: <Type>' -ForEach @(@{ Type = [float] }, @{ Type = [double] }) {
        Measure-CrossEntropy 1, 1 ([Array]::CreateInstance($type, 2)) -Reduction None -Raw | Should -BeOfType $type
    }

    It 'takes the classes from axis <Axis>' -ForEach @(@{ Axis = 0 }, @{ Axis = -2 }) {
        # The columns are the samples: 0.25 is class 1 of the first, 0.5 class 0 of the second.
        $result = Measure-CrossEntropy 1, 0 @((0.75, 0.5), (0.25, 0.5)) -Axis $axis -Convention Exact
        Assert-Near $result.Loss (-([Math]::Log(0.25) + [Math]::Log(0.5)) / 2) 1e-15
    }

    It 'compares by its loss' {
        $low, $high = (Measure-CrossEntropy 1 0.5 -Convention Exact), (Measure-CrossEntropy 1 0.25 -Convention Exact)
        $low -lt $high | Should -BeTrue
        ($high, $low | Sort-Object)[0].Loss | Should -Be $low.Loss
        ($high, $low | Measure-Object Loss -Minimum).Minimum | Should -Be $low.Loss
    }

    It 'compares with <_>, a number' -ForEach 0.7, 1, ([float]0.7) {
        $result = Measure-CrossEntropy 1 0.5 -Convention Exact
        $result -lt $_ | Should -BeTrue
        $result -ge $_ | Should -BeFalse
    }

    It 'is a number where one is due' {
        $result = Measure-CrossEntropy 1 0.5 -Convention Exact
        [double]$result | Should -BeExactly $result.Loss
        0.7 -gt $result | Should -BeTrue
        0.7 -le $result | Should -BeFalse
        0.7 | Should -BeGreaterThan $result
        { 1 -gt $result } | Should -Throw -Because 'PowerShell would make the whole number 1 of it, as the left one is whole'
        [Math]::Round($result, 3) | Should -BeExactly 0.693
    }

    It 'is below no bound where it is no number: <What>' -ForEach @(
        @{ What = 'NaN'; Result = { Measure-CrossEntropy 0, 1 0.3, nan -WarningAction SilentlyContinue } }
        @{ What = 'losses that are kept'; Result = { Measure-CrossEntropy 0, 1 0.3, 0.4 -Reduction None } }
    ) {
        $measured = & $result
        $measured -lt 0.5 | Should -BeFalse
        $measured -le 0.5 | Should -BeFalse
        $measured -gt 0.5 | Should -BeTrue
        { $measured | Should -BeLessThan 0.5 } | Should -Throw
        { 0.5 -gt $measured } | Should -Throw '*number to compare with*'
    }

    It 'is equal to what it is not above and not below: <What>' -ForEach @(
        @{ What = 'numbers'; Left = { Measure-CrossEntropy 1 0.5 }; Right = { Measure-CrossEntropy 1, 1 0.5, 0.5 }; IsEqual = $true }
        @{ What = 'NaN'; Left = { Measure-CrossEntropy 1 nan 3>$null }; Right = { Measure-CrossEntropy 0 nan 3>$null }; IsEqual = $true }
        @{ What = 'losses that are kept'; Left = { Measure-CrossEntropy 0, 1 0.3, 0.4 -Reduction None }; Right = { Measure-CrossEntropy 0, 1 0.5, 0.4 -Reduction None }; IsEqual = $true }
        @{ What = 'NaN and a number'; Left = { Measure-CrossEntropy 1 nan 3>$null }; Right = { Measure-CrossEntropy 1 0.5 }; IsEqual = $false }
        @{ What = 'NaN and infinity'; Left = { Measure-CrossEntropy 1 nan 3>$null }; Right = { Measure-CrossEntropy 1 0 -Convention Exact 3>$null }; IsEqual = $false }
        @{ What = 'NaN and losses that are kept'; Left = { Measure-CrossEntropy 1 nan 3>$null }; Right = { Measure-CrossEntropy 0, 1 0.3, 0.4 -Reduction None }; IsEqual = $false }
    ) {
        $first, $second = (& $left), (& $right)
        $first -eq $second | Should -Be $isEqual
        $second -eq $first | Should -Be $isEqual
        $first.CompareTo($second) -eq 0 | Should -Be $isEqual
        $first -le $second -and $first -ge $second | Should -Be $isEqual
        [Math]::Sign($first.CompareTo($second)) | Should -Be (-[Math]::Sign($second.CompareTo($first)))
        if ($isEqual) { $first.GetHashCode() | Should -Be $second.GetHashCode() }
    }

    It 'has no bound that is NaN' {
        $result = Measure-CrossEntropy 1 0.5
        { $result -lt [double]::NaN } | Should -Throw
        { $result -ge [double]::NaN } | Should -Throw
        $result -eq [double]::NaN | Should -BeFalse
    }

    It 'tells kind, reason, counts and the rest' {
        $result = Measure-CrossEntropy 1, 0 @((0.25, 0.75), (0.5, 0.5)) -Convention Exact
        $result.Kind | Should -Be 'Sparse'
        $result.KindReason | Should -Not -BeNullOrEmpty
        $result.Convention | Should -BeExactly 'Exact'
        $result.FromLogits | Should -BeFalse
        $result.Unit | Should -BeExactly 'nats'
        $result.Epsilon | Should -BeNullOrEmpty
        ($result.SampleCount, $result.ClassCount, $result.IgnoredCount, $result.SkippedCount, $result.WeightSum) | Should -Be 2, 2, 0, 0, 2
        Assert-Near $result.Bits (([Math]::Log2(4 / 3) + 1) / 2) 1e-15
        Assert-Near $result.Perplexity ([Math]::Sqrt(8 / 3)) 1e-15
        # Two samples: half the distance between them.
        Assert-Near $result.StandardError (([Math]::Log(2) - [Math]::Log(4 / 3)) / 2) 1e-14
    }

    It 'says verbosely what was decided' {
        $said = Measure-CrossEntropy 1, 0 0.5, 0.25 -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$said" | Should -Match 'Binary.*TensorFlow.*Float32'
    }

    It 'leaves out label -100 under PyTorch' {
        $result = Measure-CrossEntropy 0, -100, 1 @((0.0, 0.0), (9.0, 1.0), (0.0, 0.0)) -Convention PyTorch -FromLogits
        $result.IgnoredCount | Should -Be 1
        Assert-Near $result.Loss ([Math]::Log(2)) 1e-7
        $all = Measure-CrossEntropy -100, -100 @((0.0, 1.0), (1.0, 0.0)) -Convention PyTorch -FromLogits -WarningAction Ignore
        [double]::IsNaN($all.Loss) | Should -BeTrue
    }
}

Describe 'Sample weights' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $ln = @(0.5, 0.25, 0.75, 0.125).ForEach{ -[Math]::Log($_) }
    }

    It 'of shape <Shape> count <What>' -ForEach @(
        @{ Shape = '(N)'; What = 'samples'; Weight = 2, 3; Factors = 2, 2, 3, 3 }
        @{ Shape = '(N, 1)'; What = 'samples'; Weight = (, 2), (, 3); Factors = 2, 2, 3, 3 }
        @{ Shape = '(1, C)'; What = 'columns'; Weight = , (2, 3); Factors = 2, 3, 2, 3 }
        @{ Shape = '(N, C)'; What = 'elements'; Weight = (2, 3), (4, 5); Factors = 2, 3, 4, 5 }
        @{ Shape = '()'; What = 'all the same'; Weight = 2; Factors = 2, 2, 2, 2 }
    ) {
        $weighted = 0..3 | ForEach-Object { $factors[$_] * $ln[$_] } | Measure-Object -Sum
        foreach ($convention in 'Exact', 'PyTorch') {
            $result = Measure-CrossEntropy @((1, 1), (1, 1)) ([double[][]]((0.5, 0.25), (0.75, 0.125))) -SampleWeight $weight -Kind Binary -Convention $convention
            Assert-Near $result.Loss ($weighted.Sum / 4) 1e-15
        }
    }

    It 'as typed and as text' {
        $expected = (2 * $ln[0] + 3 * $ln[1]) / 2
        foreach ($weights in [float[]](2, 3), [int[]](2, 3), ('2', '3'), [LossCmdlets.Output.Tensor]::new((2, 3))) {
            Assert-Near (Measure-CrossEntropy 1, 1 0.5, 0.25 -SampleWeight $weights -Convention Exact).Loss $expected 1e-15
        }
    }

    It 'divide by the number of samples in <Convention>' -ForEach @(@{ Convention = 'TensorFlow' }, @{ Convention = 'Keras3' }) {
        # Keras: sum_over_batch_size, the weights are not in the denominator.
        $result = Measure-CrossEntropy 1, 0 @((0.5, 0.5), (0.75, 0.25)) -SampleWeight 2, 3 -Convention $convention
        Assert-Near $result.Loss ((2 * $ln[0] + 3 * $ln[2]) / 2) 1e-6
        $result.WeightSum | Should -Be 5
    }
}

Describe 'Same bits' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $random = [Random]::new(1)
        $logits = [float[]]::new(300000)
        for ($i = 0; $i -lt $logits.Length; $i++) { $logits[$i] = $random.NextDouble() * 20 - 10 }
        $matrix = [LossCmdlets.Output.Tensor]::new($logits, (30000, 10))
        $labels = [int[]]@(foreach ($i in 1..30000) { $i % 10 })
        $one = Measure-CrossEntropy $labels $matrix -FromLogits -ThrottleLimit 1 -Raw
    }

    It 'for <_> threads' -ForEach 0, 2, 3, 8 {
        Get-Bits (Measure-CrossEntropy $labels $matrix -FromLogits -ThrottleLimit $_ -Raw) | Should -Be (Get-Bits $one)
    }

    It 'in runspaces side by side' {
        $losses = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:builtModule
            Measure-CrossEntropy $using:labels $using:matrix -FromLogits -Raw
        } -ThrottleLimit 4
        $losses | Should -HaveCount 4
        $losses | ForEach-Object { Get-Bits $_ | Should -Be (Get-Bits $one) }
    }

    It 'and they are right: the sum of ln(sum of e^x) - x' {
        $sum = 0.0
        for ($row = 0; $row -lt 1000; $row++) {
            $total = 0.0
            for ($j = 0; $j -lt 10; $j++) { $total += [Math]::Exp($logits[10 * $row + $j]) }
            $sum += [Math]::Log($total) - $logits[10 * $row + $labels[$row]]
        }
        $first = [LossCmdlets.Output.Tensor]::new([float[]]$logits[0..9999], (1000, 10))
        Assert-Near (Measure-CrossEntropy $labels[0..999] $first -FromLogits -Reduction Sum -Raw) $sum 1e-9
    }
}
