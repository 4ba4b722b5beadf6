# A sample of the published numbers through the cmdlet: that each framework's own options arrive at the parameters that mean them.
BeforeDiscovery {
    . $PSScriptRoot/Common.ps1
    $conventions = @{ keras3 = 'Keras3'; tf2 = 'TensorFlow'; keras1 = 'Keras1'; torch = 'PyTorch'; optax = 'Optax'; sklearn = 'ScikitLearn'; onnx = 'Onnx'; tfjs = 'TensorFlowJs' }

    # The loss's name says the kind and the form that the parameters do not say.
    $losses = @{
        BinaryCrossentropy                         = @{ Kind = 'Binary' }
        BinaryFocalCrossentropy                    = @{ Kind = 'Binary'; FocalGamma = 2 }
        CategoricalCrossentropy                    = @{ Kind = 'Categorical' }
        CategoricalFocalCrossentropy               = @{ Kind = 'Categorical'; FocalGamma = 2 }
        CategoricalGeneralizedCrossEntropy         = @{ Kind = 'Sparse'; GeneralizedQ = 0.5 }
        SparseCategoricalCrossentropy              = @{ Kind = 'Sparse' }
        cross_entropy                              = @{ FromLogits = $true }
        nll_loss                                   = @{ FromLogProbability = $true; Kind = 'Sparse' }
        binary_cross_entropy                       = @{ Kind = 'Binary' }
        binary_cross_entropy_with_logits           = @{ Kind = 'Binary'; FromLogits = $true }
        sigmoid_binary_cross_entropy               = @{ Kind = 'Binary'; FromLogits = $true; Reduction = 'None' }
        sigmoid_focal_loss                         = @{ Kind = 'Binary'; FromLogits = $true; FocalGamma = 2; Reduction = 'None' }
        softmax_cross_entropy                      = @{ Kind = 'Categorical'; FromLogits = $true; Reduction = 'None' }
        softmax_cross_entropy_with_integer_labels  = @{ Kind = 'Sparse'; FromLogits = $true; Reduction = 'None' }
        poly_loss_cross_entropy                    = @{ Kind = 'Categorical'; FromLogits = $true; PolyEpsilon = 2; Reduction = 'None' }
        NegativeLogLikelihoodLoss                  = @{ Kind = 'Sparse'; FromLogProbability = $true }
        SoftmaxCrossEntropyLoss                    = @{ Kind = 'Sparse'; FromLogits = $true }
        logLoss                                    = @{ Kind = 'Binary' }
        sigmoidCrossEntropy                        = @{ Kind = 'Binary'; FromLogits = $true }
        softmaxCrossEntropy                        = @{ Kind = 'Categorical'; FromLogits = $true }
    }
    $names = @{
        from_logits = 'FromLogits'; label_smoothing = 'LabelSmoothing'; ignore_class = 'IgnoreClass'; ignore_index = 'IgnoreClass'; gamma = 'FocalGamma'
        axis = 'Axis'; q = 'GeneralizedQ'; epsilon = 'PolyEpsilon'; weight = 'ClassWeight'; pos_weight = 'PositiveWeight'
    }
    $reductions = @{ sum = 'Sum'; mean = 'Mean'; none = 'None'; sum_over_batch_size = 'Mean' }

    function ConvertTo-Parameter($Case) {
        $parameters = ($losses[$Case.loss] ?? @{ Kind = $Case.y_pred[0] -is [array] ? 'Auto' : 'Binary' }) + @{ Convention = $conventions[$Case.framework] }
        foreach ($name in $Case.params.Keys) {
            $value = $Case.params[$name]
            switch ($name) {
                { $_ -in 'reduction', '_reduce' } { $parameters.Reduction = $reductions[$value ?? 'none'] }
                'alpha' { if ($Case.params.apply_class_balancing -or $Case.loss -ne 'BinaryFocalCrossentropy') { $parameters.FocalAlpha = $value } }
                'apply_class_balancing' { if ($value) { $parameters.FocalAlpha = $Case.params.alpha ?? 0.25 } }
                default { $parameters[$names[$name]] = $value }
            }
        }

        # PyTorch's weight of a binary loss belongs to the elements, aligned from the last axis.
        if ($parameters.Kind -eq 'Binary' -and $parameters.ContainsKey('ClassWeight')) {
            $parameters.SampleWeight = , $parameters.ClassWeight
            $parameters.Remove('ClassWeight')
        }

        # Scikit-learn takes labels in their order.
        if ($Case.y_true[0] -is [string]) { $parameters.Class = $Case.y_true | Sort-Object -Unique }
        if ($Case.kind -eq 'metric') { $parameters.Denominator = 'WeightSum' }
        if ($Case.kind -eq 'function') { $parameters.Reduction = 'None' }
        if ($null -ne $Case.sample_weight) { $parameters.SampleWeight = $Case.sample_weight }
        if ($null -ne $Case.grad) { $parameters.Gradient = $true }
        $parameters.DataType = ($Case.compute_dtype ?? 'float32') -eq 'float64' -or $Case.framework -eq 'sklearn' ? 'Float64' : 'Float32'
        $parameters
    }

    $cases = Get-Content $repository/tests/golden/cross-entropy.json -Raw | ConvertFrom-Json -AsHashtable |
        Where-Object { ($_.loss -in $losses.Keys -or $_.loss -eq 'log_loss') -and -not $_.error -and -not $_.params.eps -and -not ($_.params.Keys | Where-Object { $_ -notin $names.Keys -and $_ -notin 'reduction', '_reduce', 'alpha', 'apply_class_balancing' }) }

    # Of each loss of each framework two, and every tenth that has a gradient.
    $sample = foreach ($group in $cases | Group-Object { "$($_.framework) $($_.kind) $($_.loss)" }) {
        $group.Group | Select-Object -First 2
    }
    $number = 0
    $sample = @($sample) + @($cases | Where-Object { $_.grad -and $number++ % 10 -eq 0 }) | Sort-Object { $_.id } -Unique | ForEach-Object {
        @{ Id = $_.id; Loss = "$($_.framework) $($_.loss)"; Parameters = ConvertTo-Parameter $_; Target = $_.y_true; Prediction = $_.y_pred; Expected = $_.expected; Case = $_ }
    }
}

Describe 'Published numbers' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $words = @{ inf = [double]::PositiveInfinity; '-inf' = [double]::NegativeInfinity; nan = [double]::NaN }
        function Expand-Number($Value) {
            if ($Value -is [LossCmdlets.Output.Tensor]) { $Value.Values } elseif ($Value -is [array]) { $Value | ForEach-Object { Expand-Number $_ } } else { [double]($words["$Value"] ?? $Value) }
        }
        function Assert-Close($Actual, $Expected, $Case) {
            $actual, $expected = @(Expand-Number $Actual), @(Expand-Number $Expected)
            $actual | Should -HaveCount $expected.Count
            for ($i = 0; $i -lt $expected.Count; $i++) {
                if ([double]::IsFinite($expected[$i])) {
                    [Math]::Abs($actual[$i] - $expected[$i]) | Should -BeLessOrEqual ($Case.atol + $Case.rtol * [Math]::Abs($expected[$i])) -Because "$($actual[$i]) should be $($expected[$i])"
                }
                else { "$($actual[$i])" | Should -BeExactly "$($expected[$i])" }
            }
        }
    }

    It 'are of every framework' -ForEach @{ Found = $sample } {
        $found.Count | Should -BeGreaterOrEqual 40
        ($found.Case.framework | Sort-Object -Unique).Count | Should -Be 8
    }

    It '<Id>: <Loss>' -ForEach $sample {
        $result = Measure-CrossEntropy $target $prediction @parameters -WarningAction Ignore
        Assert-Close ($result.Values ?? $result.Loss) $expected $case
        if ($case.grad) { Assert-Close $result.Gradient $case.grad $case }
    }
}
