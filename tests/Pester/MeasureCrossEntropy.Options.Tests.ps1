# Each option against a number worked out here by its formula, alone and with others.
Describe 'Options of what is computed' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        function Ln($Number) { [Math]::Log($Number) }

        # Rows that sum to one, so that no convention has anything to normalise; Exact has no epsilon that would blur the formulas.
        $rows = (0.2, 0.3, 0.5), (0.1, 0.6, 0.3), (0.7, 0.1, 0.2)
        $labels = 2, 1, 0
        $exact = @{ Convention = 'Exact' }
        $plain = -(Ln 0.5), -(Ln 0.6), -(Ln 0.7)
    }

    Context 'Log-probabilities' {
        It 'are measured as they are in <_>' -ForEach 'PyTorch', 'Onnx', 'Exact' {
            $logs = [double[, ]]::new(3, 3)
            foreach ($i in 0..2) { foreach ($j in 0..2) { $logs[$i, $j] = Ln $rows[$i][$j] } }
            $result = Measure-CrossEntropy $labels $logs -FromLogProbability -Convention $_
            Assert-Near $result.Loss (($plain | Measure-Object -Sum).Sum / 3) 1e-15
            $result.FromLogProbability | Should -BeTrue
            $result.FromLogits | Should -BeFalse
        }

        It 'need not be normalised' {
            # NLLLoss picks the number, whatever the others are.
            (Measure-CrossEntropy 1 @(, (5.0, -3.0, 7.0)) -FromLogProbability -Convention PyTorch -Raw -WarningAction Ignore) | Should -BeExactly 3
        }

        It 'of binary outputs: ln(1 - p) is ln(1 - e^lp)' {
            Assert-Near (Measure-CrossEntropy 1, 0 ([double[]]((Ln 0.9), (Ln 0.2))) -FromLogProbability @exact).Loss (-((Ln 0.9) + (Ln 0.8)) / 2) 1e-15
        }
    }

    Context 'LabelSmoothing' {
        It 'spreads over <Kind>' -ForEach @(@{ Kind = 'Sparse'; Target = 1 }, @{ Kind = 'Categorical'; Target = @(, (0, 1, 0)) }) {
            $expected = -(0.9 * (Ln 0.3) + 0.1 / 3 * ((Ln 0.2) + (Ln 0.3) + (Ln 0.5)))
            Assert-Near (Measure-CrossEntropy $target @(, (0.2, 0.3, 0.5)) -Kind $kind -LabelSmoothing 0.1 @exact).Loss $expected 1e-15
        }

        It 'makes a binary 1 a 0.95' {
            Assert-Near (Measure-CrossEntropy 1 0.7 -LabelSmoothing 0.1 @exact).Loss (-(0.95 * (Ln 0.7) + 0.05 * (Ln 0.3))) 1e-15
        }
    }

    Context 'Focal' {
        It 'multiplies by (1 - p)^gamma' {
            Assert-Near (Measure-CrossEntropy $labels $rows -FocalGamma 3 @exact).Loss ((0.125 * $plain[0] + 0.064 * $plain[1] + 0.027 * $plain[2]) / 3) 1e-14
        }

        It 'has <Convention>''s alpha <Alpha> where gamma alone is given' -ForEach @(
            @{ Convention = 'Keras3'; Alpha = 0.25 }, @{ Convention = 'TensorFlow'; Alpha = 0.25 }, @{ Convention = 'Keras1'; Alpha = 0.25 }, @{ Convention = 'Exact'; Alpha = 1 }
        ) {
            $loss = (Measure-CrossEntropy $labels ([double[][]]$rows) -FocalGamma 2 -Convention $convention).Loss
            Assert-Near $loss ($alpha * (0.25 * $plain[0] + 0.16 * $plain[1] + 0.09 * $plain[2]) / 3) 1e-13
        }

        It 'has gamma 2 where alpha alone is given: <What>' -ForEach @(
            @{ What = 'one number'; Alpha = 0.5; Factors = 0.5, 0.5, 0.5 }, @{ What = 'by class'; Alpha = 0.1, 0.2, 0.3; Factors = 0.3, 0.2, 0.1 }
        ) {
            $expected = ($factors[0] * 0.25 * $plain[0] + $factors[1] * 0.16 * $plain[1] + $factors[2] * 0.09 * $plain[2]) / 3
            Assert-Near (Measure-CrossEntropy $labels $rows -FocalAlpha $alpha @exact).Loss $expected 1e-14
        }

        It 'balances binary losses by alpha and 1 - alpha' {
            $expected = -(0.8 * 0.01 * (Ln 0.9) + 0.2 * 0.16 * (Ln 0.6)) / 2
            Assert-Near (Measure-CrossEntropy 1, 0 0.9, 0.4 -FocalGamma 2 -FocalAlpha 0.8 @exact).Loss $expected 1e-14
            Assert-Near (Measure-CrossEntropy 1, 0 0.9, 0.4 -FocalGamma 2 @exact).Loss (-(0.01 * (Ln 0.9) + 0.16 * (Ln 0.6)) / 2) 1e-14
        }
    }

    Context 'Temperature, poly-1 and generalised cross-entropy' {
        It 'the temperature divides logits' {
            $expected = Measure-CrossEntropy 1 @(, (0.5, 1.0, -1.5)) -FromLogits -Raw @exact
            Get-Bits (Measure-CrossEntropy 1 @(, (1.0, 2.0, -3.0)) -FromLogits -Temperature 2 -Raw @exact) | Should -Be (Get-Bits $expected)
        }

        It 'poly-1 adds epsilon (1 - p)' {
            Assert-Near (Measure-CrossEntropy $labels $rows -PolyEpsilon 2 @exact).Loss (($plain[0] + 1.0 + $plain[1] + 0.8 + $plain[2] + 0.6) / 3) 1e-15
        }

        It 'generalised cross-entropy is (1 - p^q) / q' {
            $expected = (((1 - [Math]::Pow(0.5, 0.7)) + (1 - [Math]::Pow(0.6, 0.7)) + (1 - [Math]::Pow(0.7, 0.7))) / 0.7) / 3
            Assert-Near (Measure-CrossEntropy $labels $rows -GeneralizedQ 0.7 @exact).Loss $expected 1e-14
            Assert-Near (Measure-CrossEntropy $labels $rows -Q 1 @exact).Loss 0.4 1e-14
        }
    }

    Context 'Units' {
        # Printed by ML.NET itself, for a class that occurred and for one of which the score is no probability.
        It 'gives all digits of single-precision scores under MLNet, which takes no other precision' {
            $result = Measure-CrossEntropy 1 ([float]0.34477827) -Convention MLNet
            Assert-Near $result.Loss 1.5362592468820475 1e-15
            $result.DataType | Should -Be Float64
            Assert-Near (Measure-CrossEntropy 0 @(, [float[]](-0.450872332, -1.08745337)) -Convention MLNet -WarningAction Ignore).Loss 34.538776391283193 1e-15
            (Get-Failure { Measure-CrossEntropy 1 0.25 -Convention MLNet -DataType Float32 }).FullyQualifiedErrorId | Should -BeLike 'OptionNotSupported*'
        }

        It 'ML.NET''s binary losses are in bits' {
            $result = Measure-CrossEntropy 1, 0 0.25, 0.5 -Convention MLNet
            $result.Unit | Should -Be 'bits'
            $result.Loss | Should -Be 1.5
            $result.Bits | Should -Be 1.5
            Assert-Near $result.Perplexity ([Math]::Pow(2, 1.5)) 1e-15
            $result | Out-String | Should -Match '1\.5 bits'
        }

        It 'everything else is in nats' {
            foreach ($result in (Measure-CrossEntropy 1 0.25), (Measure-CrossEntropy 1 @(, (0.5, 0.5)) -Convention MLNet)) {
                $result.Unit | Should -Be 'nats'
                Assert-Near $result.Bits ($result.Loss / (Ln 2)) 1e-15
                Assert-Near $result.Perplexity ([Math]::Exp($result.Loss)) 1e-15
            }
        }

        It 'bits and perplexity are those of a mean of cross-entropies: with <What> <Expected>' -ForEach @(
            @{ What = 'smoothing'; Expected = $true; Options = @{ LabelSmoothing = 0.1 } }
            @{ What = 'sample weights that divide'; Expected = $true; Options = @{ SampleWeight = 1, 2, 3; Denominator = 'WeightSum' } }
            @{ What = 'class weights that divide'; Expected = $true; Options = @{ ClassWeight = 1, 2, 3; Denominator = 'WeightSum' } }
            @{ What = 'batches'; Expected = $true; Options = @{ BatchSize = 2 } }
            @{ What = 'weights that do not divide'; Expected = $false; Options = @{ SampleWeight = 1, 2, 4 } }
            @{ What = 'a denominator of one''s own'; Expected = $false; Options = @{ Denominator = 10 } }
            @{ What = 'a sum'; Expected = $false; Options = @{ Reduction = 'Sum' } }
            @{ What = 'focal losses'; Expected = $false; Options = @{ FocalGamma = 2 } }
            @{ What = 'poly-1'; Expected = $false; Options = @{ PolyEpsilon = 2 } }
            @{ What = 'generalised cross-entropy'; Expected = $false; Options = @{ GeneralizedQ = 0.5 } }
        ) {
            $result = Measure-CrossEntropy $labels $rows @options
            ($null -ne $result.Bits) | Should -Be $expected
            ($null -ne $result.Perplexity) | Should -Be $expected
        }
    }

    Context 'Ways in' {
        It 'options apply to what comes through the pipeline' {
            $options = @{ ClassWeight = @{ 1 = 2 }; LabelSmoothing = 0.1; FocalGamma = 1; IgnoreClass = 0; Convention = 'Keras3' }
            Get-Bits ($rows | Measure-CrossEntropy $labels @options).Loss | Should -Be (Get-Bits (Measure-CrossEntropy $labels $rows @options).Loss)
        }

        It 'options apply to records' {
            $options = @{ ClassWeight = @{ 1 = 2 }; LabelSmoothing = 0.1; FocalGamma = 1; IgnoreClass = 0; Convention = 'Keras3'; BatchSize = 2 }
            $records = foreach ($i in 0..2) { @{ y = $labels[$i]; p0 = $rows[$i][0]; p1 = $rows[$i][1]; p2 = $rows[$i][2]; w = $i + 1 } }
            Get-Bits ($records | Measure-CrossEntropy -TargetProperty y -PredictionProperty p* -WeightProperty w @options).Loss |
                Should -Be (Get-Bits (Measure-CrossEntropy $labels $rows -SampleWeight 1, 2, 3 @options).Loss)
        }

        It 'counts records that came before the classes were known' {
            $result = $null, @{ y = 'b'; p_a = 0.2; p_b = 0.8 } |
                Measure-CrossEntropy -TargetProperty y -PredictionProperty p_a, p_b -ClassWeight @{ b = 2 } @exact -ErrorAction SilentlyContinue
            Assert-Near $result.Loss (-2 * (Ln 0.8)) 1e-15
            $result.SkippedCount | Should -Be 1
        }

        It 'takes half precision as Float32: <What>' -ForEach @(
            @{ What = 'an array'; Value = [Half[]](0.5, 0.25) }, @{ What = 'a list'; Value = [object[]]([Half]0.5, [Half]0.25) }
        ) {
            $result = Measure-CrossEntropy 1, 0 $value
            $result.DataType | Should -Be 'Float32'
            Assert-Near $result.Loss (-((Ln 0.5) + (Ln 0.75)) / 2) 1e-6
        }

        It 'takes rows of half precision' {
            Assert-Near (Measure-CrossEntropy 1, 0 @([Half[]](0.25, 0.75), [Half[]](0.5, 0.5)) -Convention Exact).Loss (-((Ln 0.75) + (Ln 0.5)) / 2) 1e-15
        }
    }
}

Describe 'Completion of the options' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It '<Line> gives <Expected>' -ForEach @(
        @{ Line = 'Measure-CrossEntropy -Denominator '; Expected = 'Convention', 'Elements', 'NonZeroWeights', 'Valid', 'WeightSum' }
        @{ Line = 'Measure-CrossEntropy 1 0.5 -Denominator we'; Expected = 'NonZeroWeights', 'WeightSum' }
        @{ Line = 'Measure-CrossEntropy -WhenAllIgnored '; Expected = 'Convention', 'Error', 'NaN', 'Zero' }
        @{ Line = 'Measure-CrossEntropy -Foc'; Expected = '-FocalAlpha', '-FocalGamma' }
    ) {
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        $found.CompletionText | Sort-Object | Should -Be $expected
    }

    It 'says what each denominator is' {
        $line = 'Measure-CrossEntropy -Denominator '
        foreach ($match in (TabExpansion2 $line $line.Length).CompletionMatches) { $match.ToolTip.Length | Should -BeGreaterThan 20 }
    }
}
