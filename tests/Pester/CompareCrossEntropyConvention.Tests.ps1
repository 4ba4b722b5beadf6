Describe 'Compare-CrossEntropyConvention' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $digits = Join-Path $repository examples data digits

        # What is compared, without the precision of the way in.
        function Get-Told($Compared) { $Compared.ForEach{ '{0} {1} {2:G6} {3}' -f $_.Convention, $_.Form, $_.Loss, ($_.Reason -join '; ') } }
    }

    It 'warns of what the convention that was asked for refuses in its words' {
        $null = Compare-CrossEntropyConvention 1, 0 5, -3 -Convention Exact -WarningVariable told -WarningAction Ignore
        $told | Should -HaveCount 1
        "$told" | Should -Be 'PredictionOutsideUnit: Prediction 5 of sample 0, column 0 of the predictions, lies outside 0 to 1, which Exact refuses. Add -FromLogits if the predictions are logits.'
        $null = Compare-CrossEntropyConvention 1, 0 0.5, NaN -Convention PyTorch -WarningVariable told -WarningAction Ignore
        "$told" | Should -Match '^LossNotANumber: The prediction of sample 1, .* is NaN, which PyTorch refuses'
        $null = Compare-CrossEntropyConvention 1, 0 5, -3 -Convention Onnx -WarningVariable told -WarningAction Ignore
        "$told" | Should -BeLike 'PredictionOutsideUnit:*'
    }

    It 'tells the numbers of a certain and wrong prediction, which are published, and why they differ' {
        $found = Compare-CrossEntropyConvention ([float[]] 0) ([float[]] 1) -FromLogits:$false
        $found[0].Convention | Should -Be TensorFlow
        $found[0].Difference | Should -Be 0
        $found.Where{ $_.Convention -eq 'PyTorch' }.Loss | Should -Be 100
        $found.Where{ $_.Convention -eq 'PyTorch' }.Reason | Should -Be 'no epsilon', 'least logarithm -100'
        Assert-Near $found.Where{ $_.Convention -eq 'Keras3' }.Loss 15.942385 1e-7
        $found.Where{ $_.Convention -eq 'Keras3' }.Reason | Should -Be 'no epsilon inside the logarithm'
        Assert-Near $found.Where{ $_.Convention -eq 'TensorFlowJs' }.Loss 16.118095 1e-7
    }

    It 'compares with what was asked for' {
        $found = Compare-CrossEntropyConvention ([float[]] 0) ([float[]] 1) -FromLogits:$false -Convention Keras3
        $found[0].Convention | Should -Be Keras3
        $found.Where{ $_.Convention -eq 'TensorFlow' }.Reason | Should -Be 'second epsilon'
    }

    It 'says of several names that all are measured beside the one that is named' {
        (Get-Failure { Compare-CrossEntropyConvention 1 0.5 -Convention Keras3, PyTorch }).Exception.Message |
            Should -BeLike "*Convention is 'Keras3, PyTorch'; it must be one name; Compare-CrossEntropyConvention measures by all, beside the one that is named."
    }

    It 'finds where a number came from: <Reference> is <Expected>' -ForEach @(
        # (ln(1 + 2 exp(-0.85)) + ln(1 + exp(0.7) + 1)) / 2 by hand: softmax of probabilities.
        @{ Reference = '1.0038'; Expected = 'TensorFlow Logit', 'Keras3 Logit', 'Keras1 Logit', 'PyTorch Logit', 'Onnx Logit', 'Optax Logit', 'TensorFlowJs Logit', 'Exact Logit' }
        # (-ln 0.9 - ln 0.1) / 2
        @{ Reference = '1.20397'; Expected = 'TensorFlow Probability', 'Keras3 Probability', 'Keras1 Probability', 'ScikitLearn Probability', 'TensorFlowJs Probability', 'MLNet Probability', 'Exact Probability' }
        @{ Reference = '1.3'; Expected = @() }
    ) {
        $found = Compare-CrossEntropyConvention 1, 2 @((0.05, 0.9, 0.05), (0.1, 0.8, 0.1)) -Reference $reference
        $found.Where{ $_.MatchesReference }.ForEach{ "$($_.Convention) $($_.Form)" } | Should -Be $expected
    }

    It 'keeps the digits of a reference, and takes a number too' {
        (Compare-CrossEntropyConvention 1 0.5 -Reference 0.7)[0].MatchesReference | Should -BeTrue
        (Compare-CrossEntropyConvention 1 0.5 -Reference 0.70)[0].MatchesReference | Should -BeFalse
        (Compare-CrossEntropyConvention 1 0.5 -Reference (0.69314718) -Convention Keras3)[0].MatchesReference | Should -BeTrue
        (Compare-CrossEntropyConvention 1 0.5)[0].MatchesReference | Should -BeNullOrEmpty
    }

    It 'warns once of what was seen, as <Convention> would' -ForEach @(
        @{ Convention = 'TensorFlow'; Says = 'the formula of TensorFlow takes' }
        @{ Convention = 'Keras3'; Says = 'the formula of Keras3 takes' }
        @{ Convention = 'PyTorch'; Says = 'which PyTorch refuses' }
    ) {
        $found = Compare-CrossEntropyConvention 1, 0 3.5, 0.2 -SampleWeight 1, -0.5 -Convention $convention -WarningVariable told -WarningAction Ignore
        $told.ForEach{ $_.Message -replace ':.*' } | Should -Be PredictionOutsideUnit, NegativeWeight
        "$told" | Should -Match $says
        $found.Where{ $_.Convention -eq 'Keras1' -and $_.Form -eq 'Logit' }.Result.Diagnostics.Id | Should -Be NegativeWeight
    }

    It 'tells a refusal with its reason' {
        $found = Compare-CrossEntropyConvention 1, 0 3.5, -1.5
        $found.Where{ $_.Convention -eq 'PyTorch' -and $_.Form -eq 'Probability' }.Reason | Should -Match '^refused: Prediction 3\.5 of sample 0'
        $found.Where{ $_.Convention -eq 'Onnx' }.Reason | Should -Be 'refused: Onnx has no binary cross-entropy.'
        $found.Where{ $_.Convention -eq 'Onnx' }.Loss | Should -BeNullOrEmpty
    }

    It 'tells the same of arrays, the pipeline, records and files' {
        $expected = Get-Told (Compare-CrossEntropyConvention -TargetPath $digits/labels.npy -PredictionPath $digits/probabilities.npy)
        $expected | Should -HaveCount 18
        $rows = Import-Csv $digits/predictions.csv
        $properties = @{ TargetProperty = 'label'; PredictionProperty = 'p*' }
        $columns = @{ TargetColumn = 'label'; PredictionColumn = 'p*' }
        $prediction = Import-Tensor $digits/probabilities.npy
        Get-Told (Compare-CrossEntropyConvention (Import-Tensor $digits/labels.npy) $prediction) | Should -Be $expected
        Get-Told ($prediction.Rows | Compare-CrossEntropyConvention (Import-Tensor $digits/labels.npy)) | Should -Be $expected
        Get-Told ($rows | Compare-CrossEntropyConvention @properties) | Should -Be $expected
        Get-Told (Compare-CrossEntropyConvention -Path $digits/predictions.csv @columns) | Should -Be $expected
        Get-Told (Get-Item $digits/predictions.csv | Compare-CrossEntropyConvention @columns) | Should -Be $expected
    }

    It 'tells once of a record that cannot be read' {
        $rows = @{ y = 1; p = 0.5 }, @{ y = 1; p = 'x' }, @{ y = 0; p = 0.25 }
        $found = $rows | Compare-CrossEntropyConvention -TargetProperty y -PredictionProperty p -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.Where{ $_ -is [Management.Automation.ErrorRecord] } | Should -HaveCount 1
        $found[0].Result.SkippedCount | Should -Be 1
    }

    It 'takes one record that a convention refuses for a refusal' {
        $found = @{ y = 1; p = 0.5 }, @{ y = 1; p = 1.5 } | Compare-CrossEntropyConvention -TargetProperty y -PredictionProperty p -ErrorVariable failures
        $failures | Should -BeNullOrEmpty
        $found.Where{ $_.Convention -eq 'PyTorch' -and $_.Form -eq 'Probability' }.Reason | Should -Match '^refused: Prediction 1\.5'
        $found.Where{ $_.Convention -eq 'Keras3' -and $_.Form -eq 'Probability' }.Loss | Should -Not -BeNullOrEmpty
    }

    It '<What> is <Id>' -ForEach @(
        @{ What = 'a label that is no class'; Id = 'LabelOutOfRange'; Action = { Compare-CrossEntropyConvention 5 @(, (0.5, 0.5)) } }
        @{ What = '-PerFile'; Id = 'OptionNotSupported'; Action = { Compare-CrossEntropyConvention -Path $digits/predictions.csv -TargetColumn label -PredictionColumn p* -PerFile } }
        @{ What = '-GroupBy'; Id = 'OptionNotSupported'; Action = { @{ y = 1; p = 0.5 } | Compare-CrossEntropyConvention -TargetProperty y -PredictionProperty p -GroupBy y } }
        @{ What = 'a reference that is no number'; Id = 'ParameterOutOfRange'; Action = { Compare-CrossEntropyConvention 1 0.5 -Reference loss } }
        @{ What = 'no samples'; Id = 'EmptyInput'; Action = { Compare-CrossEntropyConvention @() @() } }
    ) {
        (Get-Failure $action).FullyQualifiedErrorId | Should -Be "$id,LossCmdlets.Commands.CompareCrossEntropyConventionCommand"
    }

    It 'takes and completes reductions to one number alone' {
        foreach ($reduction in 'None', 'PerElement') {
            (Get-Failure { Compare-CrossEntropyConvention 1 0.5 -Reduction $reduction }).Exception.Message | Should -BeLike "*compared by one number, and with the reduction $reduction * use -Reduction Sum."
        }
        $line = 'Compare-CrossEntropyConvention -Reduction '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'Mean', 'Sum'
    }

    It 'keeps results and what was seen in the input through a job and a file, inside of other objects too' {
        $found = [pscustomobject]@{ Comparison = Compare-CrossEntropyConvention 1, 0 3.5, -1.5 -WarningAction Ignore }
        $found | Export-Clixml TestDrive:/comparison.xml
        foreach ($copy in (Start-Job { $using:found } | Receive-Job -Wait -AutoRemoveJob), (Import-Clixml TestDrive:/comparison.xml)) {
            ($copy.Comparison | Out-String -Width 160) | Should -Be ($found.Comparison | Out-String -Width 160)
            $copy.Comparison[0].Result.Diagnostics[0].Id | Should -Be PredictionOutsideUnit
        }
    }

    It 'shows whether a reference matches, where there is one' {
        $shown = Compare-CrossEntropyConvention 1 0.5 -Reference 0.69 | Out-String -Width 160
        $shown | Should -Match 'Convention\s+Form\s+Loss\s+Difference\s+Match\s+Reason'
        $shown | Should -Match '(?m)^PyTorch\s+p\s+0\.6931472\s+\S+\s+yes'
        Compare-CrossEntropyConvention 1 0.5 | Out-String -Width 160 | Should -Not -Match 'Match'
    }
}
