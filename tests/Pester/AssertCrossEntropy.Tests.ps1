Describe 'Assert-CrossEntropy' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $digits = Join-Path $repository examples data digits
        $files = @{ TargetPath = "$digits/labels.npy"; PredictionPath = "$digits/logits.npy"; FromLogits = $true }
    }

    It 'is silent where the loss is within the bounds: <What>' -ForEach @(
        @{ What = 'a result'; Action = { Measure-CrossEntropy 1 0.5 | Assert-CrossEntropy -Maximum 0.7 -Minimum 0.6 } }
        @{ What = 'a bound itself'; Action = { 0.25 | Assert-CrossEntropy -Maximum 0.25 -Minimum 0.25 } }
        @{ What = 'what is expected'; Action = { Measure-CrossEntropy 1 0.5 -Convention Exact | Assert-CrossEntropy -Expected ([Math]::Log(2)) } }
        @{ What = 'within a tolerance, which is absolute'; Action = { 10.4 | Assert-CrossEntropy -Expected 10 -Tolerance 0.5 } }
        @{ What = 'infinity, where that is expected'; Action = { [double]::PositiveInfinity | Assert-CrossEntropy -Expected ([double]::PositiveInfinity) } }
        @{ What = 'arrays'; Action = { Assert-CrossEntropy 1, 0 0.9, 0.2 -Maximum 0.2 } }
        @{ What = 'piped predictions'; Action = { 0.9, 0.2 | Assert-CrossEntropy -Target 1, 0 -Maximum 0.2 } }
        @{ What = 'records'; Action = { Import-Csv $digits/predictions.csv | Assert-CrossEntropy -TargetProperty label -PredictionProperty p* -Maximum 0.2557 } }
        @{ What = 'a CSV file'; Action = { Get-Item $digits/predictions.csv | Assert-CrossEntropy -TargetColumn label -PredictionColumn p* -Maximum 0.2557 } }
        @{ What = 'tensors in files'; Action = { Assert-CrossEntropy @files -Expected 0.25563145722776953 } }
        @{ What = 'another loss'; Action = { Measure-Loss mse 1, 2 1, 3 | Assert-CrossEntropy -Expected 0.5 } }
        @{ What = 'an accuracy'; Action = { Measure-Accuracy 1, 0 0.9, 0.2 | Assert-CrossEntropy -Minimum 1 } }
        @{ What = 'each of the losses that were kept'; Action = { Measure-CrossEntropy 1, 0 0.9, 0.2 -Reduction None | Assert-CrossEntropy -Maximum 0.23 -Minimum 0.1 } }
        @{ What = 'a result as the only argument'; Action = { Assert-CrossEntropy (Measure-CrossEntropy 1 0.5) -Maximum 0.7 } }
        @{ What = 'a number as the only argument'; Action = { Assert-CrossEntropy 0.25 -Expected 0.25 } }
    ) {
        & $action | Should -BeNullOrEmpty
    }

    It 'ends in an error where it is not: <What>' -ForEach @(
        @{ What = 'too much'; Message = 'The loss is 0.3, and should be at most 0.2.*'; Action = { 0.3 | Assert-CrossEntropy -Maximum 0.2 } }
        @{ What = 'too little'; Message = '*should be at least 0.4.*'; Action = { 0.3 | Assert-CrossEntropy -Minimum 0.4 } }
        @{ What = 'more than a millionth off'; Message = '*should be 1, give or take 1E-06.*'; Action = { 1.000002 | Assert-CrossEntropy -Expected 1 } }
        @{ What = 'off by more than a millionth of what no double is'; Message = '*should be 0.183, give or take 1.83E-07.*'; Action = { 0.1839 | Assert-CrossEntropy -Expected 0.183 } }
        @{ What = 'beyond a tolerance'; Message = '*should be 10, give or take 0.5.*'; Action = { 10.6 | Assert-CrossEntropy -Expected 10 -Tolerance 0.5 } }
        @{ What = 'NaN under a maximum'; Message = 'The loss is NaN*'; Action = { [double]::NaN | Assert-CrossEntropy -Maximum 1 } }
        @{ What = 'NaN above a minimum'; Message = 'The loss is NaN*'; Action = { [double]::NaN | Assert-CrossEntropy -Minimum 0 } }
        @{ What = 'NaN where a number is expected'; Message = 'The loss is NaN*'; Action = { [double]::NaN | Assert-CrossEntropy -Expected 0 -Tolerance 1e9 } }
        @{ What = 'NaN in data, with its place'; Message = 'The loss is NaN*first that of sample 1, where a prediction is NaN.'; Action = { Assert-CrossEntropy 1, 0 0.5, NaN -Maximum 1 } }
        @{ What = 'infinity'; Message = '*at most 1.*'; Action = { [double]::PositiveInfinity | Assert-CrossEntropy -Maximum 1 } }
        # -ln 0.3 = 1.204, -ln 0.8 = 0.2231
        @{ What = 'arrays, with the two worst rows'; Message = '*What costs most: sample 2: 1.204 (class 1, p 0.3); sample 1: 0.2231 (class 0, p 0.8).'; Action = { Assert-CrossEntropy 1, 0, 1 0.9, 0.2, 0.3 -Maximum 0.25 } }
        @{ What = 'text labels, by their names'; Message = '*sample 0: 1.204 (class cat, p 0.3); sample 1: 0.1054 (class dog, p 0.9).'; Action = { Assert-CrossEntropy cat, dog @((0.3, 0.7), (0.1, 0.9)) -Class cat, dog -Maximum 0.25 } }
        @{ What = 'records'; Message = '*sample 1: 2.303 (class 0, p 0.1); sample 0: 0.6931 (class 1, p 0.5).'; Action = { @{ y = 1; p = 0.5 }, @{ y = 0; p = 0.9 } | Assert-CrossEntropy -TargetProperty y -PredictionProperty p -Maximum 1 } }
        @{ What = 'a mean of nothing'; Message = 'The loss is NaN (Sparse, PyTorch, 2 samples), and should be at most 1. All 2 samples are ignored because of their label.'; Action = { Assert-CrossEntropy -100, -100 @((0.1, 0.9), (0.3, 0.7)) -Kind Sparse -FromLogits -Convention PyTorch -Maximum 1 } }
        @{ What = 'nothing, which is zero'; Message = 'The loss is 0 (Sparse, Keras3, 2 samples), and should be at least 1. No sample has a loss.'; Action = { Assert-CrossEntropy 9, 9 @((0.1, 0.9), (0.3, 0.7)) -Kind Sparse -IgnoreIndex 9 -Convention Keras3 -Minimum 1 } }
        @{ What = 'one of the losses that were kept'; Message = 'Loss 1 of 2 is 0.22314*What costs most: loss 1: 0.22314*; loss 0: 0.10536*'; Action = { Measure-CrossEntropy 1, 0 0.9, 0.2 -Reduction None | Assert-CrossEntropy -Maximum 0.2 } }
        @{ What = 'a result with details, with the two worst classes'; Message = '*What costs most: class 2: 1.609; class 0: 0.6931.'; Action = { Measure-CrossEntropy 0, 1, 2 @((0.5, 0.2, 0.3), (0.1, 0.8, 0.1), (0.6, 0.2, 0.2)) -Detailed | Assert-CrossEntropy -Maximum 0.2 } }
        @{ What = 'a result without, which says so'; Message = '*Which samples cost most is not known.'; Action = { Measure-CrossEntropy 1 0.5 | Assert-CrossEntropy -Maximum 0.2 } }
        @{ What = 'a result as the only argument'; Message = 'The loss is 0.6931*at most 0.2.*'; Action = { Assert-CrossEntropy (Measure-CrossEntropy 1 0.5) -Maximum 0.2 } }
        @{ What = 'another loss'; Message = 'The loss is 0.5 (TensorFlow, 2 samples), and should be at most 0.4. Which samples cost most is not known.'; Action = { Measure-Loss mse 1, 2 1, 3 | Assert-CrossEntropy -Maximum 0.4 } }
        @{ What = 'another loss, each'; Message = '*What costs most: loss 1: 1.'; Action = { Measure-Loss mse 1, 2 1, 3 -Reduction None | Assert-CrossEntropy -Maximum 0.4 } }
        @{ What = 'an accuracy'; Message = 'The accuracy is 0.5 (TensorFlow, 2 samples), and should be at least 0.9.*'; Action = { Measure-Accuracy 1, 0 0.9, 0.6 | Assert-CrossEntropy -Minimum 0.9 } }
        @{ What = 'an accuracy, each'; Message = 'Accuracy 1 of 3 is 0*What costs most: accuracy 1: 0.'; Action = { Measure-Accuracy 1, 0, 1 0.9, 0.6, 0.8 -Reduction None | Assert-CrossEntropy -Minimum 0.9 } }
        @{ What = 'accuracies of which all are hits'; Message = 'Accuracy 0 of 2 is 1*at most 0.5. None of them costs anything.'; Action = { Measure-Accuracy 1, 0 0.9, 0.2 -Reduction None | Assert-CrossEntropy -Maximum 0.5 } }
        @{ What = 'a group'; Message = 'The loss is 2.30258* (b, Binary, TensorFlow, 1 sample)*'; Action = { @{ y = 1; p = 0.5; g = 'a' }, @{ y = 0; p = 0.9; g = 'b' } | Assert-CrossEntropy -TargetProperty y -PredictionProperty p -GroupBy g -Maximum 0.8 } }
    ) {
        $failure = Get-Failure $action
        $failure.FullyQualifiedErrorId | Should -Be 'AssertionFailed,LossCmdlets.Commands.AssertCrossEntropyCommand'
        $failure.CategoryInfo.Category | Should -Be InvalidResult
        $failure.Exception.Message | Should -BeLike $message
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'takes a loss of your own for one, whatever its name' {
        Register-LossFunction Accuracy { 0.5 } -Force
        try {
            $failure = Get-Failure { Measure-Loss Accuracy 1, 0 0.9, 0.6 | Assert-CrossEntropy -Maximum 0.1 }
            $failure.Exception.Message | Should -BeLike 'The loss is 0.5 *'
        }
        finally { Unregister-LossFunction Accuracy }
    }

    It 'takes a result that has come through a file' {
        $result = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Measure-CrossEntropy 1, 0 0.9, 0.2), 4))
        $result | Assert-CrossEntropy -Maximum 0.2 | Should -BeNullOrEmpty
        (Get-Failure { $result | Assert-CrossEntropy -Maximum 0.1 }).FullyQualifiedErrorId | Should -BeLike AssertionFailed*
        $accuracy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Measure-Accuracy 1, 0 0.9, 0.6), 4))
        $failure = Get-Failure { $accuracy | Assert-CrossEntropy -Minimum 0.9 }
        $failure.Exception.Message | Should -BeLike 'The accuracy is 0.5 *'
        $failure.ErrorDetails.RecommendedAction | Should -Not -Match 'themselves'
    }

    It 'takes a result that has come through JSON, and names its kind' {
        $result = Measure-CrossEntropy 1, 0 0.9, 0.2 -Detailed | ConvertTo-Json -Depth 4 | ConvertFrom-Json
        $result | Assert-CrossEntropy -Maximum 0.2 | Should -BeNullOrEmpty
        (Get-Failure { $result | Assert-CrossEntropy -Maximum 0.1 }).Exception.Message | Should -BeLike 'The loss is 0.16425* (Binary, TensorFlow, 2 samples), and should be at most 0.1.*'
        $kept = Measure-CrossEntropy 1, 0 0.9, 0.2 -Reduction None | ConvertTo-Json -Depth 4 | ConvertFrom-Json
        (Get-Failure { $kept | Assert-CrossEntropy -Maximum 0.2 }).Exception.Message | Should -BeLike 'Loss 1 of 2 is 0.22314* (Binary, TensorFlow, 2 samples)*'
        $accuracy = Measure-Accuracy 1, 0 0.9, 0.6 | ConvertTo-Json | ConvertFrom-Json
        (Get-Failure { $accuracy | Assert-CrossEntropy -Minimum 0.9 }).Exception.Message | Should -BeLike 'The accuracy is 0.5 *'
    }

    It 'reads losses that are kept as rows from JSON, as <What>' -ForEach @(
        @{ What = 'objects'; Parameters = @{} }
        @{ What = 'dictionaries'; Parameters = @{ AsHashtable = $true } }
    ) {
        $kept = Measure-CrossEntropy (1, 0), (0, 1) (0.5, 0.75), (0.25, 0.5) -Kind Binary -Convention Exact -Reduction PerElement | ConvertTo-Json -Depth 4 | ConvertFrom-Json @parameters
        $kept | Assert-CrossEntropy -Maximum 1.4
        (Get-Failure { $kept | Assert-CrossEntropy -Maximum 1.38 }).Exception.Message | Should -Match '1\.386'
    }

    It 'knows the classes that cost most of a result with details that has come through <What>' -ForEach @(
        @{ What = 'JSON'; Through = { $args[0] | ConvertTo-Json -Depth 4 | ConvertFrom-Json } }
        @{ What = 'JSON as dictionaries'; Through = { $args[0] | ConvertTo-Json -Depth 4 | ConvertFrom-Json -AsHashtable } }
        @{ What = 'JSON of the depth that is the default'; Through = { $args[0] | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json } }
        @{ What = 'a file'; Through = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($args[0], 4)) } }
    ) {
        # -ln 0.2 = 1.609, -ln 0.5 = 0.6931; of the last class there is no sample.
        $result = & $through (Measure-CrossEntropy 0, 1, 2 @((0.5, 0.2, 0.3, 0), (0.1, 0.8, 0.1, 0), (0.6, 0.2, 0.2, 0)) -Detailed)
        (Get-Failure { $result | Assert-CrossEntropy -Maximum 0.2 }).Exception.Message | Should -BeLike '*What costs most: class 2: 1.609; class 0: 0.6931.'
    }

    It 'does not say of another loss that it would tell more if it measured it itself' {
        (Get-Failure { Measure-Loss mse 1, 2 1, 3 | Assert-CrossEntropy -Maximum 0.4 }).ErrorDetails.RecommendedAction | Should -Not -Match 'themselves'
    }

    It 'writes what it was given with -PassThru' {
        $result = Measure-CrossEntropy 1 0.5
        [object]::ReferenceEquals(($result | Assert-CrossEntropy -Maximum 1 -PassThru), $result) | Should -BeTrue
        Assert-CrossEntropy 1 0.5 -Maximum 1 -PassThru | Should -BeOfType LossCmdlets.Output.CrossEntropyResult
    }

    It 'warns of what Measure-CrossEntropy warns of: <What>' -ForEach @(
        @{ What = 'arrays'; Call = @{ Target = 1, 0, 1; Prediction = 1.2, 0.1, 0.4; SampleWeight = 1, -0.5, 1 }; Told = 'PredictionOutsideUnit', 'NegativeWeight' }
        @{ What = 'nothing that is odd'; Call = @{ Target = 1, 0, 1; Prediction = 0.9, 0.1, 0.4 }; Told = @() }
        @{ What = 'no more than that, which Test-CrossEntropyInput tells'; Call = @{ Target = @(1, 0) * 20; Prediction = @(0.01, 0.98) * 20 }; Told = @() }
    ) {
        $null = Measure-CrossEntropy @call -WarningVariable measured -WarningAction Ignore
        Assert-CrossEntropy @call -Maximum 10 -WarningVariable asserted -WarningAction Ignore
        $measured.ForEach{ $_.Message -replace ':.*' } | Should -Be $told
        $asserted.ForEach{ $_.Message -replace ':.*' } | Should -Be $told
    }

    It 'leaves to Test-CrossEntropyInput what only that looks for' {
        Test-CrossEntropyInput (@(1, 0) * 20) (@(0.01, 0.98) * 20) -Quiet | Should -BeFalse
    }

    It 'warns once of groups, and of a loss that is beyond its bounds too' {
        $records = 'a', 'b' | ForEach-Object { @{ y = 1; p = 1.5; g = $_ } }
        $null = Get-Failure { $records | Assert-CrossEntropy -TargetProperty y -PredictionProperty p -GroupBy g -Minimum 9 -WarningVariable script:told -WarningAction Ignore }
        $told | Should -HaveCount 1
        "$told" | Should -BeLike 'a: PredictionOutsideUnit:*'
        $null = $records | Assert-CrossEntropy -TargetProperty y -PredictionProperty p -GroupBy g -Maximum 9 -WarningVariable told -WarningAction Ignore
        $told | Should -HaveCount 1
    }

    It 'warns once of a prediction that is NaN, as Measure-CrossEntropy does' {
        $told = & { try { Assert-CrossEntropy 1, 0 0.9, NaN -Maximum 1 3>&1 } catch { } }
        @($told.Message -replace ':.*') | Should -Be LossNotANumber
    }

    It '<What> is <Id>' -ForEach @(
        @{ What = 'no bound'; Id = 'OptionNotSupported'; Action = { 0.5 | Assert-CrossEntropy } }
        @{ What = 'a tolerance of nothing'; Id = 'OptionNotSupported'; Action = { 0.5 | Assert-CrossEntropy -Maximum 1 -Tolerance 0.1 } }
        @{ What = 'an option for what is measured already'; Id = 'OptionNotSupported'; Action = { Measure-CrossEntropy 1 0.5 | Assert-CrossEntropy -Maximum 1 -Convention PyTorch } }
        @{ What = 'an option for a result that is an argument'; Id = 'OptionNotSupported'; Action = { Assert-CrossEntropy (Measure-CrossEntropy 1 0.5) -Maximum 1 -Convention PyTorch } }
        @{ What = 'targets without predictions'; Id = 'NonNumericValue'; Action = { Assert-CrossEntropy 1, 0 -Maximum 1 } }
        @{ What = 'a Tensor of targets without predictions'; Id = 'NullValue'; Action = { Assert-CrossEntropy (ConvertTo-OneHot 0, 1) -Maximum 2 } }
        @{ What = 'a number of targets without predictions'; Id = 'NullValue'; Action = { Assert-CrossEntropy -Target 1 -Maximum 2 } }
        @{ What = 'a number of targets by their alias, without predictions'; Id = 'NullValue'; Action = { Assert-CrossEntropy -YTrue 1 -Maximum 2 } }
        @{ What = 'a number of targets in what is splatted, without predictions'; Id = 'NullValue'; Action = { $call = @{ Target = 1; Maximum = 2 }; Assert-CrossEntropy @call } }
        @{ What = 'a dictionary that is no result'; Id = 'NonNumericValue'; Action = { Assert-CrossEntropy @{ Accuracy = 0.05; Count = 1 } -Maximum 2 } }
        @{ What = '$null as the only argument'; Id = 'NullValue'; Action = { Assert-CrossEntropy $null -Maximum 1 } }
        @{ What = 'a negative tolerance'; Id = 'ParameterOutOfRange'; Action = { 0.5 | Assert-CrossEntropy -Expected 1 -Tolerance -1 } }
        @{ What = 'an infinite tolerance'; Id = 'ParameterOutOfRange'; Action = { 0.5 | Assert-CrossEntropy -Expected 1 -Tolerance ([double]::PositiveInfinity) } }
        @{ What = 'a bound that is NaN'; Id = 'ParameterOutOfRange'; Action = { 0.5 | Assert-CrossEntropy -Maximum ([double]::NaN) } }
        @{ What = 'a minimum above the maximum'; Id = 'ParameterOutOfRange'; Action = { 0.5 | Assert-CrossEntropy -Maximum 0 -Minimum 1 } }
        @{ What = '$null'; Id = 'NullValue'; Action = { $null | Assert-CrossEntropy -Maximum 1 } }
        @{ What = 'text that is no number'; Id = 'NonNumericValue'; Action = { 'low' | Assert-CrossEntropy -Maximum 1 } }
        @{ What = 'an object that has no loss'; Id = 'NonNumericValue'; Action = { [pscustomobject]@{ a = 1 } | Assert-CrossEntropy -Maximum 1 } }
        @{ What = 'nothing in the pipeline'; Id = 'EmptyInput'; Action = { @() | Assert-CrossEntropy -Maximum 1 } }
    ) {
        (Get-Failure $action).FullyQualifiedErrorId | Should -Be "$id,LossCmdlets.Commands.AssertCrossEntropyCommand"
    }

    It 'says of JSON that is text yet how a result is made of it' {
        $kept = Measure-CrossEntropy 1 0.5 | ConvertTo-Json
        foreach ($given in $kept, '{', 'result.json') {
            $failure = Get-Failure { $given | Assert-CrossEntropy -Maximum 1 }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NonNumericValue,*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Get-Content -Raw*ConvertFrom-Json*'
        }
        $kept | ConvertFrom-Json | Assert-CrossEntropy -Maximum 1
        (Get-Failure { '0,5' | Assert-CrossEntropy -Maximum 1 }).ErrorDetails.RecommendedAction | Should -BeLike '*decimal point*'
    }

    It 'says of targets alone that predictions are missing' {
        $failure = Get-Failure { Assert-CrossEntropy -Target 1 -Maximum 2 }
        "$failure" | Should -BeLike '*Prediction*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-Prediction*-Result*'
    }

    It 'ends a script that stops at errors, with its message' {
        $error1 = Get-Failure { Invoke-Fresh "0.3 | Assert-CrossEntropy -Maximum 0.2; 'went on'" }
        "$error1" | Should -BeLike '*should be at most 0.2*'
        "$error1" | Should -Not -BeLike '*went on*'
    }
}
