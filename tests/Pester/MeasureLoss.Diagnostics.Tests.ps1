# What a loss of the catalogue warns of, and whether it helps to do what the remedy says.
Describe 'Diagnostics of Measure-Loss' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It 'warns of <What> with <Id>' -ForEach @(
        @{ What = 'percentages'; Id = 'PredictionOutsideUnit'; Remedy = 'divide them by 100'; Call = { Measure-Loss kld @(, (0.5, 0.5)) @(, (40, 60)) } }
        @{ What = 'logits'; Id = 'PredictionOutsideUnit'; Remedy = 'ConvertTo-Probability'; Call = { Measure-Loss kld @(, (0.5, 0.5)) @(, (-1.5, 0.5)) } }
        @{ What = 'logits'; Id = 'PredictionOutsideUnit'; Remedy = 'ConvertTo-Probability'; Call = { Measure-Loss Dice @(, (1, 0)) @(, (3, -2)) } }
        @{ What = 'percentages'; Id = 'PredictionOutsideUnit'; Remedy = 'divide them by 100'; Call = { Measure-Loss Tversky @(, (1, 0)) @(, (90, 20)) } }
        @{ What = 'percentages'; Id = 'PredictionOutsideUnit'; Remedy = 'divide them by 100'; Call = { Measure-Loss brier_score_loss 1, 0 90, 20 } }
        @{ What = 'targets -1 and 1'; Id = 'TargetOutsideUnit'; Remedy = '^Give 0, 1 or'; Call = { Measure-Loss brier -1, 1 0.4, 0.6 } }
        @{ What = 'targets in percent'; Id = 'TargetOutsideUnit'; Remedy = 'divide percentages by 100'; Call = { Measure-Loss kld @(, (50, 50)) @(, (0.4, 0.6)) } }
        @{ What = 'probabilities where logarithms are taken'; Id = 'LogProbabilityAboveZero'; Remedy = '-LogPrediction:\$false'; Call = { Measure-Loss KLDivLoss @(, (0.5, 0.5)) @(, (0.4, 0.6)) } }
        @{ What = 'predictions that do not sum to one'; Id = 'SumNotOne'; Remedy = 'by its sum'; Call = { Measure-Loss kld @((0.5, 0.5), (1, 0)) @((0.5, 0.2), (1, 0)) } }
        @{ What = 'targets that do not sum to one'; Id = 'SumNotOne'; Remedy = 'by its sum'; Call = { Measure-Loss js @((0.5, 0.9), (1, 0)) @((0.5, 0.5), (1, 0)) } }
        @{ What = 'negative numbers'; Id = 'NegativeValue'; Remedy = 'numbers of 0 and more'; Call = { Measure-Loss msle 1, 2 1, -2 } }
        @{ What = 'negative counts'; Id = 'NegativeCount'; Remedy = '0 and more'; Call = { Measure-Loss poisson -1, 2 1, 2 } }
        @{ What = 'targets of 0 in percent of targets'; Id = 'ZeroTarget'; Remedy = 'MeanAbsoluteError'; Call = { Measure-Loss mape 5, 0 4, 1 } }
        @{ What = 'a K that takes in all classes'; Id = 'EveryClassAmongGreatest'; Remedy = 'less than the number of classes'; Call = { Measure-Loss top_k_categorical_accuracy @(, (0, 1)) @(, (0.6, 0.4)) } }
        @{ What = 'probabilities that are compared with classes'; Id = 'PredictionNotLabel'; Remedy = 'Measure-Accuracy'; Call = { Measure-Loss accuracy 1, 0 0.9, 0.2 } }
        @{ What = 'targets of 0 and 1 where -1 and 1 are taken'; Id = 'ZeroForMinusOne'; Remedy = '2 t - 1'; Call = { Measure-Loss SoftMarginLoss 0, 1 0.3, 0.6 } }
        @{ What = 'targets of -1 and 1 where 0 and 1 are taken'; Id = 'MinusOneForZero'; Remedy = '-Class -1,1'; Call = { Measure-Loss tfjs.hingeLoss -1, 1 0.3, 0.6 } }
        @{ What = 'targets of zeros for distributions'; Id = 'SumNotOne'; Remedy = 'padding'; Call = { Measure-Loss kld @((0, 0), (1, 0)) @((0.5, 0.5), (1, 0)) } }
        @{ What = 'one column of a divergence'; Id = 'SingleColumnDivergence'; Remedy = 'column for each class'; Call = { Measure-Loss kld @((, 0.5), (, 0.4)) @((, 0.3), (, 0.7)) } }
        @{ What = 'a loss that is kept and beyond single precision'; Id = 'LossOverflow'; Remedy = '-DataType Float64'; Call = { Measure-Loss mse 0, 1 1e30, 1 -Reduction None } }
        @{ What = 'a target that is NaN'; Id = 'LossNotANumber'; Remedy = 'finite target'; Call = { Measure-Loss mse 1, ([double]::NaN) 1, 2 } }
        @{ What = 'a logarithm of a target of 0'; Id = 'LossNotANumber'; Remedy = 'finite target'; Call = { Measure-Loss kl_div @(, ([double]::NegativeInfinity, 0)) @(, (-1, -0.5)) -LogTarget -Convention PyTorch } }
    ) {
        $found = (& $call 3>$null).Diagnostics
        $found.Id | Should -Be $id
        $found.Remedy | Should -Match $remedy
    }

    It 'tells of a number that the data type has not as it was given: <Id> of <What>' -ForEach @(
        @{ Id = 'TargetOutsideUnit'; What = 'a binary target'; Seen = 'first 1E+39 in sample 1'; Call = { Measure-CrossEntropy 1, 1e39 0.5, 0.5 } }
        @{ Id = 'TargetOutsideUnit'; What = 'one of several outputs'; Seen = 'first -1E+39 in sample 1'; Call = { Measure-CrossEntropy (0, 1), (1, -1e39) (0.5, 0.4), (0.5, 0.4) -Kind Binary } }
        @{ Id = 'TargetOutsideUnit'; What = 'a divergence'; Seen = 'first 1E+39 in sample 0'; Call = { Measure-Loss kld (1e39, 0), (0, 1) (0.5, 0.5), (0.5, 0.5) } }
        @{ Id = 'TargetNotDistribution'; What = 'a row'; Seen = 'sample 0, which sums to 1E+39'; Call = { Measure-CrossEntropy (1e39, 0), (0, 1) (0.5, 0.5), (0.5, 0.5) -Kind Categorical } }
        @{ Id = 'TargetNotDistribution'; What = 'a negative target'; Seen = 'sample 1, which has the target -1E+39.'; Call = { Measure-CrossEntropy (0, 1), (1e39, -1e39) (0.5, 0.5), (0.5, 0.5) -Kind Categorical } }
        @{ Id = 'TargetNotDistribution'; What = 'a row of which no kind is given'; Seen = 'sample 1, which has the target -0.5,'; Call = { Measure-CrossEntropy (0, 1), (1.5, -0.5), (1, 0) (0.5, 0.5), (0.7, 0.3), (0.6, 0.4) } }
        @{ Id = 'TargetNotBinary'; What = 'an accuracy'; Seen = 'first 1E+39 in sample 0'; Call = { Measure-Accuracy 1e39, 1 0.5, 0.4 } }
        @{ Id = 'NegativeValue'; What = 'a logarithmic error'; Seen = 'first -1E+39 in sample 0'; Call = { Measure-Loss msle -1e39, 1 0.5, 0.5 } }
        @{ Id = 'NegativeCount'; What = 'a count'; Seen = 'first -1E+39 in sample 0'; Call = { Measure-Loss poisson -1e39, 1 0.5, 0.5 } }
        @{ Id = 'LogProbabilityAboveZero'; What = 'a log-probability'; Seen = 'first 1E+39 in sample 0'; Call = { Measure-CrossEntropy 0, 1 (-1, 1e39), (-1, -2) -FromLogProbability -Convention PyTorch } }
    ) {
        $found = (& $call 3>$null).Diagnostics | Where-Object Id -EQ $id
        $found.Message | Should -Match ([regex]::Escape($seen))
    }

    It 'takes no number that the data type has not for one that was given as infinite' {
        $found = Test-CrossEntropyInput 0, 1 (0.1, 1e39), (-1, -2) -FromLogits
        $found.Id | Should -Be LossNotANumber
        (Test-CrossEntropyInput 0, 1 (0.1, [double]::PositiveInfinity), (-1, -2) -FromLogits).Id | Should -Be PredictionNotFinite, LossNotANumber
    }

    It 'says that the data type has no number for what is infinite in it alone: <What>' -ForEach @(
        @{ What = 'a prediction'; Seen = 'where a prediction is 1E+39, which Float32 has no number for'; Call = { Measure-Loss mse 1, 0 0.9, 1e39 @options } }
        @{ What = 'a prediction that is negative'; Seen = 'where a prediction is -1E+39, which'; Call = { Measure-Loss mse 1, 0 0.9, -1e39 @options } }
        @{ What = 'a target'; Seen = 'whose target is 1E+39, which Float32'; Call = { Measure-Loss mse 1, 1e39 0.9, 0 @options } }
        @{ What = 'a logit of a class'; Seen = 'where a prediction is 1E+39, which Float32'; Call = { Measure-CrossEntropy 0, 1 (1, 2), (0, 1e39) -FromLogits @options } }
        @{ What = 'a cell'; Seen = 'where a prediction is 1E+39, which Float32'; Call = { Set-Content TestDrive:/great.csv 'y,p', '1,0.9', '0,1e39'; Measure-Loss mse -Path TestDrive:/great.csv -TargetColumn y -PredictionColumn p @options } }
    ) {
        $options = @{ DataType = 'Float32' }
        $found = (& $call 3>$null).Diagnostics | Where-Object Id -Like 'Loss*'
        $found.Message | Should -Match ([regex]::Escape($seen))
        $found.Remedy | Should -Match '^Add -DataType Float64'
        $options = @{ DataType = 'Float64' }
        [double]::IsFinite((& $call 3>$null).Loss) | Should -BeTrue
    }

    It 'counts predictions that are no whole number in words that fit' {
        "$((Measure-Loss accuracy 1, 0 0.9, 0 3>$null).Diagnostics)" | Should -Match '^PredictionNotLabel: One prediction is no whole number, first 0\.9 '
        "$((Measure-Loss accuracy 1, 0 0.9, 0.2 3>$null).Diagnostics)" | Should -Match '^PredictionNotLabel: 2 predictions are no whole numbers, first 0\.9 '
    }

    It 'follows what the remedy says: with -Class, -1 is no' {
        # (max(1 + 0.2, 0) + max(1 - 0.7, 0)) / 2
        Assert-Near (Measure-Loss tfjs.hingeLoss -1, 1 0.2, 0.7 -Class -1, 1 -DataType Float64 -WarningVariable seen -Raw) 0.75 1e-14
        Measure-Accuracy -1, 1, 1 0.2, 0.7, 0.4 -Class -1, 1 -WarningVariable +seen -Raw | Should -Be (2 / 3)
        $seen | Should -BeNullOrEmpty
    }

    It 'follows what the remedy says: the mean divergence is that of the formula' {
        $loss = Measure-Loss KLDivLoss @(, (0.5, 0.5)) @(, (0.4, 0.6)) -LogPrediction:$false -DataType Float64 -WarningVariable seen -Raw
        Assert-Near $loss ((0.5 * [Math]::Log(0.5 / 0.4) + 0.5 * [Math]::Log(0.5 / 0.6)) / 2) 1e-14
        $seen | Should -BeNullOrEmpty
    }

    It 'refuses a negative variance, and names the sample' {
        $failure = Get-Failure { Measure-Loss gaussian_nll 1, 2 @((1, 1), (2, -1)) }
        $failure.FullyQualifiedErrorId | Should -Be 'VarianceOutOfRange,LossCmdlets.Commands.MeasureLossCommand'
        "$failure" | Should -Match 'Variance -1 of sample 1, column 1 of the predictions, is negative\.'
    }

    It 'names <What> of a negative variance' -ForEach @(
        @{ What = 'the column'; Place = "line 3 of '.*named\.csv', column 'v'\.$"; Call = {
                Set-Content TestDrive:/named.csv 'v,t,m', '1,1,1', '-1,1,1'
                Measure-Loss gaussian_nll -Path TestDrive:/named.csv -TargetColumn t -PredictionColumn m, v -ErrorAction Stop
            }
        }
        @{ What = 'the position in the file'; Place = "line 2 of '.*counted\.csv', column 0 \(counted from 0\)\.$"; Call = {
                Set-Content TestDrive:/counted.csv '1,1,1', '-1,1,1'
                Measure-Loss gaussian_nll -Path TestDrive:/counted.csv -TargetColumn 1 -PredictionColumn 2, 0 -ErrorAction Stop
            }
        }
        @{ What = 'the column of the second file'; Place = "line 2 of '.*second\.csv', column 'q_1'\.$"; Call = {
                Set-Content TestDrive:/first.csv 't,p_0,p_1', '1,1,1'
                Set-Content TestDrive:/second.csv 't,q_0,q_1', '1,1,-1'
                Measure-Loss gaussian_nll -Path TestDrive:/first.csv, TestDrive:/second.csv -TargetColumn t -PredictionColumn 1..2 -ErrorAction Stop
            }
        }
        @{ What = 'the property'; Place = "property 'v'\.$"; Call = {
                @{ t = 1; m = 1; v = 1 }, @{ t = 1; m = 1; v = -1 } | Measure-Loss gaussian_nll -TargetProperty t -PredictionProperty m, v -ErrorAction Stop
            }
        }
        @{ What = 'the position in the property'; Place = "position 1 of property 'p'\.$"; Call = {
                @{ t = 1; p = 1, 1 }, @{ t = 1; p = 1, -1 } | Measure-Loss gaussian_nll -TargetProperty t -PredictionProperty p -ErrorAction Stop
            }
        }
    ) {
        "$(Get-Failure $Call)" | Should -Match "^Variance -1 of sample 1, column 1 of the predictions, is negative\. It stands in $Place"
    }

    It 'leaves a record with a negative variance out, and measures the others' {
        $records = @{ t = 1; m = 1; v = 1 }, @{ t = 1; m = 1; v = -1 }, @{ t = 1; m = 2; v = 1 }
        $result = $records | Measure-Loss gaussian_nll -TargetProperty t -PredictionProperty m, v -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -Be 'VarianceOutOfRange,LossCmdlets.Commands.MeasureLossCommand'
        $result.SkippedCount | Should -Be 1
        $result.Loss | Should -Be 0.25
    }
}
