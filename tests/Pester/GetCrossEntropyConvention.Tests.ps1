Describe 'Get-CrossEntropyConvention' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1

        # A formula of an output as a script: written products, logarithms and cases become PowerShell's.
        function ConvertTo-Script([string] $Formula) {
            $script = $Formula -replace ', 0 ln 0 = 0' -replace '(.*) where (.*), else (.*)', '$2 ? $1 : $3' -replace '\|x\|', 'abs(x)'
            $script = $script -replace '(ln|log2) (\w)', '$1($2)' -replace '(?<=[\w)]) (?=[\w(])', ' * ' -replace '>', '-gt'
            $script = $script -replace '\b([zpqxel])\b', '$$$1' -replace 'clip\(', '[Math]::Clamp(' -replace '\bln\(', '[Math]::Log(' -replace '\b(log2|max|exp|abs)\(', '[Math]::$1('
            [scriptblock]::Create('param($z, $p, $x, $l, $e) ' + $script)
        }
    }

    It 'gets all of them, the default first' {
        (Get-CrossEntropyConvention).Name | Should -Be TensorFlow, Keras3, Keras1, PyTorch, ScikitLearn, Onnx, Optax, TensorFlowJs, MLNet, Exact
    }

    It 'finds <Name>: <Expected>' -ForEach @(
        @{ Name = 'pytorch'; Expected = , 'PyTorch' }
        @{ Name = 'tf2'; Expected = , 'TensorFlow' }
        @{ Name = 'ML.NET'; Expected = , 'MLNet' }
        @{ Name = 'keras*'; Expected = 'TensorFlow', 'Keras3', 'Keras1' }
        @{ Name = 'torch', 'sklearn'; Expected = 'PyTorch', 'ScikitLearn' }
    ) {
        (Get-CrossEntropyConvention $name).Name | Should -Be $expected
        ($name | Get-CrossEntropyConvention).Name | Should -Be $expected
    }

    It 'says so where there is none of that name, and gets the others' {
        $found = Get-CrossEntropyConvention Keras9, Optax -ErrorAction SilentlyContinue -ErrorVariable failures
        $found.Name | Should -Be Optax
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -Be 'ParameterOutOfRange,LossCmdlets.Commands.GetCrossEntropyConventionCommand'
        $failures[0].TargetObject | Should -Be Keras9
    }

    It 'finds nothing by a wildcard that matches nothing' {
        Get-CrossEntropyConvention zz* | Should -BeNullOrEmpty
    }

    It 'tells the columns: <Name>' -ForEach @(
        @{ Name = 'PyTorch'; Expected = @{ IgnoreClass = -100; Axis = 1; Denominator = 'Elements'; SparseDenominator = 'WeightSum'; ClassWeighting = 'Term'; MeanOfNothing = 'NaN'; AveragesOutputs = $false; RefusesNaN = $true } }
        @{ Name = 'MLNet'; Expected = @{ BinaryUnit = 'bits'; DataType = 'Float64'; Denominator = 'WeightSum'; IgnoreClass = $null } }
        @{ Name = 'TensorFlow'; Expected = @{ FocalAlpha = 0.25; FocalGamma = 2; AveragesOutputs = $true; RefusesOutsideUnit = $false } }
        @{ Name = 'Exact'; Expected = @{ AlwaysFloat64 = $true; RefusesOutsideUnit = $true; DataType = 'Float64' } }
    ) {
        $convention = Get-CrossEntropyConvention $name
        foreach ($property in $expected.Keys) { $convention.$property | Should -Be $expected[$property] -Because $property }
    }

    It 'tells both epsilons of scikit-learn, those of NumPy''s finfo' {
        $formula = (Get-CrossEntropyConvention ScikitLearn).Formula[0]
        $formula.Epsilon | Should -Be ([Math]::Pow(2, -52))
        $formula.Float32Epsilon | Should -Be ([Math]::Pow(2, -23))
    }

    It 'writes a formula that gives what is measured: <Convention> from <Form>' -ForEach @(
        foreach ($convention in 'TensorFlow', 'Keras3', 'Keras1', 'PyTorch', 'ScikitLearn', 'Optax', 'TensorFlowJs', 'MLNet', 'Exact') {
            foreach ($form in 'Probability', 'Logit', 'LogProbability') { @{ Convention = $convention; Form = $form } }
        }
    ) {
        $formula = (Get-CrossEntropyConvention $convention).Formula | Where-Object { $_.Kind -eq 'Binary' -and $_.Form -eq $form }
        if (-not $formula) {
            { Measure-CrossEntropy 1 0.5 -Convention $convention -FromLogits:($form -eq 'Logit') -FromLogProbability:($form -eq 'LogProbability') } | Should -Throw -ErrorId OptionNotSupported*
            return
        }
        $script = ConvertTo-Script $formula.Formula
        foreach ($z in 0, 1) {
            foreach ($value in $form -eq 'Probability' ? @(0.3, ($z ? 1e-9 : 0.99999999)) : @(-0.5, -9)) {
                $expected = & $script -z $z -p $value -x $value -l $value -e $formula.Epsilon
                $measured = Measure-CrossEntropy $z ([double[]] $value) -Convention $convention -FromLogits:($form -eq 'Logit') -FromLogProbability:($form -eq 'LogProbability') -Raw
                Assert-Near $measured $expected 1e-8
            }
        }
    }

    It 'shows a table, and the formulas in a list' {
        Get-FoldedText (Get-CrossEntropyConvention Onnx | Out-String -Width 160) | Should -Match 'Onnx logit, ln p 1 Float32 Valid, sparse WeightSum$'
        Get-FoldedText (Get-CrossEntropyConvention Exact | Format-List | Out-String -Width 160) | Should -Match 'Sparse : Probability: -ln p\[y\] Logit: ln\(sum of exp\(x\)\) - x\[y\] LogProbability: -l\[y\]'
    }

    It 'tells the same out of a job and a file' {
        $convention = Get-CrossEntropyConvention PyTorch
        $convention | Export-Clixml TestDrive:/convention.xml
        foreach ($copy in (Start-Job { $using:convention } | Receive-Job -Wait -AutoRemoveJob), (Import-Clixml TestDrive:/convention.xml)) {
            ($copy | Format-List | Out-String -Width 160) | Should -Be ($convention | Format-List | Out-String -Width 160)
            $copy.Formula.Form | Should -Be $convention.Formula.Form
        }
    }

    It 'is what completes -Convention and -Name: <_>' -ForEach 'Measure-CrossEntropy -Convention to', 'Get-CrossEntropyConvention to' {
        $completion = (TabExpansion2 $_ $_.Length).CompletionMatches
        $completion.CompletionText | Should -Be PyTorch
        $completion.ToolTip | Should -Be (Get-CrossEntropyConvention PyTorch).Summary
    }
}
