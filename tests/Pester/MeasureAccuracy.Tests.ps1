# Every expected share is counted by hand.
Describe 'Measure-Accuracy' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $scores = @(0.05, 0.95, 0), @(0.1, 0.7, 0.2), @(0.6, 0.3, 0.1), @(0.2, 0.2, 0.6)
        $labels = 1, 2, 0, 1
        $oneHot = @(0, 1, 0), @(0, 0, 1), @(1, 0, 0), @(0, 1, 0)
        function Test-Id([scriptblock] $Action, [string] $Id) { (Get-Failure $Action).FullyQualifiedErrorId | Should -Be "$Id,LossCmdlets.Commands.MeasureAccuracyCommand" }
    }

    It 'counts <Name>' -ForEach @(
        @{ Name = 'SparseCategoricalAccuracy'; Call = { Measure-Accuracy $labels $scores }; Expected = 2 / 4 }
        @{ Name = 'SparseTopKCategoricalAccuracy'; Call = { Measure-Accuracy $labels $scores -K 2 }; Expected = 4 / 4 }
        @{ Name = 'SparseTopKCategoricalAccuracy'; Call = { Measure-Accuracy $labels $scores -K 2 -Convention Exact }; Expected = 3 / 4 }
        @{ Name = 'SparseTopKCategoricalAccuracy'; Call = { Measure-Accuracy $labels $scores -K 3 3>$null }; Expected = 1 }
        @{ Name = 'CategoricalAccuracy'; Call = { Measure-Accuracy $oneHot $scores }; Expected = 2 / 4 }
        @{ Name = 'TopKCategoricalAccuracy'; Call = { Measure-Accuracy $oneHot $scores -K 2 }; Expected = 4 / 4 }
        @{ Name = 'TopKCategoricalAccuracy'; Call = { Measure-Accuracy $oneHot $scores -K 2 -Convention Exact }; Expected = 3 / 4 }
        @{ Name = 'BinaryAccuracy'; Call = { Measure-Accuracy 1, 0, 1, 0 0.9, 0.2, 0.6, 0.7 }; Expected = 3 / 4 }
        @{ Name = 'BinaryAccuracy'; Call = { Measure-Accuracy 1, 0, 1, 0 0.9, 0.2, 0.6, 0.7 -Threshold 0.95 }; Expected = 2 / 4 }
        @{ Name = 'BinaryAccuracy'; Call = { Measure-Accuracy $oneHot $scores -Kind Binary }; Expected = 8 / 12 }
    ) {
        $result = & $call
        $result.Name | Should -Be $name
        Assert-Near $result.Loss $expected 1e-12
    }

    It 'tells of binary targets that are neither 0 nor 1, and how class numbers are compared' {
        $found = (Measure-Accuracy 1, 0, 2 1, 1, 2 3>$null).Diagnostics
        $found.Id | Should -Be TargetNotBinary
        $found.Remedy | Should -Match 'ConvertTo-OneHot'
        Measure-Accuracy 1, 0, 2 (ConvertTo-OneHot 1, 1, 2) -WarningVariable seen -Raw | Should -Be (2 / 3)
        (Measure-Accuracy 0.9, 0.2 1, 0 3>$null).Diagnostics.Remedy | Should -Match '^Give the targets first'
        $seen | Should -BeNullOrEmpty
    }

    It 'is above no bound where it is no number: <What>' -ForEach @(
        @{ What = 'NaN'; Result = { Measure-Accuracy 1, 0 0.9, 0.2 -SampleWeight 0, 0 -Denominator WeightSum -WhenAllIgnored NaN 3>$null } }
        @{ What = 'hits that are kept'; Result = { Measure-Accuracy 1, 0 0.9, 0.2 -Reduction None } }
    ) {
        $measured = & $result
        $measured -ge 0.5 | Should -BeFalse
        $measured -gt 0.5 | Should -BeFalse
        $measured -lt 0.5 | Should -BeTrue
        $measured -lt (Measure-Accuracy 1 0.1) | Should -BeTrue
        { $measured | Should -BeGreaterThan 0.5 } | Should -Throw
    }

    It 'tells of <What> that are compared with 0.5, and takes them as it says' -ForEach @(
        @{ What = 'logits'; Scores = 2.5, -1, 0.2; Remedy = '^Add -Threshold 0 '; Mended = { Measure-Accuracy 1, 0, 1 2.5, -1, 0.2 -Threshold 0 -WarningVariable seen } }
        @{ What = 'percentages'; Scores = 90, 20, 70; Remedy = 'divide them by 100'; Mended = { Measure-Accuracy 1, 0, 1 0.9, 0.2, 0.7 -WarningVariable seen } }
    ) {
        $found = (Measure-Accuracy 1, 0, 1 $scores 3>$null)
        $found.Diagnostics.Id | Should -Be PredictionOutsideUnit
        $found.Diagnostics.Remedy | Should -Match $remedy
        Assert-Near $found.Loss (2 / 3) 1e-12
        (. $mended).Loss | Should -Be 1
        $seen | Should -BeNullOrEmpty
    }

    It 'takes NaN for right of no target, and tells where it stands: <What>' -ForEach @(
        @{ What = 'a no'; Expected = 1 / 2; Row = 1; Call = { Measure-Accuracy 1, 0 0.9, NaN } }
        @{ What = 'a no of single precision'; Expected = 1 / 2; Row = 1; Call = { Measure-Accuracy 1, 0 ([float[]](0.9, [float]::NaN)) } }
        @{ What = 'with a threshold'; Expected = 1 / 2; Row = 0; Call = { Measure-Accuracy 0, 0 NaN, -1 -Threshold 0 } }
        @{ What = 'one of several outputs'; Expected = 3 / 4; Row = 1; Call = { Measure-Accuracy (1, 0), (0, 0) (0.9, 0.2), (0.1, [double]::NaN) -Kind Binary } }
        @{ What = 'beside the class'; Expected = 1 / 2; Row = 0; Call = { Measure-Accuracy 1, 0 ([double]::NaN, 0.9), (0.8, 0.2) } }
        @{ What = 'in the class'; Expected = 1 / 2; Row = 0; Call = { Measure-Accuracy 0, 0 ([double]::NaN, 0.9), (0.8, 0.2) } }
        @{ What = 'beside one-hot rows'; Expected = 1 / 2; Row = 0; Call = { Measure-Accuracy (0, 1), (1, 0) ([double]::NaN, 0.9), (0.8, 0.2) } }
        @{ What = 'among the greatest'; Expected = 1 / 2; Row = 0; Call = { Measure-Accuracy 1, 0 (0.1, 0.9, [double]::NaN), (0.8, 0.2, 0) -K 2 -Convention Exact } }
        @{ What = 'in records'; Expected = 1 / 2; Row = 1; Call = { [pscustomobject]@{ y = 1; p = 0.9 }, [pscustomobject]@{ y = 0; p = 'NaN' } | Measure-Accuracy -TargetProperty y -PredictionProperty p } }
        @{ What = 'in a file'; Expected = 1 / 2; Row = 1; Call = { Set-Content TestDrive:/nan.csv 'y,p', '1,0.9', '0,nan'; Measure-Accuracy -Path TestDrive:/nan.csv -TargetColumn y -PredictionColumn p } }
        @{ What = 'in a loss of the catalogue'; Expected = 1 / 2; Row = 1; Call = { Measure-Loss BinaryAccuracy 1, 0 0.9, NaN } }
        @{ What = 'for equality'; Expected = 1 / 2; Row = 1; Call = { Measure-Loss Accuracy 1, 0 1, NaN } }
    ) {
        $found = & $call 3>$null
        Assert-Near $found.Loss $expected 1e-12
        "$($found.Diagnostics)" | Should -Match "^ScoreNotANumber: One prediction is NaN, first in sample $row, "
        $found.Diagnostics.Remedy | Should -Match 'a gap in the data'
        & $call 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] } | Should -Match '^ScoreNotANumber: '
    }

    It 'says nothing of NaN in a row that is left out, nor of infinite scores' {
        $found = Measure-Accuracy 1, 2 (0.1, 0.9), ([double]::NaN, 0.2) -IgnoreClass 2
        $found.Loss | Should -Be 1
        $found.Diagnostics | Should -BeNullOrEmpty
        $found = Measure-Accuracy 1, 0 ([double]::PositiveInfinity, [double]::NegativeInfinity) -Threshold 0
        $found.Loss | Should -Be 1
        $found.Diagnostics | Should -BeNullOrEmpty
    }

    It 'tells of a threshold that all probabilities are on one side of: <Threshold>' -ForEach @{ Threshold = 5 }, @{ Threshold = 1 }, @{ Threshold = -0.1 } {
        $found = (Measure-Accuracy 1, 0 0.9, 1 -Threshold $threshold 3>$null).Diagnostics
        "$found" | Should -Match '^ThresholdOutsideUnit: All predictions lie within 0 to 1'
        $found.Remedy | Should -Match '^Give a -Threshold of 0 or more and less than 1'
        (Measure-Accuracy 1, 0 9, 0.2 -Threshold $threshold).Diagnostics | Should -BeNullOrEmpty
        (Measure-Accuracy 1, 0 0.9, 0.2 -Threshold 0).Diagnostics | Should -BeNullOrEmpty
    }

    It 'says of predictions that are all that there are not that they are the first' {
        (Measure-Accuracy 1, 0 9, 25 3>$null).Diagnostics.Message | Should -BeLike '2 predictions lie outside 0 to 1, first 9 in sample 0;*'
        (Measure-Accuracy 1, 0 0.9, 25 3>$null).Diagnostics.Message | Should -BeLike 'One prediction lies outside 0 to 1, first 25 in sample 1;*'
        (Measure-Accuracy 1, 0 0.9, 1e39 3>$null).Diagnostics.Message | Should -BeLike 'One prediction lies outside 0 to 1, first 1E+39 in sample 1;*'
        (Measure-Accuracy (@(1) * 65) (@(9) * 65) 3>$null).Diagnostics.Message | Should -BeLike '64 of the first predictions lie outside*'
    }

    It 'tells of a K that takes in all classes, whatever the model says' {
        $found = Measure-Accuracy $labels $scores -K 3 3>$null
        $found.Loss | Should -Be 1
        "$($found.Diagnostics)" | Should -Match '^EveryClassAmongGreatest: K is 3, and there are 3 classes\.'
        (Measure-Accuracy $labels $scores -K 2).Diagnostics | Should -BeNullOrEmpty
    }

    It 'weighs samples, and keeps or adds up the hits' {
        Assert-Near (Measure-Accuracy $labels $scores -SampleWeight 1, 0, 2, 1 -Raw) (3 / 4) 1e-12
        Measure-Accuracy $labels $scores -Reduction None -Raw | Should -Be 1, 0, 1, 0
        Measure-Accuracy $labels $scores -Reduction Sum -Raw | Should -Be 2
        (Measure-Accuracy $labels $scores -IgnoreClass 2).Loss | Should -Be (2 / 3)
    }

    It 'says of predicted labels what makes scores of them' {
        $class = 'cat', 'dog', 'owl'
        $failure = Get-Failure { Measure-Accuracy cat, dog cat, owl -Class $class }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NonNumericValue,*'
        $call = [regex]::Match($failure.ErrorDetails.RecommendedAction, '\(ConvertTo-OneHot .*?\)').Value
        $prediction = 'cat', 'owl'
        (Measure-Accuracy cat, dog (& ([scriptblock]::Create($call))) -Class $class).Loss | Should -Be 0.5
        (Get-Failure { Measure-Accuracy 1, 0 0.5, x }).ErrorDetails.RecommendedAction | Should -Match '^Give numbers'
        (Get-Failure { Measure-Accuracy 1, 0 '0,5', '0,9' }).ErrorDetails.RecommendedAction | Should -Match 'decimal comma'
    }

    It 'says of predicted answers what makes numbers of them, and completes the conventions that have accuracies' {
        (Get-Failure { Measure-Accuracy 1, 1 $true, $false }).ErrorDetails.RecommendedAction | Should -Be 'Give numbers; of answers that were predicted [double[]] makes 1 for $true and 0 for $false.'
        Measure-Accuracy 1, 1 ([double[]]($true, $false)) -Raw | Should -Be 0.5
        $line = 'Measure-Accuracy 1 1 -Convention '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be TensorFlow, Keras3, Keras1, Exact
    }

    It 'says of a K that is none what it is where it is left out' {
        (Get-Failure { Measure-Accuracy $labels $scores -K 0 }).ErrorDetails.RecommendedAction | Should -Match 'left out, the greatest alone'
        Measure-Accuracy $labels $scores -Raw | Should -Be (Measure-Accuracy $labels $scores -K 1 -Raw)
    }

    It 'says of weights that sum to zero that some are negative' {
        $null = Measure-Accuracy 1, 0 0.9, 0.4 -SampleWeight -1, 1 -WarningVariable told -WarningAction Ignore
        $told.ForEach{ $_.Message -replace ':.*' } | Should -Be NegativeWeight, NothingToAverage
        $null = Measure-Accuracy 1, 0 0.9, 0.4 -SampleWeight 0, 0 -WarningVariable told -WarningAction Ignore
        $told.ForEach{ $_.Message -replace ':.*' } | Should -Be NothingToAverage
        $failure = Get-Failure { Measure-Accuracy 1, 0 0.9, 0.4 -SampleWeight -1, 1 -WhenAllIgnored Error }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AllSamplesIgnored,*'
        $failure.ErrorDetails.RecommendedAction | Should -Match '^Give weights of 0 and more'
    }

    It 'takes predictions, records, CSV and npy files alike, and labels that are text' {
        $scores | Measure-Accuracy $labels -Raw | Should -Be 0.5
        Measure-Accuracy ('b', 'c', 'a', 'b') $scores -Class a, b, c -Raw | Should -Be 0.5
        $records = 0..3 | ForEach-Object { [pscustomobject]@{ y = $labels[$_]; p0 = $scores[$_][0]; p1 = $scores[$_][1]; p2 = $scores[$_][2] } }
        $records | Measure-Accuracy -TargetProperty y -PredictionProperty p* -Raw | Should -Be 0.5
        ($records | Measure-Accuracy -TargetProperty y -PredictionProperty p* -GroupBy y).Loss | Should -Be 0.5, 0, 1
        $records | Export-Csv TestDrive:/accuracy.csv
        Measure-Accuracy -Path TestDrive:/accuracy.csv -TargetColumn y -PredictionColumn p* -Raw | Should -Be 0.5
        [int[]] $labels | Export-Tensor TestDrive:/y.npy
        [LossCmdlets.Output.Tensor]::new($scores) | Export-Tensor TestDrive:/p.npy
        Measure-Accuracy -TargetPath TestDrive:/y.npy -PredictionPath TestDrive:/p.npy -Raw | Should -Be 0.5
    }

    It 'agrees with the accuracy that is counted beside the loss' {
        $digits = @{ Path = "$repository/examples/data/digits/predictions.csv"; TargetColumn = 'label'; PredictionColumn = 'p*' }
        $detail = (Measure-CrossEntropy @digits -Detailed).Detail
        Assert-Near (Measure-Accuracy @digits -Raw) $detail.Accuracy 1e-12
        Assert-Near (Measure-Accuracy @digits -K 5 -Raw) $detail.TopKAccuracy[4] 1e-12
    }

    It 'heads its number by what it is, alone, in groups and with a label' {
        $plain = Measure-Accuracy $labels $scores
        $records = 0..3 | ForEach-Object { [pscustomobject]@{ y = $labels[$_]; p0 = $scores[$_][0]; p1 = $scores[$_][1]; p2 = $scores[$_][2] } }
        $grouped = $records | Measure-Accuracy -TargetProperty y -PredictionProperty p* -GroupBy y
        $labelled = Measure-Accuracy $labels $scores -Label digits
        ($plain | Out-String).Trim() -split '\s+' | Select-Object -First 1 | Should -BeExactly Accuracy
        ($grouped | Out-String).Trim() -split '\s+' | Select-Object -First 5 | Should -BeExactly Accuracy, StdError, Name, Samples, Group
        ($labelled | Out-String).Trim() -split '\s+' | Select-Object -First 5 | Should -BeExactly Accuracy, StdError, Name, Samples, Label
        (Measure-Loss mse 1, 0 0.5, 0.5 | Out-String).Trim() -split '\s+' | Select-Object -First 1 | Should -BeExactly Loss
    }

    It 'writes the hits to a file, and replaces one only by force' {
        $file = @{ OutputPath = 'TestDrive:/hits.npy' }
        Measure-Accuracy $labels $scores @file -Raw | Should -Be 0.5
        (Import-Tensor TestDrive:/hits.npy).Values | Should -Be 1, 0, 1, 0
        Test-Id { Measure-Accuracy $labels $scores @file } FileExists
        Measure-Accuracy 1, 1, 1, 1 $scores @file -Force -Raw | Should -Be 0.5
        (Import-Tensor TestDrive:/hits.npy).Values | Should -Be 1, 1, 0, 0
        Measure-Accuracy $labels $scores -OutputPath TestDrive:/not.npy -WhatIf | Out-Null
        Test-Path TestDrive:/not.npy | Should -BeFalse
        Test-Id { Measure-Accuracy -Path TestDrive:/accuracy.csv -TargetColumn y -PredictionColumn p* -GroupBy y -OutputPath TestDrive:/not.npy } OptionNotSupported
    }

    It 'keeps a label' {
        (Measure-Accuracy $labels $scores -Label digits).Label | Should -Be digits
    }

    It 'refuses what has no meaning' {
        Test-Id { Measure-Accuracy $labels $scores -Threshold 0.3 } OptionNotSupported
        Test-Id { Measure-Accuracy 1, 0, 0 0.9, 0.2, 0.1 -Kind Binary -K 2 } OptionNotSupported
        Test-Id { Measure-Accuracy $labels $scores -K 0 } ParameterOutOfRange
        Test-Id { Measure-Accuracy $labels $scores -Convention PyTorch } OptionNotSupported
        Test-Id { Measure-Accuracy 1, 2, 3 $scores } TargetCountMismatch
        Test-Id { Measure-Accuracy 1, 2, 0, 3 $scores } LabelOutOfRange
    }
}
