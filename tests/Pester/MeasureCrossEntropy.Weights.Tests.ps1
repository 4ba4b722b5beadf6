# What counts how often, against numbers worked out here.
Describe 'Weights, and what a mean divides by' {
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
}
