# Numbers are those of the documentation of tf.keras.losses and torch.nn, or worked out by hand beside the case.
BeforeDiscovery {
    . $PSScriptRoot/Common.ps1
    $zeroOne = @(0, 1), @(0, 0)
    $half = @(0.6, 0.4), @(0.4, 0.6)
    $ones = @(1, 1), @(1, 0)
    $documented = @(
        @{ Name = 'MeanSquaredError'; Target = $zeroOne; Prediction = $ones; Mean = 0.5; Weight = 0.7, 0.3; Weighted = 0.25; Sum = 1; None = 0.5, 0.5 }
        @{ Name = 'mean_absolute_error'; Target = $zeroOne; Prediction = $ones; Mean = 0.5; Weight = 0.7, 0.3; Weighted = 0.25; Sum = 1; None = 0.5, 0.5 }
        @{ Name = 'mape'; Target = @(2, 1), @(2, 3); Prediction = $ones; Mean = 50; Weight = 0.7, 0.3; Weighted = 20; Sum = 100; None = 25, 75 }
        @{ Name = 'msle'; Target = $zeroOne; Prediction = $ones; Mean = 0.240; Weight = 0.7, 0.3; Weighted = 0.120; Sum = 0.480; None = 0.240, 0.240 }
        @{ Name = 'kl_divergence'; Target = $zeroOne; Prediction = $half; Mean = 0.458; Weight = 0.8, 0.2; Weighted = 0.366; Sum = 0.916; None = 0.916, -3.08e-6 }
        @{ Name = 'tf.keras.losses.Poisson'; Target = $zeroOne; Prediction = @(1, 1), @(0, 0); Mean = 0.5; Weight = 0.8, 0.2; Weighted = 0.4; Sum = 0.999; None = 0.999, 0 }
        @{ Name = 'CosineSimilarity'; Target = @(0, 1), @(1, 1); Prediction = @(1, 0), @(1, 1); Mean = -0.5; Weight = 0.8, 0.2; Weighted = -0.0999; Sum = -0.999; None = 0, -0.999 }
        @{ Name = 'logcosh'; Target = $zeroOne; Prediction = @(1, 1), @(0, 0); Mean = 0.108; Weight = 0.8, 0.2; Weighted = 0.087; Sum = 0.217; None = 0.217, 0 }
        @{ Name = 'Huber'; Target = $zeroOne; Prediction = $half; Mean = 0.155; Weight = 1, 0; Weighted = 0.09; Sum = 0.31; None = 0.18, 0.13 }
        @{ Name = 'hinge'; Target = $zeroOne; Prediction = $half; Mean = 1.3; Weight = 1, 0; Weighted = 0.55; Sum = 2.6; None = 1.1, 1.5 }
        @{ Name = 'SquaredHinge'; Target = $zeroOne; Prediction = $half; Mean = 1.86; Weight = 1, 0; Weighted = 0.73; Sum = 3.72; None = 1.46, 2.26 }
        @{ Name = 'categorical_hinge'; Target = $zeroOne; Prediction = $half; Mean = 1.4; Weight = 1, 0; Weighted = 0.6; Sum = 2.8; None = 1.2, 1.6 }
        @{ Name = 'binary_crossentropy'; Target = $zeroOne; Prediction = $half; Mean = 0.815; Weight = 0.8, 0.2; Weighted = 0.458 * 0.9606; Sum = 1.630; None = 0.916, 0.714 }
    )
    $crossEntropies = @(
        @{ Name = 'binary_crossentropy'; Expected = @{ Kind = 'Binary'; Convention = 'TensorFlow'; FromLogits = $false } }
        @{ Name = 'keras.losses.BinaryCrossentropy'; Expected = @{ Kind = 'Binary'; Convention = 'Keras3' } }
        @{ Name = 'sigmoid_cross_entropy_with_logits'; Expected = @{ Kind = 'Binary'; FromLogits = $true } }
        @{ Name = 'BCEWithLogitsLoss'; Expected = @{ Kind = 'Binary'; Convention = 'PyTorch'; FromLogits = $true } }
        @{ Name = 'nn.BCELoss'; Expected = @{ Kind = 'Binary'; Convention = 'PyTorch'; FromLogits = $false } }
        @{ Name = 'log_loss'; Expected = @{ Convention = 'ScikitLearn' } }
    )
}

Describe 'Measure-Loss' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        function Test-Id([scriptblock] $Action, [string] $Id) { (Get-Failure $Action).FullyQualifiedErrorId | Should -Be "$Id,LossCmdlets.Commands.MeasureLossCommand" }
    }

    It 'gives the documented numbers of <Name>' -ForEach $documented {
        # The documented distributions have a row of zeros among them.
        $WarningPreference = 'SilentlyContinue'
        [Math]::Abs((Measure-Loss $name $target $prediction -Raw) - $mean) | Should -BeLessOrEqual 6e-4
        [Math]::Abs((Measure-Loss $name $target $prediction -Reduction Sum -Raw) - $sum) | Should -BeLessThan 1.1e-3
        $kept = Measure-Loss $name $target $prediction -Reduction None -Raw
        for ($i = 0; $i -lt 2; $i++) { [Math]::Abs($kept[$i] - $none[$i]) | Should -BeLessThan 1.1e-3 }
    }

    It 'weighs samples as documented: <Name>' -ForEach $documented.Where{ $_.Name -ne 'binary_crossentropy' } {
        $WarningPreference = 'SilentlyContinue'
        [Math]::Abs((Measure-Loss $name $target $prediction -SampleWeight $weight -Raw) - $weighted) | Should -BeLessThan 6e-4
    }

    It 'has a parameter for each number of a formula' {
        $own = (Get-LossFunction).Parameter.Name | Sort-Object -Unique
        $own | Should -Not -BeNullOrEmpty
        $own | ForEach-Object { (Get-Command Measure-Loss).Parameters.Keys | Should -Contain $_ }
    }

    # The errors are 3 and 0.5 where nothing else is said.
    It 'takes <Parameter>' -ForEach @(
        @{ Parameter = '-Delta'; Call = { Measure-Loss Huber 0, 0 3, 0.5 -Delta 2 -Raw }; Expected = (2 * (3 - 1) + 0.125) / 2 }
        @{ Parameter = '-Beta'; Call = { Measure-Loss SmoothL1 0, 0 3, 0.5 -Beta 2 -Raw }; Expected = ((3 - 1) + 0.0625) / 2 }
        @{ Parameter = '-Alpha and -Beta'; Call = { Measure-Loss Tversky 1, 0, 1, 0 1, 1, 0, 0 -Alpha 0.3 -Beta 1.7 -Raw }; Expected = 1 - 1 / (1 + 0.3 + 1.7) }
        @{ Parameter = '-Alpha'; Call = { Measure-Loss mean_pinball_loss 0, 2 3, 1.5 -Alpha 0.1 -Raw }; Expected = (0.9 * 3 + 0.1 * 0.5) / 2 }
        @{ Parameter = '-Margin'; Call = { Measure-Loss MultiMargin (, 0) (, (1, 0.5)) -Margin 2 -Raw }; Expected = (2 - 1 + 0.5) / 2 }
        @{ Parameter = '-Power'; Call = { Measure-Loss MultiMargin (, 0) (, (1, 0.5)) -Margin 2 -Power 2 -Raw }; Expected = 1.5 * 1.5 / 2 }
        @{ Parameter = '-Threshold'; Call = { Measure-Loss BinaryAccuracy 1, 0, 0 0.6, 0.6, 0.1 -Threshold 0.65 -Raw }; Expected = 2 / 3 }
        @{ Parameter = '-K'; Call = { Measure-Loss SparseTopKCategoricalAccuracy 2, 1 @((0.5, 0.3, 0.2), (0.5, 0.3, 0.2)) -K 2 -Raw }; Expected = 0.5 }
        @{ Parameter = '-LogPrediction'; Call = { Measure-Loss kl @(, (0.5, 0.5)) @(, ([Math]::Log(0.25), [Math]::Log(0.75))) -LogPrediction -Convention Exact -Raw }; Expected = 0.5 * [Math]::Log(2) + 0.5 * [Math]::Log(2 / 3) }
        @{ Parameter = '-LogPrediction:$false'; Call = { Measure-Loss PoissonNegativeLogLikelihood 2, 2 4, 4 -LogPrediction:$false -Epsilon 0 -Convention Exact -Raw }; Expected = 4 - 2 * [Math]::Log(4) }
        @{ Parameter = '-LogTarget'; Call = { Measure-Loss kl @(, ([Math]::Log(0.5), [Math]::Log(0.5))) @(, (0.25, 0.75)) -LogTarget -Convention Exact -Raw }; Expected = 0.5 * [Math]::Log(2) + 0.5 * [Math]::Log(2 / 3) }
        @{ Parameter = '-Full'; Call = { Measure-Loss GaussianNegativeLogLikelihood 1, 2 @((1, 1), (2, 1)) -Full -Raw }; Expected = [Math]::Log(2 * [Math]::PI) / 2 }
        @{ Parameter = '-Epsilon'; Call = { Measure-Loss kl @(, (1, 0)) @(, (0.25, 0.75)) -Epsilon 0.5 -Raw }; Expected = [Math]::Log(2) + 0.5 * [Math]::Log(0.5 / 0.75) }
    ) {
        Assert-Near (& $call) $expected 1e-6
    }

    It 'measures <Name> as the cross-entropy that it is' -ForEach $crossEntropies {
        $result = Measure-Loss $name 1, 0, 1 0.9, 0.2, 0.7
        $result | Should -BeOfType ([LossCmdlets.Output.CrossEntropyResult])
        foreach ($property in $expected.Keys) { $result.$property | Should -Be $expected[$property] -Because $property }
        $options = @{ Kind = $result.Kind; Convention = $result.Convention; FromLogits = $result.FromLogits }
        $result.Loss | Should -Be (Measure-CrossEntropy 1, 0, 1 0.9, 0.2, 0.7 @options).Loss
    }

    It 'takes the options of cross-entropy where the loss is one' {
        $expected = Measure-CrossEntropy 1, 0 2, -1 -Kind Binary -FromLogits -LabelSmoothing 0.1 -Raw
        Measure-Loss binary_crossentropy 1, 0 2, -1 -FromLogits -LabelSmoothing 0.1 -Raw | Should -Be $expected
        $expected = Measure-CrossEntropy 1, 0 0.9, 0.2 -Kind Binary -Epsilon 0.3 -Raw
        Measure-Loss bce 1, 0 0.9, 0.2 -Epsilon 0.3 -Raw | Should -Be $expected
        (Measure-Loss CrossEntropyLoss 1, 0 @((1, 3), (2, 0)) -Kind Sparse).Kind | Should -Be Sparse
    }

    It 'measures focal losses by their names, with the convention''s numbers unless others are given' {
        $expected = Measure-CrossEntropy 1, 0 0.9, 0.2 -Kind Binary -FocalGamma 2 -Raw
        Measure-Loss binary_focal_crossentropy 1, 0 0.9, 0.2 -Raw | Should -Be $expected
        $expected = Measure-CrossEntropy 1, 0 0.9, 0.2 -Kind Binary -FocalGamma 3 -Raw
        Measure-Loss BinaryFocalCrossentropy 1, 0 0.9, 0.2 -FocalGamma 3 -Raw -Convention TensorFlow | Should -Be $expected
    }

    # (1 - 1/2)^2 ln 2 of an output at 0, times alpha; ln 2 + 2 (1 - 1/2).
    It 'measures <Name> with the numbers that the framework has' -ForEach @(
        @{ Name = 'torchvision.ops.sigmoid_focal_loss'; Options = @{}; Expected = 0.25 * 0.25 * [Math]::Log(2) }
        @{ Name = 'torchvision.ops.sigmoid_focal_loss'; Options = @{ FocalAlpha = 0.5 }; Expected = 0.5 * 0.25 * [Math]::Log(2) }
        @{ Name = 'optax.sigmoid_focal_loss'; Options = @{}; Expected = 0.25 * [Math]::Log(2) }
        @{ Name = 'optax.poly_loss_cross_entropy'; Options = @{}; Expected = [Math]::Log(2) + 1 }
        @{ Name = 'optax.poly_loss_cross_entropy'; Options = @{ PolyEpsilon = 1 }; Expected = [Math]::Log(2) + 0.5 }
        @{ Name = 'tf.nn.weighted_cross_entropy_with_logits'; Options = @{ PositiveWeight = 3 }; Expected = 2 * [Math]::Log(2) }
        @{ Name = 'tf.nn.log_poisson_loss'; Options = @{}; Expected = 1 }
    ) {
        $targets = $name -match 'focal' ? (, (1, 1)) : (, (1, 0))
        Assert-Near (Measure-Loss $name $targets (, (0, 0)) -Raw @options) $expected 1e-7
    }

    It 'says where the name stands if targets are in its place' {
        $failure = Get-Failure { Measure-Loss 1, 2 1, 3 mse }
        $failure.FullyQualifiedErrorId | Should -Be 'ParameterOutOfRange,LossCmdlets.Commands.MeasureLossCommand'
        $failure.ErrorDetails.RecommendedAction | Should -Be 'Give the name first, then the targets and the predictions.'
    }

    It 'takes one name, and says how several losses are measured' {
        $failure = Get-Failure { Measure-Loss mse, mae 1, 2 1, 3 }
        $failure.FullyQualifiedErrorId | Should -Be 'ParameterOutOfRange,LossCmdlets.Commands.MeasureLossCommand'
        "$failure" | Should -BeLike "Name is 'mse, *'; it must be*"
        $failure.ErrorDetails.RecommendedAction | Should -Match '^Name one loss; .*ForEach-Object'
    }

    It 'names the loss of a kind that another name contradicts' {
        (Get-Failure { Measure-Loss binary_crossentropy 1, 0 0.9, 0.2 -Kind Sparse }).ErrorDetails.RecommendedAction | Should -Be 'Leave out -Kind, or measure SparseCategoricalCrossEntropy.'
        (Get-Failure { Measure-Loss NLLLoss 1, 0 0.9, 0.2 -Kind Binary }).ErrorDetails.RecommendedAction | Should -Be 'Leave out -Kind.'
    }

    It 'names the loss of the kind that the targets are of: <What>' -ForEach @(
        @{ What = 'class numbers'; Loss = 'CategoricalCrossEntropy'; Target = 1, 0; Other = 'class numbers are for SparseCategoricalCrossEntropy\.' }
        @{ What = 'class numbers, of logits'; Loss = 'CategoricalCrossEntropyWithLogits'; Target = 1, 0; Other = 'class numbers are for SparseCategoricalCrossEntropyWithLogits\.' }
        @{ What = 'class numbers of outputs'; Loss = 'BCELoss'; Target = 1, 0; Other = 'class numbers are for SparseCategoricalCrossEntropy\.' }
        @{ What = 'rows'; Loss = 'SparseCategoricalCrossEntropy'; Target = @((0, 1), (1, 0)); Other = 'a value for each prediction is for CategoricalCrossEntropy or for BinaryCrossEntropy\.' }
    ) {
        $failure = Get-Failure { Measure-Loss $loss $target @((0.1, 0.9), (0.8, 0.2)) }
        $failure.FullyQualifiedErrorId | Should -Be 'ShapeMismatch,LossCmdlets.Commands.MeasureLossCommand'
        $failure.ErrorDetails.RecommendedAction | Should -Match $other
        $failure.ErrorDetails.RecommendedAction | Should -Not -Match '-Kind'
    }

    It 'names no kind where there is no loss of it' {
        (Get-Failure { Measure-Loss NLLLoss @((0, 1), (1, 0)) @((-0.1, -2.4), (-1, -0.5)) }).ErrorDetails.RecommendedAction | Should -BeExactly 'Give targets of shape (2,) (class numbers).'
        (Get-Failure { Measure-Loss NLLLoss 1, 0 -0.1, -2.4 }).ErrorDetails.RecommendedAction | Should -BeExactly 'Give each target a row of predictions, one for each class.'
        (Get-Failure { Measure-Loss CategoricalCrossEntropy @((0, 1), (1, 0)) @((0.1, 0.9), (0.8, 0.2)) -Reduction PerElement }).ErrorDetails.RecommendedAction |
            Should -BeExactly 'Use -Reduction None. Outputs that are independent are for BinaryCrossEntropy.'
    }

    It 'names the parameters of its own: <Remedy>' -ForEach @(
        @{ Remedy = 'Leave out -Margin; the parameter of its own is -Delta.'; Run = { Measure-Loss huber 1, 2 1, 2 -Margin 1 } }
        @{ Remedy = 'Leave out -Delta; the parameters of its own are -Margin, -Power.'; Run = { Measure-Loss MultiMargin 0, 1 @((1, 0.5), (1, 0.5)) -Delta 1 } }
    ) {
        (Get-Failure $run).ErrorDetails.RecommendedAction | Should -BeExactly $remedy
    }

    It 'refuses what the name contradicts' {
        Test-Id { Measure-Loss BCEWithLogitsLoss 1, 0 2, -1 -FromLogProbability } OptionNotSupported
        Test-Id { Measure-Loss binary_crossentropy 1, 0 0.9, 0.2 -Kind Sparse } OptionNotSupported
    }

    It 'refuses <Parameter>, which the loss does not have' -ForEach @(
        @{ Parameter = '-Delta'; Call = { Measure-Loss mse 1, 0 1, 1 -Delta 2 } }
        @{ Parameter = '-FromLogits'; Call = { Measure-Loss mse 1, 0 1, 1 -FromLogits } }
        @{ Parameter = '-Delta'; Call = { Measure-Loss binary_crossentropy 1, 0 0.9, 0.2 -Delta 2 } }
        @{ Parameter = '-Epsilon'; Call = { Measure-Loss mae 1, 0 1, 1 -Epsilon 1e-3 } }
    ) {
        $failure = Get-Failure $call
        $failure.FullyQualifiedErrorId | Should -Be 'OptionNotSupported,LossCmdlets.Commands.MeasureLossCommand'
        $failure.Exception.Message | Should -Match "has no $parameter\."
        $failure.ErrorDetails.RecommendedAction | Should -Match "Leave out $parameter"
    }

    It 'says which name, number or convention it does not know' {
        Test-Id { Measure-Loss nosuch 1 1 } ParameterOutOfRange
        (Get-Failure { Measure-Loss nn.KLDivLos 1 1 }).ErrorDetails.RecommendedAction | Should -Match '^Choose nn\.KLDivLoss, which is KullbackLeiblerDivergence, or another'
        (Get-Failure { Measure-Loss focal 1 1 }).ErrorDetails.RecommendedAction | Should -Match '^Choose BinaryFocalCrossEntropy or CategoricalFocalCrossEntropy or BinaryFocalCrossEntropyWithLogits, or another'
        (Get-Failure { Measure-Loss sse 1 1 }).ErrorDetails.RecommendedAction | Should -Match '^A sum of squares is Measure-Loss mse with -Reduction Sum; .* with -Convention PyTorch too'
        Measure-Loss mse (, (1, 2)) (, (3, 5)) -Reduction Sum -Convention PyTorch -Raw | Should -Be 13
        (Get-Failure { Measure-Loss r2_score 1 1 }).ErrorDetails.RecommendedAction | Should -Match 'mean squared error'
        Test-Id { Measure-Loss Huber 1, 2 1, 1 -Delta 0 } ParameterOutOfRange
        Test-Id { Measure-Loss mse 1, 2 1, 1 -Convention Onnx } OptionNotSupported
        Test-Id { Measure-Loss mse 1, 2 1, 1, 1 } TargetCountMismatch
        Test-Id { Measure-Loss BinaryAccuracy 1, 2 1, 1 -Gradient } OptionNotSupported
        Test-Id { Measure-Loss mse 1, 2 1, 1 -Gradient -Raw } OptionNotSupported
    }

    # As text is read, the whole list is; but where there are no classes it is a number that is misspelt.
    It 'says which target is no number: <What>' -ForEach @(
        @{ What = 'a word'; Says = "'abc' at position 2"; Call = { Measure-Loss mse 1, 2, abc 1, 2, 3 } }
        @{ What = 'an expression that PowerShell takes for text'; Says = "'\[double\]::NaN' at position 2"; Call = { Measure-Loss msle 1, 2, [double]::NaN 1, 2, 3 } }
        @{ What = 'a decimal comma'; Says = "'1,5' at position 0"; Call = { Measure-Loss huber '1,5', 2 1, 2 } }
        @{ What = 'a word in one row'; Says = "'a' at position 0"; Call = { Measure-Loss kld @('a', 1) 0.5, 0.5 } }
        @{ What = 'words alone'; Says = "'yes' at position 0"; Call = { Measure-Loss hinge yes, no 0.5, 0.5 } }
        @{ What = 'a word in rows, after a truth value'; Says = "'a' at row 1, column 0"; Call = { Measure-Loss mse @(($true, 2), ('a', 3)) @((1, 2), (2, 3)) } }
        @{ What = 'a word for a loss of your own'; Says = "'a' at position 0"; Call = { Measure-Loss { param($t, $p) $t[0] - $p[0] } a, 1 0.4, 0.6 } }
    ) {
        $failure = Get-Failure $call
        $failure.FullyQualifiedErrorId | Should -Be 'NonNumericValue,LossCmdlets.Commands.MeasureLossCommand'
        $failure.Exception.Message | Should -Match "^Target: $says is not a number\.$"
        $failure.ErrorDetails.RecommendedAction | Should -Match '^Give numbers(, or text in invariant notation| with a decimal point \(1\.5\))'
    }

    It 'leaves out <What> whose target is no number' -ForEach @(
        @{ What = 'a record'; Place = "'abc' at record 0 is not a number"; Call = { @{ y = 'abc'; p = 1 }, @{ y = 3; p = 1 } | Measure-Loss mse -TargetProperty y -PredictionProperty p -ErrorVariable seen -ErrorAction SilentlyContinue; $seen } }
        @{ What = 'a line'; Place = "'abc' is not a number. It stands in line 2 of '.*words\.csv', column 'y'\.$"; Call = {
                Set-Content TestDrive:/words.csv 'y,p', 'abc,1', '3,1'
                Measure-Loss mse -Path TestDrive:/words.csv -TargetColumn y -PredictionColumn p -ErrorVariable seen -ErrorAction SilentlyContinue; $seen
            }
        }
    ) {
        $result, $failure = & $call
        $result.Loss | Should -Be 4
        $failure.Exception.Message | Should -Match $place
    }

    It 'completes the conventions that have a loss, and all of a cross-entropy' {
        (TabExpansion2 'Measure-Loss -Name js -Convention ').CompletionMatches.CompletionText | Should -Be 'Exact'
        (TabExpansion2 'Measure-Loss kld -Convention ').CompletionMatches.CompletionText | Should -Be ((Get-LossFunction kld).Convention | ForEach-Object { "$_" -replace ':.*' })
        (TabExpansion2 'Measure-Loss binary_crossentropy -Convention ').CompletionMatches.CompletionText | Should -Be (Get-CrossEntropyConvention).Name
    }

    It 'takes words for the labels of one output where they are named' {
        Measure-Loss hinge yes, no 0.5, -0.5 -Class no, yes -Raw | Should -Be 0.5
    }

    It 'takes the framework''s convention from its name, unless another is given' {
        (Measure-Loss MSELoss 1, 2 1, 1).Convention | Should -Be PyTorch
        (Measure-Loss MSELoss 1, 2 1, 1 -Convention Keras3).Convention | Should -Be Keras3
        (Measure-Loss mse 1, 2 1, 1).Convention | Should -Be TensorFlow
    }

    It 'measures of two losses of a name the one that the convention calls so' {
        # -(ln(0.9 + 1e-7) + ln(1 - 0.2 + 1e-7)) / 2 has no clip, and more outputs are as many losses.
        $both = Measure-Loss logLoss @(, (1, 0)) @(, (0.9, 0.2)) -Convention TensorFlowJs
        $both.Kind, $both.Convention | Should -Be Binary, TensorFlowJs
        Assert-Near $both.Loss (-([Math]::Log(0.9) + [Math]::Log(0.8)) / 2) 1e-6
        (Measure-Loss logLoss 1, 0 0.9, 0.2).Convention | Should -Be ScikitLearn
        (Measure-Loss hinge_loss 1, -1 0.9, 0.2 -Convention Optax).Name | Should -Be Hinge
    }

    It 'says of shapes that one loss of a name does not take which other does' {
        # scikit-learn 1.2.1: hinge_loss([0, 2, 1], [[1, 2, 3], [3, 1, 4], [0.1, 0.2, 0.3]]) is (3 + 0 + 1.1) / 3.
        $call = @((0, 2, 1), @((1, 2, 3), (3, 1, 4), (0.1, 0.2, 0.3)))
        $failure = Get-Failure { Measure-Loss hinge_loss $call[0] $call[1] }
        $failure.FullyQualifiedErrorId | Should -Be 'ShapeMismatch,LossCmdlets.Commands.MeasureLossCommand'
        $failure.ErrorDetails.RecommendedAction | Should -Match ' Or measure MultiMargin -Convention ScikitLearn, which is called hinge_loss too\.$'
        Assert-Near (Measure-Loss MultiMargin $call[0] $call[1] -Convention ScikitLearn -Raw) (4.1 / 3) 1e-7
        (Get-Failure { Measure-Loss mse 1, 2 @((1, 2), (3, 4)) }).ErrorDetails.RecommendedAction | Should -Not -Match ' Or measure'
    }

    It 'says of class numbers given to <Loss>, a loss of rows, how to make rows of them: <Target>' -ForEach @(
        @{ Loss = 'kld'; Target = 2, 0; Prediction = @((0.25, 0.25, 0.5), (0.5, 0.25, 0.25)); Expected = [Math]::Log(2) }
        @{ Loss = 'cosine_similarity'; Target = 1, 0; Prediction = @((0, 5, 0), (3, 0, 4)); Expected = -(1 + 0.6) / 2 }
        @{ Loss = 'brier'; Target = 1; Prediction = @(, (0.2, 0.7, 0.1)); Expected = 0.04 + 0.09 + 0.01 }
        @{ Loss = 'kld'; Target = 1; Prediction = 0.25, 0.5, 0.25; Expected = [Math]::Log(2) }
        @{ Loss = 'kld'; Target = @((2, 0), (1, 1)); Prediction = @(@((0.5, 0, 0.5), (0.5, 0.5, 0)), @((0, 0.5, 0.5), (0.5, 0.5, 0))); Expected = [Math]::Log(2) }
    ) {
        $failure = Get-Failure { Measure-Loss $loss $target $prediction }
        $failure.FullyQualifiedErrorId | Should -Be 'ShapeMismatch,LossCmdlets.Commands.MeasureLossCommand'
        $call = '\(ConvertTo-OneHot \$target -ClassCount 3\)\.$'
        $failure.ErrorDetails.RecommendedAction | Should -Match $call
        $rows = & ([scriptblock]::Create([regex]::Match($failure.ErrorDetails.RecommendedAction, $call).Value.TrimEnd('.')))

        # The divergence of TensorFlow has an epsilon of 1e-7.
        Assert-Near (Measure-Loss $loss $rows $prediction -Raw) $expected 1e-5
    }

    It 'says of text labels given to <Loss>, a loss of rows, how to make rows of them' -ForEach @(
        @{ Loss = 'kld'; Expected = [Math]::Log(2) }
        @{ Loss = 'brier'; Expected = 0.25 + 0.0625 + 0.0625 }
    ) {
        $target, $prediction = ('dog', 'cat'), @((0.25, 0.5, 0.25), (0.5, 0.25, 0.25))
        $failure = Get-Failure { Measure-Loss $loss $target $prediction }
        $failure.FullyQualifiedErrorId | Should -Be 'NonNumericValue,LossCmdlets.Commands.MeasureLossCommand'
        $failure.ErrorDetails.RecommendedAction | Should -Match '\(ConvertTo-OneHot \$target -Class \.\.\.\)'
        Assert-Near (Measure-Loss $loss (ConvertTo-OneHot $target -Class cat, dog, pig) $prediction -Raw) $expected 1e-5
        $failure = Get-Failure { Measure-Loss $loss $target $prediction -Class cat, dog, pig }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NonNumericValue,*'
        $failure.ErrorDetails.RecommendedAction | Should -Match "\(ConvertTo-OneHot \`$target -Class 'cat', 'dog', 'pig'\)"
        (Get-Failure { Measure-Loss $loss @(('a', 0, 0), (0, 1, 0)) $prediction }).ErrorDetails.RecommendedAction | Should -Match '^Give numbers'
    }

    It 'quotes labels in a call so that PowerShell reads them' {
        # It takes typographic quotes for quotes.
        $target = "l$([char]0x2019)or", "l'argent"
        $failure = Get-Failure { Measure-Loss brier $target @((0.5, 0.5), (0.25, 0.75)) -Class $target }
        $call = [regex]::Match($failure.ErrorDetails.RecommendedAction, '\(ConvertTo-OneHot .*\)(?= makes)').Value
        (& ([scriptblock]::Create($call))).Class | Should -Be $target
    }

    It 'takes text for yes and no of one output, as a vector and as a column' {
        Measure-Loss mse yes, no 0.5, 0.5 -Class no, yes -Raw | Should -Be 0.25
        Measure-Loss mse yes, no (, 0.5), (, 0.5) -Class no, yes -Raw | Should -Be 0.25
        (Get-Failure { Measure-Loss mse yes, no (, 0.5), (, 0.5) }).ErrorDetails.RecommendedAction | Should -Match '^Give numbers'
    }

    It 'gives derivatives' {
        (Measure-Loss mse 1, 2, 3 1.5, 2, 2 -Gradient).Gradient.Values | ForEach-Object { [Math]::Round($_, 6) } | Should -Be 0.333333, 0, -0.666667
    }

    It 'takes predictions, records, CSV and npy files alike' {
        $target, $prediction = (3, 1, 2), (2.5, 1, 4)
        $expected = Measure-Loss mse $target $prediction -Raw
        $expected | Should -Be ((0.25 + 4) / 3)
        $prediction | Measure-Loss mse $target -Raw | Should -Be $expected
        $records = 0..2 | ForEach-Object { [pscustomobject]@{ Wanted = $target[$_]; Got = $prediction[$_]; Fold = $_ % 2 } }
        $records | Measure-Loss mse -TargetProperty Wanted -PredictionProperty Got -Raw | Should -Be $expected
        $groups = $records | Measure-Loss mse -TargetProperty Wanted -PredictionProperty Got -GroupBy Fold
        $groups.Group | Should -Be 0, 1
        $groups.Loss | Should -Be ((0.25 + 4) / 2), 0
        $records | Export-Csv TestDrive:/samples.csv
        Measure-Loss mse -Path TestDrive:/samples.csv -TargetColumn Wanted -PredictionColumn Got -Raw | Should -Be $expected
        $target | Export-Tensor TestDrive:/target.npy
        $prediction | Export-Tensor TestDrive:/prediction.npy
        Measure-Loss mse -TargetPath TestDrive:/target.npy -PredictionPath TestDrive:/prediction.npy -Raw | Should -Be $expected
    }

    It 'writes the losses to a file' {
        $null = Measure-Loss mse 3, 1, 2 2.5, 1, 4 -OutputPath TestDrive:/losses.npy
        (Import-Tensor TestDrive:/losses.npy).Values | Should -Be 0.25, 0, 4
        Test-Id { Measure-Loss mse 3, 1, 2 2.5, 1, 4 -OutputPath TestDrive:/losses.npy } FileExists
    }

    It 'compares, and survives serialization' {
        $result = Measure-Loss mse 3, 1, 2 2.5, 1, 4
        $result -lt 1.5 | Should -BeTrue
        $result -gt (Measure-Loss mse 1, 2 1, 2) | Should -BeTrue
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($result, 3))
        $copy.Loss | Should -Be $result.Loss
        ($copy | Out-String).Trim() | Should -Be ($result | Out-String).Trim()
    }

    It 'completes names, those of the catalogue first, with what they are' {
        $matches = (TabExpansion2 'Measure-Loss mean_').CompletionMatches
        $matches.CompletionText | Should -Be 'mean_squared_error', 'mean_absolute_error', 'mean_absolute_percentage_error', 'mean_squared_logarithmic_error', 'mean_squared_log_error', 'mean_pinball_loss', 'root_mean_squared_error'
        $matches = (TabExpansion2 'Measure-Loss hin').CompletionMatches
        $matches[0].CompletionText | Should -Be Hinge
        $matches[0].ToolTip | Should -Match 'Margin - t x'
        (TabExpansion2 'Measure-Loss -Name ').CompletionMatches.CompletionText | Should -Be (Get-LossFunction).Name
    }

    It 'completes a word that stands in a name, behind names that it begins' {
        $found = (TabExpansion2 'Measure-Loss hinge').CompletionMatches.CompletionText
        $found | Should -Be 'Hinge', 'HingeEmbedding', 'hinge_loss', 'hingeLoss', 'HingeEmbeddingLoss', 'hinge_embedding_loss', 'SquaredHinge', 'CategoricalHinge', 'squared_hinge', 'categorical_hinge', 'multiclass_hinge_loss'
        (TabExpansion2 'Measure-Loss entropy').CompletionMatches[0..1].CompletionText | Should -Be 'BinaryCrossEntropy', 'BinaryCrossEntropyWithLogits'
        (TabExpansion2 'Measure-Loss nn.hinge').CompletionMatches[0..1].CompletionText | Should -Be 'nn.HingeEmbeddingLoss', 'nn.hinge_embedding_loss'
        (TabExpansion2 'Measure-Loss nn.embedding').CompletionMatches.CompletionText | Should -Be 'nn.HingeEmbeddingLoss', 'nn.hinge_embedding_loss'
    }

    It 'completes what stands behind <Module>, which stays' -ForEach @(
        @{ Module = 'nn.'; Word = 'KLDivL'; Expected = 'KLDivLoss' }
        @{ Module = 'torch.nn.'; Word = 'Multi'; Expected = 'MultiMarginLoss', 'multi_margin_loss', 'MultiLabelSoftMarginLoss', 'multilabel_soft_margin_loss' }
        @{ Module = 'tf.keras.losses.'; Word = 'hu'; Expected = 'Huber', 'huber_loss', 'huberLoss' }
        @{ Module = 'tf.losses.'; Word = 'absoluteD'; Expected = 'absoluteDifference' }
        @{ Module = 'F.'; Word = 'mse'; Expected = 'MSELoss', 'mse_loss' }
        @{ Module = 'nn.'; Word = 'mean'; Expected = 'MSELoss', 'mse_loss', 'L1Loss', 'l1_loss' }
        @{ Module = 'own.'; Word = 'l1'; Expected = 'L1Loss', 'l1_loss', 'SmoothL1Loss', 'smooth_l1_loss' }
    ) {
        (TabExpansion2 "Measure-Loss $module$word").CompletionMatches.CompletionText | Should -Be @($expected | ForEach-Object { "$module$_" })
        $all = (TabExpansion2 "Measure-Loss $module").CompletionMatches.CompletionText
        $all | Should -Contain "$module$(@($expected)[0])"
        foreach ($name in $all) { { Get-LossFunction $name -ErrorAction Stop } | Should -Not -Throw }
    }

    It 'keeps and shows a label' {
        $result = Measure-Loss mse 1, 2 1, 1 -Label main
        $result.Label | Should -Be main
        ($result | Out-String) | Should -Match '(?s)Loss.*Label\s.*0\.5.*\smain\s'
        (Measure-CrossEntropy 1, 0, 1 0.9, 0.2, 0.7 -Label aux | Out-String) | Should -Match '(?s)Loss.*Label\s.*0\.2283929.*\saux\s'
        (Measure-Loss mse 1, 2 1, 1 | Out-String) | Should -Not -Match 'Label'
    }

    It 'stands in one table with results of other kinds, whichever comes first' {
        $entropy = Measure-CrossEntropy 1, 0, 1 0.9, 0.2, 0.7
        $others = (Measure-CrossEntropy 1, 0 0.6, 0.3 -Label head), (Measure-CrossEntropy 1, 0 0.6, 0.3 -Detailed), (Measure-Loss mse 1, 2 1, 1 -Label main), (Measure-Loss mae 1, 2 1, 1)
        foreach ($first in $others) {
            $lines = ($first, $others, $entropy | ForEach-Object { $_ } | Out-String -Width 120).Trim() -split '\r?\n'
            $lines | Should -HaveCount 8 -Because 'there are a heading, its line, and six results'
            $lines[-1] | Should -Match '0\.2283929\s'
            $lines[0] -match 'Kind' ? 'MeanSquaredError' : 'CrossEntropy' | Should -BeIn ($lines -split '\s+')
        }
    }
}
