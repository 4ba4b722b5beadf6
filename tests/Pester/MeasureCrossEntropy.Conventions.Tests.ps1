# Which framework's formula it is shows in a handful of numbers that each framework prints.
Describe 'Fingerprints of binary cross-entropy from probabilities' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It '<Convention> in <DataType> prints <Expected> for target <Target> and prediction <Prediction>' -ForEach @(
        foreach ($row in @(
                , ('Keras1', 'Float32', '16.118095', '15.942385')
                , ('Keras3', 'Float32', '16.118095', '15.942385')
                , ('Keras1', 'Float64', '16.11809565095832', '16.118095651484676')
                , ('Keras3', 'Float64', '16.11809565095832', '16.118095651484676')
                , ('TensorFlow', 'Float32', '15.424949', '15.333239')
                , ('TensorFlow', 'Float64', '15.424948470398373', '15.424948470661551')
                , ('PyTorch', 'Float32', '100', '100')
                , ('PyTorch', 'Float64', '100', '100')
                , ('ScikitLearn', 'Float32', '15.942385', '15.942385')
                , ('ScikitLearn', 'Float64', '36.04365338911715', '36.04365338911715')
            )) {
            @{ Convention = $row[0]; DataType = $row[1]; Target = 1; Prediction = 0; Expected = $row[2] }
            @{ Convention = $row[0]; DataType = $row[1]; Target = 0; Prediction = 1; Expected = $row[3] }
        }
    ) {
        $result = Measure-CrossEntropy $target $prediction -Convention $convention -DataType $dataType
        if ($dataType -eq 'Float32') { "$result" | Should -BeExactly $expected }

        # TensorFlow's own logarithm is one unit in the last place of a double off the true value.
        Assert-Near $result.Loss $expected ($dataType -eq 'Float32' ? 5e-8 : 1.2e-16)
    }

    It 'Exact is infinite, and warns, for target <Target> and prediction <Prediction>' -ForEach @(@{ Target = 1; Prediction = 0 }, @{ Target = 0; Prediction = 1 }) {
        $result = Measure-CrossEntropy $target $prediction -Convention Exact -WarningVariable seen -WarningAction SilentlyContinue
        $result.Loss | Should -Be ([double]::PositiveInfinity)
        "$seen" | Should -Match 'infinite.*sample 0'
    }

    It 'Exact gives 0 where target and prediction are both <_>' -ForEach 0, 1 {
        (Measure-CrossEntropy $_ $_ -Convention Exact).Loss | Should -BeExactly 0
    }

    It "<Convention> gives <Expected> in Keras' own test" -ForEach @(
        @{ Convention = 'Keras3'; Expected = 3.98559; Digit = 1e-5 }
        @{ Convention = 'TensorFlow'; Expected = 3.833; Digit = 1e-3 }
    ) {
        $result = Measure-CrossEntropy @((1, 0), (1, 0)) @((1, 1), (1, 0)) -Kind Binary -Convention $convention
        [Math]::Abs($result.Loss - $expected) | Should -BeLessOrEqual $digit
    }

    It 'Keras averages the outputs of a sample, PyTorch keeps them' -ForEach @(
        @{ Convention = 'Keras3'; Shape = '3' }, @{ Convention = 'TensorFlow'; Shape = '3' }, @{ Convention = 'Keras1'; Shape = '3' }, @{ Convention = 'PyTorch'; Shape = '3, 2' }
    ) {
        $result = Measure-CrossEntropy ([int[, ]]::new(3, 2)) ([float[, ]]::new(3, 2)) -Kind Binary -Convention $convention -Reduction None
        Get-ShapeText $result.Values | Should -Be $shape
    }
}

Describe 'Classes from probabilities' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $identity = (1, 0, 0), (0, 1, 0), (0, 0, 1)
        $low, $high = [double][float]1e-7, [double][float](1 - [float]1e-7)
    }

    It '<Convention>, <Kind>: the identity matrix costs <Expected>' -ForEach @(
        @{ Convention = 'Keras1'; Kind = 'Categorical'; Expected = 1.1920929e-07 }
        @{ Convention = 'Keras3'; Kind = 'Categorical'; Expected = 1.1920929e-07 }
        @{ Convention = 'TensorFlow'; Kind = 'Categorical'; Expected = 1.1920929e-07 }
        @{ Convention = 'Keras3'; Kind = 'Sparse'; Expected = 1.1920929e-07 }
        @{ Convention = 'TensorFlow'; Kind = 'Sparse'; Expected = 2.0000e-07 }
        @{ Convention = 'Keras1'; Kind = 'Sparse'; Expected = 2.0000e-07 }
        @{ Convention = 'Exact'; Kind = 'Sparse'; Expected = 0 }
        @{ Convention = 'Exact'; Kind = 'Categorical'; Expected = 0 }
    ) {
        $targets = $kind -eq 'Sparse' ? (0, 1, 2) : $identity
        # The printed digits carry the last bit of single precision, hence 2e-7 (1.1920929e-07 is ln of 1 - 2^-23).
        Assert-Near (Measure-CrossEntropy $targets $identity -Kind $kind -Convention $convention).Loss $expected 2e-7
    }

    It 'a row that does not sum to 1 costs <Expected> in <Convention>, <Kind>' -ForEach @(
        foreach ($kind in 'Categorical', 'Sparse') {
            foreach ($convention in 'TensorFlow', 'Keras3', 'Keras1') { @{ Convention = $convention; Kind = $kind; Expected = 0.8046684 } }
            @{ Convention = 'Exact'; Kind = $kind; Expected = -[Math]::Log(0.89) }
        }
    ) {
        $targets = $kind -eq 'Sparse' ? 1 : @(, (0, 1, 0))
        $result = Measure-CrossEntropy $targets @(, (0.5, 0.89, 0.6)) -Kind $kind -Convention $convention -WarningAction Ignore
        Assert-Near $result.Loss $expected 1e-7
    }

    It 'a row of zeros is NaN in <_>, with a warning that names it' -ForEach 'TensorFlow', 'Keras3' {
        $result = Measure-CrossEntropy @((0, 1), (0, 1)) @((0.5, 0.5), (0, 0)) -Kind Categorical -Convention $_ -WarningVariable seen -WarningAction SilentlyContinue
        [double]::IsNaN($result.Loss) | Should -BeTrue
        "$seen" | Should -Match 'NaN.*sample 1'
    }

    It '-Epsilon moves the clip bound to <_>' -ForEach 0.01, 1e-4 {
        # Target 1, prediction 0: the bound is all that is left.
        Assert-Near (Measure-CrossEntropy 1 0 -Epsilon $_ -Convention Keras3 -DataType Float64).Loss (-[Math]::Log($_)) 1e-14
        Assert-Near (Measure-CrossEntropy 1 0 -Epsilon $_ -Convention TensorFlow -DataType Float64).Loss (-[Math]::Log(2 * $_)) 1e-14
        (Measure-CrossEntropy 1 0 -Epsilon $_ -Convention Keras3).Epsilon | Should -Be $_
    }

    It 'Keras clips what lies outside 0 to 1 and says so: <_>' -ForEach 'TensorFlow', 'Keras3', 'Keras1' {
        $inside = Measure-CrossEntropy 0, 1 1, 0.5 -Convention $_
        $outside = Measure-CrossEntropy 0, 1 7, 0.5 -Convention $_ -WarningVariable seen -WarningAction SilentlyContinue
        Get-Bits $outside.Loss | Should -Be (Get-Bits $inside.Loss)
        "$seen" | Should -Match '7 in sample 0'
        $outside.Diagnostics | Should -HaveCount 1
        $inside.Diagnostics | Should -HaveCount 0
    }

    It 'NaN goes through in <_>, with a warning' -ForEach 'TensorFlow', 'Keras3', 'Keras1' {
        $result = Measure-CrossEntropy 0, 1 0.5, ([double]::NaN) -Convention $_ -WarningVariable seen -WarningAction SilentlyContinue
        [double]::IsNaN($result.Loss) | Should -BeTrue
        "$seen" | Should -Match 'NaN.*sample 1'
    }
}

Describe 'From logits' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It '<_>: tiny losses are not lost' -ForEach 'TensorFlow', 'Keras3', 'PyTorch', 'Exact' {
        # ln(1 + e^-40) is e^-40 to 17 digits.
        Assert-Near (Measure-CrossEntropy 1 40 -FromLogits -Kind Binary -Convention $_ -DataType Float64).Loss ([Math]::Exp(-40)) 1e-15
        Assert-Near (Measure-CrossEntropy 1 @(, (0, 60)) -FromLogits -Convention $_ -DataType Float64).Loss ([Math]::Exp(-60)) 1e-15
    }

    It '<_>: a logit of -inf takes a class out, for integer targets' -ForEach 'TensorFlow', 'Keras3', 'PyTorch', 'Exact' {
        $result = Measure-CrossEntropy 1 @(, (0.0, 0.0, [double]::NegativeInfinity)) -FromLogits -Convention $_ -WarningVariable seen -WarningAction SilentlyContinue
        Assert-Near $result.Loss ([Math]::Log(2)) 1e-7
        $seen | Should -HaveCount 0
    }

    It '<Convention>: 0 times infinity is <Expected>' -ForEach @(
        @{ Convention = 'TensorFlow'; Expected = [double]::NaN }
        @{ Convention = 'PyTorch'; Expected = [double]::NaN }
        @{ Convention = 'Exact'; Expected = [Math]::Log(2) }
    ) {
        $result = Measure-CrossEntropy @(, (0, 1, 0)) @(, (0.0, 0.0, [double]::NegativeInfinity)) -FromLogits -Kind Categorical -Convention $convention -WarningVariable seen -WarningAction SilentlyContinue
        if ([double]::IsNaN($expected)) {
            [double]::IsNaN($result.Loss) | Should -BeTrue
            "$seen" | Should -Match 'NaN.*sample 0'
        }
        else {
            Assert-Near $result.Loss $expected 1e-15
            $seen | Should -HaveCount 0
        }
    }

    It '<Convention>: logit <Logit> and target <Target> give <Expected>' -ForEach @(
        @{ Convention = 'TensorFlow'; Logit = 'inf'; Target = 1; Expected = 'NaN' }
        @{ Convention = 'TensorFlow'; Logit = '-inf'; Target = 1; Expected = 'Infinity' }
        @{ Convention = 'PyTorch'; Logit = 'inf'; Target = 1; Expected = 'NaN' }
        @{ Convention = 'PyTorch'; Logit = 'inf'; Target = 0; Expected = 'Infinity' }
        @{ Convention = 'Exact'; Logit = 'inf'; Target = 1; Expected = '0' }
        @{ Convention = 'Exact'; Logit = '-inf'; Target = 0; Expected = '0' }
        @{ Convention = 'Exact'; Logit = 'inf'; Target = 0; Expected = 'Infinity' }
    ) {
        "$((Measure-CrossEntropy $target $logit -FromLogits -Kind Binary -Convention $convention -WarningAction Ignore).Loss.ToString([cultureinfo]::InvariantCulture))" |
            Should -BeExactly $expected
    }

    It 'PyTorch has its classes on axis 1' {
        # Two samples of two classes and three places: at place j of sample i the label has the logit ln 3, the other 0.
        $logits = [float[, , ]]::new(2, 2, 3)
        $labels = (0, 1, 0), (1, 1, 0)
        foreach ($i in 0, 1) { foreach ($j in 0, 1, 2) { $logits[$i, $labels[$i][$j], $j] = [Math]::Log(3) } }
        $result = Measure-CrossEntropy $labels $logits -Convention PyTorch -FromLogits -Reduction None
        Get-ShapeText $result.Values | Should -Be '2, 3'
        Assert-Near $result.Values.Values (@(-[Math]::Log(0.75)) * 6) 1e-6
    }
}

Describe 'Names of conventions' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It '<Synonym> is <Name>' -ForEach @(
        @{ Synonym = 'tf'; Name = 'TensorFlow' }, @{ Synonym = 'TF2'; Name = 'TensorFlow' }, @{ Synonym = 'keras2'; Name = 'TensorFlow' }, @{ Synonym = 'tf_keras'; Name = 'TensorFlow' }
        @{ Synonym = 'TENSORFLOW'; Name = 'TensorFlow' }, @{ Synonym = 'keras3'; Name = 'Keras3' }, @{ Synonym = 'KERAS1'; Name = 'Keras1' }
        @{ Synonym = 'torch'; Name = 'PyTorch' }, @{ Synonym = 'pytorch'; Name = 'PyTorch' }, @{ Synonym = 'exact'; Name = 'Exact' }, @{ Synonym = 'formula'; Name = 'Exact' }
        @{ Synonym = 'sklearn'; Name = 'ScikitLearn' }, @{ Synonym = 'Scikit-Learn'; Name = 'ScikitLearn' }, @{ Synonym = 'tfjs'; Name = 'TensorFlowJs' }, @{ Synonym = 'ml.net'; Name = 'MLNet' }
    ) {
        (Measure-CrossEntropy 1 0.5 -Convention $synonym).Convention | Should -BeExactly $name
    }

    It 'TensorFlow is the default' { (Measure-CrossEntropy 1 0.5).Convention | Should -BeExactly 'TensorFlow' }

    It 'completes <Word> to <Expected>' -ForEach @(
        @{ Word = ''; Expected = 'TensorFlow', 'Keras3', 'Keras1', 'PyTorch', 'ScikitLearn', 'Onnx', 'Optax', 'TensorFlowJs', 'MLNet', 'Exact' }
        @{ Word = 'py'; Expected = 'PyTorch' }
        @{ Word = 'Torch'; Expected = 'PyTorch' }
        @{ Word = 'tensor'; Expected = 'TensorFlow', 'TensorFlowJs' }
        @{ Word = 'sk'; Expected = 'ScikitLearn' }
        @{ Word = 'scikit-'; Expected = 'ScikitLearn' }
        @{ Word = 'tfjs'; Expected = 'TensorFlowJs' }
        @{ Word = 'ml'; Expected = 'MLNet' }
        @{ Word = 'learn'; Expected = 'ScikitLearn' }
        @{ Word = 'js'; Expected = 'TensorFlowJs' }
        @{ Word = "'ex"; Expected = 'Exact' }
    ) {
        $line = "Measure-CrossEntropy -Convention $word"
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        foreach ($name in $expected) { $found.CompletionText.Trim("'") | Should -Contain $name }
        $found | Should -HaveCount $expected.Count
        foreach ($match in $found) { $match.ToolTip.Length | Should -BeGreaterThan 30 -Because "$($match.CompletionText) needs a description" }
    }
}
