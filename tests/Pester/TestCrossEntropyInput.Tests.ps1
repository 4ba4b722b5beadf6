# What is wrong with the input is said with the right id, and the fix gives the right number when it is pasted.
Describe 'Test-CrossEntropyInput' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $sound = @{ Target = 1, 0, 1; Prediction = 0.9, 0.2, 0.7 }
        $digits = "$repository/examples/data/digits"
    }

    It 'tells of rows what rounding to bfloat16 does not leave, as ConvertTo-Logit does: <Row>' -ForEach @(
        @{ Row = 0.66796875, 0.333984375; Expected = @() }
        @{ Row = 0.66796875, 0.328125; Expected = @() }
        @{ Row = 0.5, 0.495; Expected = 'RowSumNotOne' }
    ) {
        (Test-CrossEntropyInput 0 (, $row) -Rule RowSumNotOne).Id | Should -Be $expected
        (Test-CrossEntropyInput (, $row) (, (0.5, 0.5)) -Kind Categorical -Rule TargetNotDistribution).Id | Should -Be ($expected -replace 'RowSum.*', 'TargetNotDistribution')
        $null = ConvertTo-Logit $row -WarningVariable told -WarningAction Ignore
        @($told -replace ':.*') | Should -Be $expected
    }

    It 'counts predictions that are NaN in words that fit' {
        $one = Test-CrossEntropyInput 1, 0, 1 0.9, NaN, 0.8 -Rule PredictionNotFinite
        $one.Message | Should -Be 'Of 3 predictions 1 is NaN, first in sample 1.'
        $one.Remedy | Should -BeLike '*made it so*, or leave the sample out.'
        (Test-CrossEntropyInput 1, 0, 1 0.9, NaN, NaN -Rule PredictionNotFinite).Message | Should -Be 'Of 3 predictions 2 are NaN, first in sample 1.'
    }

    It 'has another remedy for rows of zeros' {
        (Test-CrossEntropyInput 0, 1 ((0, 0), (0.5, 0.5)) -Rule RowSumNotOne).Remedy | Should -BeLike '*leave out the samples of rows that are all zeros.'
    }

    It 'says <Id> of <What>, and the pasted fix gives <Number>' -ForEach @(
        @{
            Id = 'PredictionOutsideUnit'; What = 'logits given as probabilities'; Number = 0.126928011042972
            Call = { Test-CrossEntropyInput @(, (0, 1)) @(, (5.0, 7.0)) -Kind Categorical }
        }
        @{
            Id = 'PairIsOneRow'; What = 'a row that PowerShell made a vector of'; Number = 0.126928011042972
            Call = { Test-CrossEntropyInput @(@(0, 1)) @(@(5.0, 7.0)) }
        }
        @{
            Id = 'SoftmaxTwice'; What = 'a softmax applied twice'; Number = 0.510825623765991
            Call = { Test-CrossEntropyInput 0, 1 @((0.9, 0.1), (0.6, 0.4)) -FromLogits -Convention Exact }
        }
        @{
            Id = 'SingleOutputSoftmax'; What = 'a softmax of one column'; Number = 0.164252033486018
            Call = { Test-CrossEntropyInput @((, 1), (, 0)) @((, 0.9), (, 0.2)) -Kind Categorical -Convention Exact }
        }
        @{
            Id = 'OneHotForSparse'; What = 'one-hot rows given to Sparse'; Number = 0.289909247626225
            Call = { Test-CrossEntropyInput @((0, 1), (1, 0)) @((0.2, 0.8), (0.7, 0.3)) -Kind Sparse -Convention Exact }
        }
        @{
            Id = 'LabelsForOneHot'; What = 'class numbers given to Categorical'; Number = 0.289909247626225
            Call = { Test-CrossEntropyInput 1, 0 @((0.2, 0.8), (0.7, 0.3)) -Kind Categorical -Convention Exact }
        }
        @{
            Id = 'LabelsFromOne'; What = 'labels that count from 1'; Number = 0.289909247626225
            Call = { Test-CrossEntropyInput 2, 1 @((0.2, 0.8), (0.7, 0.3)) -Convention Exact }
        }
        @{
            Id = 'LabelBeyondClasses'; What = 'labels that mark padding'; Number = 0.289909247626225
            Call = { Test-CrossEntropyInput 1, 0, -1 @((0.2, 0.8), (0.7, 0.3), (0.5, 0.5)) -Convention Exact }
        }
        @{
            Id = 'TargetOutsideUnit'; What = 'classes -1 and 1'; Number = 0.289909247626225
            Call = { Test-CrossEntropyInput 1, -1, 1 0.8, 0.3, 0.7483314773547883 -Convention Exact }
        }
        @{
            Id = 'ArgumentsSwapped'; What = 'targets and predictions the wrong way round'; Number = 0.289909247626225
            Call = { Test-CrossEntropyInput @((0.2, 0.8), (0.7, 0.3)) 1, 0 -Convention Exact }
        }
        @{
            Id = 'ArgumentsSwapped'; What = 'yes and no the wrong way round, in a measurement'; Number = 0.289909247626225
            Call = { (Measure-CrossEntropy 0.8, 0.3 1, 0 -Convention Exact 3>$null).Diagnostics }
        }
        @{
            Id = 'ClassAxisMisplaced'; What = 'classes on the first axis'; Number = 0.289909247626225
            Call = { Test-CrossEntropyInput 1, 0, 1 @((0.2, 0.7, 0.2516685226452117), (0.8, 0.3, 0.7483314773547883)) -Convention Exact }
        }
    ) {
        $found = & $call | Where-Object Id -EQ $id
        $found | Should -HaveCount 1
        $found.Fix | Should -Match '^Measure-CrossEntropy '
        Assert-Near ([scriptblock]::Create($found.Fix).Invoke()[0].Loss) $number 1e-6
    }

    It 'takes <What> for no swap' -ForEach @(
        @{ What = 'sure predictions beside shares of a few'; Call = { Measure-CrossEntropy 1, 0, 0.5, 0.5 1, 0, 1, 0 } }
        @{ What = 'shares beside shares'; Call = { Measure-CrossEntropy 0.9, 0.2 0.8, 1 } }
        @{ What = 'logits'; Call = { Measure-CrossEntropy 0.9, 0.2 1, 0 -FromLogits } }
    ) {
        (& $call 3>$null).Diagnostics.Id | Should -Not -Contain ArgumentsSwapped
    }

    It 'is silent where nothing is found, and gives $true with -Quiet' {
        Test-CrossEntropyInput @sound | Should -BeNullOrEmpty
        Test-CrossEntropyInput @sound -Verbose 4>&1 | Should -Be 'No rule that was asked found anything.'
        Test-CrossEntropyInput @sound -Quiet | Should -BeTrue
    }

    It 'gives $false with -Quiet for warnings and errors, and $true for information' {
        Test-CrossEntropyInput 1, 0 3, 0.5 -Quiet | Should -BeFalse
        Test-CrossEntropyInput @((0, 1), (1, 0)) @((0.2, 0.8), (0.7, 0.3)) -Kind Sparse -Quiet | Should -BeFalse
        Test-CrossEntropyInput 1, 0 0.7, 0.5 -SampleWeight 1, 0 -Quiet | Should -BeTrue
    }

    It 'gives the most severe first' {
        $found = Test-CrossEntropyInput @((, 1), (, 0)) @((, 1.5), (, 0.2)) -Kind Categorical -SampleWeight 1, 2
        $found.Severity | Should -Be ($found.Severity | Sort-Object -Descending)
        $found[0].Id | Should -Be SingleOutputSoftmax
        $found.Count | Should -BeGreaterThan 2
    }

    It 'asks the rules of -Rule but not those of -ExcludeRule, by ids and wildcards' {
        $call = @{ Target = 1, 0; Prediction = 3, 0.5; SampleWeight = 0, -1 }
        (Test-CrossEntropyInput @call -Rule NegativeWeight, predictionoutside*).Id | Should -Be PredictionOutsideUnit, NegativeWeight
        (Test-CrossEntropyInput @call -Rule *Weight -ExcludeRule Zero*).Id | Should -Be NegativeWeight
        Test-CrossEntropyInput @call -Rule LabelsFromOne | Should -BeNullOrEmpty
    }

    It 'names an id that is none: <Parameter>' -ForEach @{ Parameter = 'Rule' }, @{ Parameter = 'ExcludeRule' } {
        $options = @{ $parameter = 'NoSuchRule' }
        $failure = Get-Failure { Test-CrossEntropyInput @sound @options }
        $failure.FullyQualifiedErrorId | Should -Be 'ParameterOutOfRange,LossCmdlets.Commands.TestCrossEntropyInputCommand'
        "$failure" | Should -Match 'NoSuchRule.*LabelsFromOne'
        $failure.ErrorDetails.RecommendedAction | Should -Match '^Complete the id'
        $options = @{ $parameter = 'NegativeWeights' }
        (Get-Failure { Test-CrossEntropyInput @sound @options }).ErrorDetails.RecommendedAction | Should -Match '^Choose NegativeWeight, or another'
    }

    It 'completes ids, with when they fire as the tool tip' {
        $line = 'Test-CrossEntropyInput 1 0.5 -Rule Labels'
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        $found.CompletionText | Should -Be LabelsForOneHot, LabelsFromOne
        $found[1].ToolTip | Should -Match 'Error.*least label is 1'
    }

    It 'reads records, and names those that cannot be read in a finding' {
        $records = @{ z = 1; p = 0.9 }, @{ z = 0; p = 'no' }, @{ z = 0; p = 'none' }, @{ z = 0; p = 0.2 }
        $found = $records | Test-CrossEntropyInput -TargetProperty z -PredictionProperty p -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
        $found.Id | Should -Be NonNumericValue
        $found.Count | Should -Be 2
        $found.Severity | Should -Be Error
    }

    It 'finds labels from 1 in records, which have no shape' {
        $records = @{ z = 1; a = 0.9; b = 0.1 }, @{ z = 2; a = 0.2; b = 0.8 }
        $found = $records | Test-CrossEntropyInput -TargetProperty z -PredictionProperty a, b
        $found.Where{ $_.Id -eq 'LabelsFromOne' } | Should -HaveCount 1
    }

    It 'finds nothing above Information in the samples, as <What>' -ForEach @(
        @{ What = 'records'; Call = { Import-Csv "$digits/predictions.csv" | Test-CrossEntropyInput -TargetProperty label -PredictionProperty p* } }
        @{ What = 'a CSV file'; Call = { Test-CrossEntropyInput -Path "$digits/predictions.csv" -TargetColumn label -PredictionColumn p* } }
        @{ What = 'files of tensors'; Call = { Test-CrossEntropyInput -TargetPath $digits/labels.npy -PredictionPath $digits/logits.npy -FromLogits } }
    ) {
        (& $call).Severity | Where-Object { $_ -ne 'Information' } | Should -BeNullOrEmpty
    }

    It 'names the group' {
        $records = @{ g = 'a'; z = 1; p = 3 }, @{ g = 'b'; z = 0; p = 0.2 }
        $found = $records | Test-CrossEntropyInput -TargetProperty z -PredictionProperty p -GroupBy g
        $found.Group | Should -Be a
    }

    It 'is an error of the call where that is at fault: <Id>' -ForEach @(
        @{ Id = 'OptionNotSupported'; Call = { Test-CrossEntropyInput 1 0.5 -Convention Optax } }
        @{ Id = 'ParameterOutOfRange'; Call = { Test-CrossEntropyInput 1 0.5 -Epsilon 3 } }
        @{ Id = 'FileNotFound'; Call = { Test-CrossEntropyInput -Path nowhere.csv -TargetColumn a -PredictionColumn b } }
    ) {
        (Get-Failure $call).FullyQualifiedErrorId | Should -Be "$id,LossCmdlets.Commands.TestCrossEntropyInputCommand"
    }

    It 'finds what makes no measurement: <Id>' -ForEach @(
        @{ Id = 'RaggedRow'; Call = { Test-CrossEntropyInput 1, 0 @((0.2, 0.8), (, 0.7)) } }
        @{ Id = 'NullValue'; Call = { Test-CrossEntropyInput 1, 0 0.2, $null } }
        @{ Id = 'TargetCountMismatch'; Call = { Test-CrossEntropyInput 1, 0, 1 0.2, 0.4 } }
        @{ Id = 'ClassOrderUnknown'; Call = { Test-CrossEntropyInput cat, dog @((0.2, 0.8), (0.7, 0.3)) } }
    ) {
        $found = & $call
        $found.Id | Should -Be $id
        $found.Severity | Should -Be Error
    }

    It 'shows a list' {
        $shown = Test-CrossEntropyInput @(, (0, 1)) @(, (5.0, 7.0)) -Kind Categorical | Out-String
        Get-FoldedText $shown | Should -Match '^Id : PredictionOutsideUnit Severity : Warning Seen : .* Why : .* Remedy : .* Fix : Measure-CrossEntropy'
    }

    It 'writes the fix as the call that was made' {
        (Test-CrossEntropyInput -Target 0, 1 -Prediction 5, 0.5 -Quiet:$false -Rule Prediction* -Reduction Sum).Fix |
            Should -Be 'Measure-CrossEntropy 0, 1 5, 0.5 -Reduction Sum -FromLogits'
        (5, 0.5 | Test-CrossEntropyInput 0, 1 -Rule Prediction*).Fix | Should -Be '5, 0.5 | Measure-CrossEntropy 0, 1 -FromLogits'
    }

    It 'writes placeholders where the parameters are splatted' {
        $call = @{ Target = 0, 1; Prediction = 5, 0.5 }
        (Test-CrossEntropyInput @call -Rule Prediction*).Fix | Should -Be 'Measure-CrossEntropy $target $prediction -FromLogits'
    }

    It 'survives a job' {
        $found = Test-CrossEntropyInput 0, 1 5, 7 -Rule Prediction*
        $back = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($found))
        foreach ($name in 'Id', 'Message', 'Reason', 'Remedy', 'Fix', 'Count', 'FirstRow') { $back.$name | Should -Be $found.$name }
        $back.Severity.ToString() | Should -Be Warning
        $back.Row | Should -Be 0, 1
    }
}

Describe 'Diagnostics of Measure-CrossEntropy' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It 'have severity, reason and fix on the result' {
        $found = (Measure-CrossEntropy 0, 1 5, 0.5 -WarningAction Ignore).Diagnostics
        $found.Severity | Should -Be Warning
        $found.Reason | Should -Not -BeNullOrEmpty
        $found.Fix | Should -Be 'Measure-CrossEntropy 0, 1 5, 0.5 -WarningAction Ignore -FromLogits'
    }

    It 'warn of <What> without being asked: <Id>' -ForEach @(
        @{ What = 'soft targets that do not sum to 1'; Id = 'TargetNotDistribution'; Call = { Measure-CrossEntropy @((0.5, 0.2), (1, 0)) @((0.5, 0.5), (0.7, 0.3)) -Kind Categorical -Convention Exact } }
        @{ What = 'a row of zeros among one-hot rows'; Id = 'TargetWithoutClass'; Call = { Measure-CrossEntropy @((0, 1), (0, 0)) @((0.5, 0.5), (0.7, 0.3)) -Kind Categorical } }
        @{ What = 'a row of zeros that makes the kind Binary'; Id = 'TargetWithoutClass'; Call = { Measure-CrossEntropy @((0, 1), (0, 0), (1, 0)) @((0.5, 0.5), (0.7, 0.3), (0.6, 0.4)) } }
        @{ What = 'a soft row that makes the kind Binary'; Id = 'TargetNotDistribution'; Call = { Measure-CrossEntropy @((0, 1), (0.3, 0.3), (1, 0)) @((0.5, 0.5), (0.7, 0.3), (0.6, 0.4)) } }
        @{ What = 'a target that is NaN'; Id = 'LossNotANumber'; Call = { Measure-CrossEntropy 1, ([double]::NaN) 0.5, 0.7 } }
    ) {
        $seen = & $call 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] }
        $seen | Should -HaveCount 1
        $seen.Message | Should -Match "^$id\: "
    }

    It 'tell of rows that made the kind Binary in the group that has them' {
        $records = foreach ($group in 'a', 'b') {
            foreach ($label in 0, 1, 0, 1) { [pscustomobject]@{ Group = $group; t0 = 1 - $label; t1 = $label; p0 = 0.6; p1 = 0.4 } }
        }
        $records[1].t1 = 0
        $results = $records | Measure-CrossEntropy -TargetProperty t0, t1 -PredictionProperty p0, p1 -GroupBy Group -WarningAction Ignore
        $results.Kind | Should -Be Binary, Binary
        $results[0].Diagnostics.Id | Should -Be TargetWithoutClass
        $results[1].Diagnostics | Should -BeNullOrEmpty
    }

    It 'do not ask more of <What>' -ForEach @(
        @{ What = 'the documented rows'; Call = { Measure-CrossEntropy @((0, 1), (0, 0)) @((0.6, 0.4), (0.4, 0.6)) } }
        @{ What = 'rows that are said to be Binary'; Call = { Measure-CrossEntropy @((0, 1), (0, 0), (1, 0)) @((0.5, 0.5), (0.7, 0.3), (0.6, 0.4)) -Kind Binary } }
        @{ What = 'soft rows that sum to 1 but for rounding'; Call = { Measure-CrossEntropy @((0.3333, 0.3333, 0.3333), (1, 0, 0)) @((0.5, 0.25, 0.25), (0.7, 0.2, 0.1)) -Kind Categorical -Convention Exact } }
    ) {
        & $call 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] } | Should -BeNullOrEmpty
    }

    It 'are one warning a rule, of groups too' {
        $records = 0..3 | ForEach-Object { @{ g = $_; z = 1; p = 3 } }
        $null = $records | Measure-CrossEntropy -TargetProperty z -PredictionProperty p -GroupBy g -WarningVariable seen -WarningAction SilentlyContinue
        $seen | Should -HaveCount 1
        $seen[0].Message | Should -Match '^0: PredictionOutsideUnit: '
    }

    It 'are left out with -SkipDiagnostic, and the number stays' {
        $result = Measure-CrossEntropy 0, 1 5, 0.5 -SkipDiagnostic -WarningVariable seen
        $seen | Should -BeNullOrEmpty
        $result.Diagnostics | Should -BeNullOrEmpty
        $result.Loss | Should -Be (Measure-CrossEntropy 0, 1 5, 0.5 -WarningAction Ignore).Loss
    }
}
