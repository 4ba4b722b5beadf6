# Each option against a number worked out here by its formula, alone and with others; what has no meaning is refused.
Describe 'Options of what is computed' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        function Ln($Number) { [Math]::Log($Number) }
        function Sigmoid($Logit) { 1 / (1 + [Math]::Exp(-$Logit)) }

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

    Context 'Denominator' {
        BeforeAll {
            # The losses times the weights 1, 0, 3; the label -1 is left out.
            $target, $prediction = @(2, 1, 0, -1), @($rows + , (0.2, 0.3, 0.5))
            $options = @{ SampleWeight = 1, 0, 3, 5; IgnoreClass = -1; Convention = 'Exact' }
            $sum = $plain[0] + 3 * $plain[2]
        }

        It '<Name> is <Divisor>' -ForEach @(
            @{ Name = 'Convention'; Divisor = 3 }, @{ Name = 'Elements'; Divisor = 4 }, @{ Name = 'Valid'; Divisor = 3 }
            @{ Name = 'WeightSum'; Divisor = 4 }, @{ Name = 'NonZeroWeights'; Divisor = 2 }, @{ Name = 'nonzeroweights'; Divisor = 2 }
            @{ Name = 10; Divisor = 10 }, @{ Name = '2.5'; Divisor = 2.5 }, @{ Name = 1 / 3; Divisor = 1 / 3 }
        ) {
            $result = Measure-CrossEntropy $target $prediction @options -Denominator $name
            Assert-Near $result.Loss ($sum / $divisor) 1e-15
            $result.DenominatorValue | Should -Be $divisor
        }

        It 'counts class weights in WeightSum' {
            $result = Measure-CrossEntropy $labels $rows -ClassWeight 1, 2, 4 -Denominator WeightSum
            Assert-Near $result.Loss ((4 * $plain[0] + 2 * $plain[1] + $plain[2]) / 7) 1e-6
            $result.Denominator | Should -Be 'WeightSum 7'
        }
    }

    Context 'BatchSize' {
        It 'gives the mean of the batches'' means' {
            Assert-Near (Measure-CrossEntropy $labels $rows -BatchSize 2 @exact).Loss ((($plain[0] + $plain[1]) / 2 + $plain[2]) / 2) 1e-15
            Assert-Near (Measure-CrossEntropy $labels $rows -BatchSize 5 @exact).Loss (($plain | Measure-Object -Sum).Sum / 3) 1e-15
        }

        It 'gives the same for records' {
            $records = foreach ($i in 0..2) { [pscustomobject]@{ y = $labels[$i]; p0 = $rows[$i][0]; p1 = $rows[$i][1]; p2 = $rows[$i][2] } }
            $result = $records | Measure-CrossEntropy -TargetProperty y -PredictionProperty p* -BatchSize 2 @exact
            Get-Bits $result.Loss | Should -Be (Get-Bits (Measure-CrossEntropy $labels $rows -BatchSize 2 @exact).Loss)
        }
    }

    Context 'ClassWeight' {
        It 'multiplies the losses of a label, and <Convention> divides by <Divisor>' -ForEach @(
            @{ Convention = 'Exact'; Divisor = 3 }, @{ Convention = 'ScikitLearn'; Divisor = 7 }, @{ Convention = 'MLNet'; Divisor = 7 }
        ) {
            Assert-Near (Measure-CrossEntropy $labels $rows -ClassWeight 1, 2, 4 -Convention $convention).Loss ((4 * $plain[0] + 2 * $plain[1] + $plain[2]) / $divisor) 1e-15
        }

        It 'is the term''s in PyTorch, and of soft targets the largest''s in Keras' {
            $target, $prediction = @(, (0.5, 0.2, 0.3)), @(, (0.2, 0.3, 0.5))
            $logs = [double[, ]]::new(1, 3)
            0..2 | ForEach-Object { $logs[0, $_] = Ln $prediction[0][$_] }
            $options = @{ ClassWeight = 3, 2, 4; Kind = 'Categorical'; FromLogits = $true }
            $terms = (-0.5 * (Ln 0.2)), (-0.2 * (Ln 0.3)), (-0.3 * (Ln 0.5))
            Assert-Near (Measure-CrossEntropy $target $logs @options -Convention PyTorch).Loss (3 * $terms[0] + 2 * $terms[1] + 4 * $terms[2]) 1e-6
            Assert-Near (Measure-CrossEntropy $target $logs @options -Convention Keras3).Loss (3 * ($terms | Measure-Object -Sum).Sum) 1e-6
        }

        It 'by label: <What>' -ForEach @(
            @{ What = 'class numbers'; Weights = @{ 0 = 1; 1 = 2; 2 = 4 } }
            @{ What = 'numbers as text'; Weights = @{ '0' = '1'; '1' = '2'; '2' = '4' } }
            @{ What = 'classes that are not named weigh 1'; Weights = @{ 1 = 2; 2 = 4 } }
            @{ What = 'an ordered dictionary'; Weights = [ordered]@{ 'c2' = 4; 'c1' = 2 }; Class = 'c0', 'c1', 'c2' }
            @{ What = 'numbers of other classes'; Weights = @{ 7 = 2; 9 = 4 }; Class = 5, 7, 9; Offset = 5; Factor = 2 }
            @{ What = 'what a JSON file says'; Weights = '{ "1": 2, "2": 4 }' | ConvertFrom-Json }
            @{ What = 'a dictionary of .NET'; Weights = & { $d = [Collections.Generic.Dictionary[int, double]]::new(); $d[1] = 2; $d[2] = 4; $d } }
        ) {
            $options = $Class ? @{ Class = $Class } : @{ }
            $target = $Class ? $labels.ForEach{ $Class[$_] } : $labels
            Assert-Near (Measure-CrossEntropy $target $rows -ClassWeight $weights @options @exact).Loss ((4 * $plain[0] + 2 * $plain[1] + $plain[2]) / 3) 1e-15
        }

        It 'of one binary output are those of 0 and 1: <What>' -ForEach @(
            @{ What = 'numbers'; Weights = 2, 5 }, @{ What = 'a hashtable'; Weights = @{ 1 = 5; 0 = 2 } }, @{ What = 'labels'; Weights = @{ yes = 5; no = 2 }; Class = 'no', 'yes' }
        ) {
            $options = $Class ? @{ Class = $Class } : @{ }
            $target = $Class ? ('yes', 'no') : (1, 0)
            Assert-Near (Measure-CrossEntropy $target 0.9, 0.4 -ClassWeight $weights @options @exact).Loss (-(5 * (Ln 0.9) + 2 * (Ln 0.6)) / 2) 1e-15
        }

        It 'finds labels in the names of the columns' {
            $records = @{ y = 'dog'; p_cat = 0.4; p_dog = 0.6 }, @{ y = 'cat'; p_cat = 0.7; p_dog = 0.3 }
            Assert-Near ($records | Measure-CrossEntropy -TargetProperty y -PredictionProperty p_cat, p_dog -ClassWeight @{ dog = 3 } @exact).Loss (-(3 * (Ln 0.6) + (Ln 0.7)) / 2) 1e-15

            # Targets may be numbers all the same.
            $records = @{ y = 1; p_cat = 0.4; p_dog = 0.6 }, @{ y = 0; p_cat = 0.7; p_dog = 0.3 }
            Assert-Near ($records | Measure-CrossEntropy -TargetProperty y -PredictionProperty p_cat, p_dog -ClassWeight @{ dog = 3 } @exact).Loss (-(3 * (Ln 0.6) + (Ln 0.7)) / 2) 1e-15
        }

        It 'finds labels in a Tensor that knows them' {
            $prediction = 'dog', 'cat' | ConvertTo-OneHot -OnValue 0.6 -OffValue 0.4 -DataType Float64
            Assert-Near (Measure-CrossEntropy dog, cat $prediction -ClassWeight @{ dog = 3 } @exact).Loss (-4 * (Ln 0.6) / 2) 1e-15
        }

        It 'multiplies with sample weights' {
            Assert-Near (Measure-CrossEntropy $labels $rows -ClassWeight 1, 2, 4 -SampleWeight 3, 1, 2 @exact).Loss ((12 * $plain[0] + 2 * $plain[1] + 2 * $plain[2]) / 3) 1e-15
        }
    }

    Context 'PositiveWeight' {
        It 'multiplies the terms of positive targets: <What>' -ForEach @(
            @{ What = 'one number'; Weights = 3; Factors = 3, 3 }, @{ What = 'one for each output'; Weights = 3, 5; Factors = 3, 5 }
        ) {
            $logits = (2.0, -1.0), (0.5, 1.5)
            $expected = -($factors[0] * (Ln (Sigmoid 2)) + (Ln (1 - (Sigmoid -1))) + (Ln (1 - (Sigmoid 0.5))) + $factors[1] * (Ln (Sigmoid 1.5))) / 4
            Assert-Near (Measure-CrossEntropy @((1, 0), (0, 1)) $logits -Kind Binary -FromLogits -PositiveWeight $weights @exact).Loss $expected 1e-14
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

    Context 'IgnoreClass' {
        It 'leaves out a label: <What>' -ForEach @(
            @{ What = 'that is none of the classes'; Target = 2, -1, 0; Ignore = -1 }
            @{ What = 'that is one of them'; Target = 2, 1, 0; Ignore = 1 }
            @{ What = 'beside the labels of -Class'; Target = 'c', 'none', 'a'; Ignore = 'none'; Class = 'a', 'b', 'c' }
            @{ What = 'of -Class'; Target = 'c', 'b', 'a'; Ignore = 'b'; Class = 'a', 'b', 'c' }
            @{ What = 'that is a number among text'; Target = 'c', '-1', 'a'; Ignore = -1; Class = 'a', 'b', 'c' }
            @{ What = 'that another class has as its number'; Target = 3, 0, 1; Ignore = 0; Class = 1, 2, 3 }
            @{ What = 'of numbered classes'; Target = 3, 2, 1; Ignore = 2; Class = 1, 2, 3 }
        ) {
            $options = $Class ? @{ Class = $Class } : @{ }
            $result = Measure-CrossEntropy $target $rows -IgnoreClass $ignore @options @exact
            Assert-Near $result.Loss (($plain[0] + $plain[2]) / 2) 1e-15
            $result.IgnoredCount | Should -Be 1
            $result.SampleCount | Should -Be 3

            # Records go another way and must come to the same.
            $columns = $Class ? @($Class).ForEach{ "p_$_" } : 'p_0', 'p_1', 'p_2'
            $records = foreach ($i in 0..2) { [pscustomobject][ordered]@{ y = $target[$i]; $columns[0] = $rows[$i][0]; $columns[1] = $rows[$i][1]; $columns[2] = $rows[$i][2] } }
            foreach ($set in $options, @{ }) {
                $fromRecords = $records | Measure-CrossEntropy -TargetProperty y -PredictionProperty p_* -IgnoreClass $ignore @set @exact
                Get-Bits $fromRecords.Loss | Should -Be (Get-Bits $result.Loss)
                $fromRecords.IgnoredCount | Should -Be 1
            }
        }

        It 'is also called IgnoreIndex, and takes the place of the convention''s' {
            $logits = (1.0, 0.0), (0.0, 0.0)
            Assert-Near (Measure-CrossEntropy 5, 0 $logits -IgnoreIndex 5 -FromLogits -Convention PyTorch).Loss (Ln 2) 1e-7
            (Get-Failure { Measure-CrossEntropy -100, 0 $logits -IgnoreIndex 5 -FromLogits -Convention PyTorch }).FullyQualifiedErrorId | Should -BeLike 'LabelOutOfRange,*'
        }
    }

    Context 'WhenAllIgnored' {
        It '<Convention> gives <Expected> of nothing' -ForEach @(
            foreach ($name in 'TensorFlow', 'Keras1', 'TensorFlowJs', 'MLNet', 'Exact') { @{ Convention = $name; Expected = 'NaN' } }
            @{ Convention = 'Keras3'; Expected = '0' }
        ) {
            "$((Measure-CrossEntropy 1, 1 $rows[0..1] -IgnoreClass 1 -Convention $convention -WarningAction Ignore).Loss)" | Should -BeExactly $expected
        }

        It 'Zero and NaN are given, with a warning' -ForEach @(@{ Asked = 'Zero'; Expected = '0' }, @{ Asked = 'NaN'; Expected = 'NaN' }, @{ Asked = 0; Expected = '0' }, @{ Asked = [double]::NaN; Expected = 'NaN' }) {
            $result = Measure-CrossEntropy 1 $rows[0] -IgnoreClass 1 -WhenAllIgnored $asked -WarningVariable seen -WarningAction SilentlyContinue
            "$($result.Loss)" | Should -BeExactly $expected
            "$seen" | Should -Match 'NothingToAverage'
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

    Context 'Gradient' {
        It 'has the shape of the predictions' -ForEach @(
            @{ Target = 1, 0, 1; Prediction = 0.9, 0.2, 0.7; Shape = '3' }
            @{ Target = 2, 1; Prediction = @((0.2, 0.3, 0.5), (0.1, 0.6, 0.3)); Shape = '2, 3' }
        ) {
            $result = Measure-CrossEntropy $target $prediction -Gradient
            $result.Gradient | Should -BeOfType ([LossCmdlets.Output.Tensor])
            $result.Gradient.Shape -join ', ' | Should -Be $shape
        }

        It 'is -1/p over the number of losses at the label' {
            $gradient = (Measure-CrossEntropy $labels $rows -Gradient @exact).Gradient
            Assert-Near $gradient.Values (0, 0, (-1 / 0.5 / 3), 0, (-1 / 0.6 / 3), 0, (-1 / 0.7 / 3), 0, 0) 1e-15
        }

        It 'of logits is softmax less target, over the temperature' {
            $p = ConvertTo-Probability ([double[]](1, 2, 3)) -Temperature 2
            $gradient = (Measure-CrossEntropy 2 @(, (1.0, 2.0, 3.0)) -FromLogits -Temperature 2 -Gradient @exact).Gradient
            Assert-Near $gradient.Values (($p[0] / 2), ($p[1] / 2), (($p[2] - 1) / 2)) 1e-14
        }

        It 'of losses that are kept is that of their sum' {
            $gradient = (Measure-CrossEntropy 1, 0 0.8, 0.4 -Reduction None -Gradient @exact).Gradient
            Assert-Near $gradient.Values ((-1 / 0.8), (1 / 0.6)) 1e-15
        }

        It 'is not there where it was not asked for' { (Measure-CrossEntropy 1 0.5).Gradient | Should -BeNullOrEmpty }

        It 'goes through jobs' {
            $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Measure-CrossEntropy $labels $rows -Gradient @exact)))
            $copy.Gradient.Shape | Should -Be 3, 3
            Assert-Near $copy.Gradient.Values[2] (-1 / 0.5 / 3) 1e-15
        }
    }

    Context 'Units' {
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

Describe 'Options that have no meaning' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $rows = (0.2, 0.3, 0.5), (0.1, 0.6, 0.3)
        $outputs = (0.2, 0.7), (0.4, 0.9)
    }

    It '<What> is <Id>' -ForEach @(
        @{ What = 'logits and log-probabilities'; Id = 'OptionNotSupported'; Says = '-FromLogits and -FromLogProbability'; Run = { Measure-CrossEntropy 1, 2 $rows -FromLogits -FromLogProbability } }
        @{ What = 'log-probabilities for Keras'; Id = 'OptionNotSupported'; Says = 'Keras3.*log-probabilities'; Run = { Measure-CrossEntropy 1, 2 $rows -FromLogProbability -Convention Keras3 } }
        @{ What = 'logits for scikit-learn'; Id = 'OptionNotSupported'; Says = 'ScikitLearn.*logits'; Remedy = 'ConvertTo-Probability'; Run = { Measure-CrossEntropy 1, 2 $rows -FromLogits -Convention ScikitLearn } }
        @{ What = 'binary probabilities for Optax'; Id = 'OptionNotSupported'; Says = 'Optax.*binary.*probabilities'; Remedy = '-FromLogits.*Sigmoid'; Run = { Measure-CrossEntropy 1, 0 0.5, 0.6 -Convention Optax } }
        @{ What = 'class probabilities for ONNX'; Id = 'OptionNotSupported'; Says = 'Onnx.*probabilities'; Remedy = '-FromLogits or -FromLogProbability'; Run = { Measure-CrossEntropy 1, 2 $rows -Convention Onnx } }
        @{ What = 'a binary loss of ONNX'; Id = 'OptionNotSupported'; Says = 'Onnx has no binary'; Run = { Measure-CrossEntropy 1, 0 0.5, 0.6 -Convention Onnx -FromLogits } }
        @{ What = 'a denominator of another name'; Id = 'ParameterOutOfRange'; Says = "Denominator is 'Samples'.*WeightSum.*number"; Run = { Measure-CrossEntropy 1, 2 $rows -Denominator Samples } }
        @{ What = 'the denominator Number'; Id = 'ParameterOutOfRange'; Says = "'Number'"; Run = { Measure-CrossEntropy 1, 2 $rows -Denominator Number } }
        @{ What = 'a denominator of 0'; Id = 'ParameterOutOfRange'; Says = 'Denominator is 0'; Run = { Measure-CrossEntropy 1, 2 $rows -Denominator 0 } }
        @{ What = '$null as denominator'; Id = 'ParameterOutOfRange'; Says = 'Denominator is \$null'; Run = { Measure-CrossEntropy 1, 2 $rows -Denominator $null } }
        @{ What = 'a denominator of a sum'; Id = 'OptionNotSupported'; Says = 'mean'; Run = { Measure-CrossEntropy 1, 2 $rows -Denominator Valid -Reduction Sum } }
        @{ What = 'a batch size of losses that are kept'; Id = 'OptionNotSupported'; Says = 'batch size'; Run = { Measure-CrossEntropy 1, 2 $rows -BatchSize 2 -Reduction None } }
        @{ What = 'a batch size of 0'; Id = 'ParameterOutOfRange'; Says = 'BatchSize is 0'; Run = { Measure-CrossEntropy 1, 2 $rows -BatchSize 0 } }
        @{ What = 'too few class weights'; Id = 'ClassWeightCountMismatch'; Says = 'ClassWeight has 2 values where 3'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight 1, 2 } }
        @{ What = 'no class weights'; Id = 'EmptyInput'; Says = 'ClassWeight: there are no values'; Remedy = 'one value'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @() } }
        @{ What = 'a matrix of class weights'; Id = 'ShapeMismatch'; Says = 'ClassWeight.*\(2, 2\)'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @((1, 2), (3, 4)) } }
        @{ What = 'a class weight below 0'; Id = 'ParameterOutOfRange'; Says = 'ClassWeight is -1'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight 1, -1, 2 } }
        @{ What = 'a class weight that is text'; Id = 'NonNumericValue'; Says = "ClassWeight.*'high'.*1"; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight 1, high, 2 } }
        @{ What = 'a class weight by label that is text'; Id = 'NonNumericValue'; Says = "ClassWeight.*'high'.*class 1"; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @{ 1 = 'high' } } }
        @{ What = 'a class weight by label that is missing'; Id = 'NullValue'; Says = 'ClassWeight.*class 1'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @{ 1 = $null } } }
        @{ What = '$null as class weights'; Id = 'NullValue'; Says = 'ClassWeight'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight $null } }
        @{ What = 'a class weight of a class that is not there'; Id = 'ParameterOutOfRange'; Says = 'ClassWeight is 3.*0, 1, 2'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @{ 3 = 2 } } }
        @{ What = 'a class weight of a label that is not there'; Id = 'ParameterOutOfRange'; Says = "ClassWeight is 'cow'.*a, b, c"; Run = { Measure-CrossEntropy a, b $rows -Class a, b, c -ClassWeight @{ cow = 2 } } }
        @{ What = 'two class weights of a class'; Id = 'ParameterOutOfRange'; Says = 'class 1'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @{ 1 = 2; '1.0' = 3 } } }
        @{ What = 'class weights by text without an order'; Id = 'ClassOrderUnknown'; Says = 'cat'; Remedy = '-Class'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @{ cat = 2 } } }
        @{ What = 'class weights of several outputs'; Id = 'OptionNotSupported'; Says = '2 outputs'; Remedy = '-SampleWeight'; Run = { Measure-CrossEntropy @((1, 0), (1, 1)) $outputs -Kind Binary -ClassWeight 1, 2 } }
        @{ What = 'class weights by label of several outputs'; Id = 'OptionNotSupported'; Says = '2 outputs'; Run = { Measure-CrossEntropy @((1, 0), (1, 1)) $outputs -Kind Binary -ClassWeight @{ 1 = 2 } } }
        @{ What = 'a positive weight for probabilities'; Id = 'OptionNotSupported'; Says = 'positive weight'; Remedy = '-FromLogits'; Run = { Measure-CrossEntropy 1, 0 0.9, 0.3 -PositiveWeight 2 } }
        @{ What = 'a positive weight of classes'; Id = 'OptionNotSupported'; Says = 'positive weight'; Remedy = '-ClassWeight'; Run = { Measure-CrossEntropy 1, 2 $rows -FromLogits -PositiveWeight 2 } }
        @{ What = 'too many positive weights'; Id = 'ClassWeightCountMismatch'; Says = 'PositiveWeight has 3 values'; Run = { Measure-CrossEntropy @((1, 0), (1, 1)) $outputs -Kind Binary -FromLogits -PositiveWeight 1, 2, 3 } }
        @{ What = 'a smoothing above 1'; Id = 'ParameterOutOfRange'; Says = 'LabelSmoothing is 1\.5'; Run = { Measure-CrossEntropy 1, 2 $rows -LabelSmoothing 1.5 } }
        @{ What = 'a gamma below 0'; Id = 'ParameterOutOfRange'; Says = 'FocalGamma is -1'; Run = { Measure-CrossEntropy 1, 2 $rows -FocalGamma -1 } }
        @{ What = 'a binary alpha above 1'; Id = 'ParameterOutOfRange'; Says = 'FocalAlpha is 2'; Run = { Measure-CrossEntropy 1, 0 0.9, 0.3 -FocalAlpha 2 } }
        @{ What = 'an alpha for each of fewer classes'; Id = 'ClassWeightCountMismatch'; Says = 'FocalAlpha has 2'; Run = { Measure-CrossEntropy 1, 2 $rows -FocalAlpha 0.2, 0.3 } }
        @{ What = 'an ignored label of one-hot targets'; Id = 'OptionNotSupported'; Says = 'class numbers'; Run = { Measure-CrossEntropy @((0, 1, 0), (0, 0, 1)) $rows -IgnoreClass 1 } }
        @{ What = 'an ignored label of binary targets'; Id = 'OptionNotSupported'; Says = 'class numbers'; Run = { Measure-CrossEntropy 1, 0 0.9, 0.3 -IgnoreClass 1 } }
        @{ What = 'an ignored label that is a fraction'; Id = 'ParameterOutOfRange'; Says = 'IgnoreClass is 1\.5'; Run = { Measure-CrossEntropy 1, 2 $rows -IgnoreClass 1.5 } }
        @{ What = 'an ignored text among numbers'; Id = 'ParameterOutOfRange'; Says = "IgnoreClass is 'none'"; Run = { Measure-CrossEntropy 1, 2 $rows -IgnoreClass none } }
        @{ What = '$null as ignored label'; Id = 'ParameterOutOfRange'; Says = 'IgnoreClass is \$null'; Run = { Measure-CrossEntropy 1, 2 $rows -IgnoreClass $null } }
        @{ What = 'nothing to average with -WhenAllIgnored Error'; Id = 'AllSamplesIgnored'; Says = 'All 2 samples'; Remedy = '-WhenAllIgnored'; Run = { Measure-CrossEntropy 1, 1 $rows -IgnoreClass 1 -WhenAllIgnored Error } }
        @{ What = 'nothing to average for scikit-learn'; Id = 'AllSamplesIgnored'; Says = 'denominator'; Run = { Measure-CrossEntropy 1, 1 $rows -SampleWeight 0, 0 -Convention ScikitLearn } }
        @{ What = 'a temperature for probabilities'; Id = 'OptionNotSupported'; Says = 'temperature'; Remedy = '-FromLogits'; Run = { Measure-CrossEntropy 1, 2 $rows -Temperature 2 } }
        @{ What = 'a temperature of 0'; Id = 'ParameterOutOfRange'; Says = 'Temperature is 0'; Run = { Measure-CrossEntropy 1, 2 $rows -FromLogits -Temperature 0 } }
        @{ What = 'q above 1'; Id = 'ParameterOutOfRange'; Says = 'GeneralizedQ is 2'; Run = { Measure-CrossEntropy 1, 2 $rows -Q 2 } }
        @{ What = 'poly-1 and generalised'; Id = 'OptionNotSupported'; Says = 'Poly-1'; Run = { Measure-CrossEntropy 1, 2 $rows -Q 0.5 -PolyEpsilon 1 } }
        @{ What = 'an epsilon for generalised'; Id = 'OptionNotSupported'; Says = 'clips nothing'; Run = { Measure-CrossEntropy 1, 2 $rows -Q 0.5 -Epsilon 1e-7 } }
        @{ What = 'a gradient of records'; Id = 'OptionNotSupported'; Says = 'single samples'; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -Gradient } }
        @{ What = 'a gradient beside -Raw'; Id = 'OptionNotSupported'; Says = '-Raw.*-Gradient'; Run = { Measure-CrossEntropy 1, 2 $rows -Gradient -Raw } }
        @{ What = 'details beside -Raw'; Id = 'OptionNotSupported'; Says = '-Raw.*-Detailed'; Run = { Measure-CrossEntropy 1, 2 $rows -Detailed -Raw } }
        @{ What = 'a convention of another name'; Id = 'ParameterOutOfRange'; Says = "'caffe'.*MLNet"; Run = { Measure-CrossEntropy 1, 2 $rows -Convention caffe } }
    ) {
        $failure = Get-Failure $Run
        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,LossCmdlets.Commands.MeasureCrossEntropyCommand"
        $failure.Exception.Message | Should -Match $Says
        $failure.ErrorDetails.RecommendedAction | Should -Match ($_.Remedy ?? '\w+ .*\.$')
    }

    It '-<Parameter> <Value> is no number' -ForEach @(
        foreach ($name in 'LabelSmoothing', 'FocalGamma', 'Epsilon', 'Temperature', 'PolyEpsilon', 'GeneralizedQ', 'BatchSize', 'Axis', 'ThrottleLimit') {
            foreach ($value in $null, '', '0,5', '0x1', $true) { @{ Parameter = $name; Value = $value } }
        }
        @{ Parameter = 'BatchSize'; Value = 2.5 }
    ) {
        $options = @{ $parameter = $value }
        (Get-Failure { Measure-CrossEntropy 1, 2 $rows @options }).Exception.Message | Should -Match "$parameter is .*; it must be a (whole )?number"
    }
}

Describe 'Warnings of the options' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It '<Convention> says of a prediction outside 0 to 1 what it does, and what would be right' -ForEach @(
        @{ Convention = 'Keras3'; Says = 'they come and clips\. Add -FromLogits' }
        @{ Convention = 'TensorFlowJs'; Says = 'they come\. Add -FromLogits' }
        @{ Convention = 'MLNet'; Says = 'they come\. Apply ConvertTo-Probability' }
    ) {
        $null = Measure-CrossEntropy 1, 0 2.5, 0.5 -Convention $convention -WarningVariable seen -WarningAction SilentlyContinue
        "$($seen[0])" | Should -Match $says
    }

    It 'a log-probability above 0 is named, of <What>' -ForEach @(
        @{ What = 'classes'; Run = { Measure-CrossEntropy 1, 0 @((-0.1, -2.4), (-0.7, 0.5)) -FromLogProbability -Convention PyTorch } }
        @{ What = 'outputs'; Run = { Measure-CrossEntropy 1, 0 -0.1, 0.5 -FromLogProbability -Convention Exact } }
        @{ What = 'a middle axis'; Run = { Measure-CrossEntropy @((0, 0), (0, 0)) ([LossCmdlets.Output.Tensor]::new([double[]](-1, -1, -1, 0.5, -1, -1, -1, -1), [int[]](2, 2, 2))) -FromLogProbability -Convention Onnx } }
    ) {
        $result = & $Run 3>$null
        $result.Diagnostics.Id | Should -Contain 'LogProbabilityAboveZero'
        $found = $result.Diagnostics.Where{ $_.Id -eq 'LogProbabilityAboveZero' }
        $found[0].Count | Should -Be 1
        $found.FirstRow | Should -Be 1
        "$found" | Should -Match 'One log-probability lies above 0, first 0\.5 in sample 1.*-FromLogits'
    }

    It 'a log-probability that is above 0 by rounding is not' {
        (Measure-CrossEntropy 1, 0 @((-20.0, 1e-7), (0.0, -20)) -FromLogProbability -Convention PyTorch).Diagnostics | Should -BeNullOrEmpty
    }
}

Describe 'Completion of the options' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It '<Line> gives <Expected>' -ForEach @(
        @{ Line = 'Measure-CrossEntropy -Denominator '; Expected = 'Convention', 'Elements', 'NonZeroWeights', 'Valid', 'WeightSum' }
        @{ Line = 'Measure-CrossEntropy 1 0.5 -Denominator we'; Expected = , 'WeightSum' }
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
