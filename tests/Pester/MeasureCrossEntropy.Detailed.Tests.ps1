# What -Detailed tells, against numbers worked out here by their definitions.
Describe 'Details' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1

        # Definitions over rows that sum to one, one label a row. A class is hit among the first k where fewer than k classes are above it.
        function Get-Detail($Rows, [int[]] $Labels, [double[]] $Weights = @(1) * $Labels.Count) {
            $count = $Rows[0].Count
            $bins = foreach ($i in 0..14) { @{ Count = 0; Weight = 0.0; Confidence = 0.0; Hits = 0.0 } }
            $classes = foreach ($i in 1..$count) { @{ Count = 0; Weight = 0.0; Loss = 0.0 } }
            $hits = [double[]]::new($count)
            $brier = $total = $loss = 0.0
            for ($i = 0; $i -lt $Labels.Count; $i++) {
                $row, $label, $weight = $Rows[$i], $Labels[$i], $Weights[$i]
                $above = @($row -gt $row[$label]).Count
                for ($k = $above; $k -lt $count; $k++) { $hits[$k] += $weight }
                for ($j = 0; $j -lt $count; $j++) { $brier += $weight * [Math]::Pow($row[$j] - ($j -eq $label), 2) }
                $confidence = ($row | Measure-Object -Maximum).Maximum
                $bin = $bins[[Math]::Min(14, [Math]::Floor($confidence * 15))]
                $bin.Count++
                $bin.Weight += $weight
                $bin.Confidence += $weight * $confidence
                $bin.Hits += $weight * ($above -eq 0)
                $class = $classes[$label]
                $class.Count++
                $class.Weight += $weight
                $class.Loss -= $weight * [Math]::Log($row[$label])
                $total += $weight
                $loss -= $weight * [Math]::Log($row[$label])
            }
            $entropy = 0.0
            foreach ($share in $classes.ForEach{ $_.Weight / $total } -gt 0) { $entropy -= $share * [Math]::Log($share) }
            @{
                TopK = $hits.ForEach{ $_ / $total }
                Brier = $brier / $total
                Calibration = ($bins.ForEach{ [Math]::Abs($_.Hits - $_.Confidence) } | Measure-Object -Sum).Sum / $total
                Bins = $bins
                Counts = $classes.ForEach{ $_.Count }
                Losses = $classes.ForEach{ $_.Loss / $_.Weight }
                Entropy = $entropy
                Reduction = 1 - $loss / $total / $entropy
            }
        }

        function Assert-Detail($Detail, $Expected, [double] $Tolerance) {
            Assert-Near $Detail.Accuracy $Expected.TopK[0] $Tolerance
            Assert-Near $Detail.TopKAccuracy $Expected.TopK $Tolerance
            Assert-Near $Detail.BrierScore $Expected.Brier $Tolerance
            Assert-Near $Detail.CalibrationError $Expected.Calibration $Tolerance
            Assert-Near $Detail.PriorEntropy $Expected.Entropy $Tolerance
            Assert-Near $Detail.LossReduction $Expected.Reduction $Tolerance
            $Detail.Classes.SampleCount | Should -Be $Expected.Counts
            Assert-Near $Detail.Classes.Loss $Expected.Losses $Tolerance
            $Detail.CalibrationBins.SampleCount | Should -Be $Expected.Bins.ForEach{ $_.Count }
            foreach ($i in 0..14) {
                $bin, $sums = $Detail.CalibrationBins[$i], $Expected.Bins[$i]
                Assert-Near $bin.Lower, $bin.Upper ($i / 15), (($i + 1) / 15) 1e-15
                if ($sums.Count) { Assert-Near $bin.Confidence, $bin.Accuracy ($sums.Confidence / $sums.Weight), ($sums.Hits / $sums.Weight) $Tolerance }
                else { "$($bin.Confidence) $($bin.Accuracy)" | Should -Be 'NaN NaN' }
            }
        }

        $rows = (0.2, 0.3, 0.5), (0.1, 0.6, 0.3), (0.7, 0.1, 0.2), (0.45, 0.35, 0.2), (0.05, 0.05, 0.9)
        $labels = 2, 1, 0, 1, 0
        $exact = @{ Convention = 'Exact'; Detailed = $true }
    }

    It 'of a hand-made set: three of five are right, and all among the first two' {
        $detail = (Measure-CrossEntropy $labels $rows @exact).Detail
        Assert-Near $detail.Accuracy 0.6 1e-15
        Assert-Near $detail.TopKAccuracy 0.6, 1, 1 1e-15  # the last row's class has one above it, and an equal
        Assert-Near $detail.BrierScore ((0.38 + 0.26 + 0.14 + 0.665 + 1.715) / 5) 1e-14
        Assert-Near $detail.CalibrationError ((0.5 + 0.4 + 0.3 + 0.45 + 0.9) / 5) 1e-14
        Assert-Near $detail.Classes.Loss (-([Math]::Log(0.7) + [Math]::Log(0.05)) / 2), (-([Math]::Log(0.6) + [Math]::Log(0.35)) / 2), (-[Math]::Log(0.5)) 1e-14
        Assert-Detail $detail (Get-Detail $rows $labels) 1e-14
    }

    It 'are weighted as the losses are' {
        Assert-Detail (Measure-CrossEntropy $labels $rows -SampleWeight 2, 1, 0.5, 3, 1 @exact).Detail (Get-Detail $rows $labels (2, 1, 0.5, 3, 1)) 1e-14
    }

    It 'leave out what is ignored' {
        Assert-Detail (Measure-CrossEntropy @(2, 1, 0, 1, 0, -1) @($rows + , (0.1, 0.1, 0.8)) -IgnoreClass -1 @exact).Detail (Get-Detail $rows $labels) 1e-14
    }

    It 'of one-hot rows, of logits and of piped rows are the same' {
        $expected = Get-Detail $rows $labels
        $oneHot = foreach ($label in $labels) { , (0..2).ForEach{ [int]($_ -eq $label) } }
        Assert-Detail (Measure-CrossEntropy $oneHot $rows @exact).Detail $expected 1e-14
        $logits = foreach ($row in $rows) { , $row.ForEach{ [Math]::Log($_) + 5 } }
        Assert-Detail (Measure-CrossEntropy $labels $logits -FromLogits @exact).Detail $expected 1e-13
        Assert-Detail ($rows | Measure-CrossEntropy $labels @exact).Detail $expected 1e-14
    }

    It 'of the digits, as records' {
        $records = Import-Csv $repository/examples/data/digits/predictions.csv
        $detail = ($records | Measure-CrossEntropy -TargetProperty label -PredictionProperty p* @exact -DataType Float64).Detail
        $predictions = foreach ($record in $records) { , [double[]](0..9).ForEach{ $record."p$_" } }
        Assert-Detail $detail (Get-Detail $predictions ([int[]]$records.label)) 1e-12
        $detail.Classes.Class | Should -Be ('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')
    }

    It 'of one binary output have the classes 0 and 1' {
        $result = Measure-CrossEntropy 1, 0, 1, 0 0.9, 0.2, 0.4, 0.3 @exact
        $detail = $result.Detail
        Assert-Near $detail.Accuracy 0.75 1e-15
        Assert-Near $detail.BrierScore ((0.01 + 0.04 + 0.36 + 0.09) / 4) 1e-14
        Assert-Near $detail.CalibrationError ((0.1 + 0.2 + 0.6 + 0.3) / 4) 1e-14
        Assert-Near $detail.PriorEntropy ([Math]::Log(2)) 1e-15
        Assert-Near $detail.LossReduction (1 - $result.Loss / [Math]::Log(2)) 1e-14
        $detail.TopKAccuracy | Should -BeNullOrEmpty
        $detail.Classes.Class | Should -Be '0', '1'
        $detail.Classes.SampleCount | Should -Be 2, 2
        Assert-Near $detail.Classes.Loss (-([Math]::Log(0.8) + [Math]::Log(0.7)) / 2), (-([Math]::Log(0.9) + [Math]::Log(0.4)) / 2) 1e-14
    }

    It 'of several binary outputs have the outputs as classes' {
        $detail = (Measure-CrossEntropy @((1, 0), (1, 1)) @((0.9, 0.2), (0.4, 0.6)) -Kind Binary -Class red, round @exact).Detail
        $detail.Classes.Class | Should -Be 'red', 'round'
        $detail.Classes.SampleCount | Should -Be 2, 1
        Assert-Near $detail.Classes.Loss (-([Math]::Log(0.9) + [Math]::Log(0.4)) / 2), (-([Math]::Log(0.8) + [Math]::Log(0.6)) / 2) 1e-14
    }

    It 'have no reduction of the prior where the loss is another' {
        (Measure-CrossEntropy $labels $rows -FocalGamma 2 @exact).Detail.LossReduction | Should -BeNullOrEmpty
    }

    # Six terms of yes and three of no, over five samples.
    It 'compare the loss with what the prior costs by the same options' {
        $detail = (Measure-CrossEntropy 1, 0, 0, 1, 0 2, -1, -0.5, -0.75, 0.5 -FromLogits -PositiveWeight 3 -Detailed).Detail
        Assert-Near $detail.PriorLoss ((6 * [Math]::Log(1.5) + 3 * [Math]::Log(3)) / 5) 1e-14
        $constant = (Measure-CrossEntropy 1, 0, 0, 1, 0 (, [Math]::Log(2) * 5) -FromLogits -PositiveWeight 3 -DataType Float64 -Detailed).Detail
        Assert-Near $constant.LossReduction 0 1e-14
    }

    It 'come with losses that are kept, and are not there unasked' {
        Assert-Near (Measure-CrossEntropy $labels $rows -Reduction None @exact).Detail.Accuracy 0.6 1e-15
        (Measure-CrossEntropy $labels $rows).Detail | Should -BeNullOrEmpty
    }

    It 'of one sample: <What>' -ForEach @(
        @{ What = 'one output'; Run = { Measure-CrossEntropy 1 0.8 -Detailed }; Counts = 0, 1; Brier = 0.04 }
        @{ What = 'two outputs'; Run = { Measure-CrossEntropy @(, (1, 0)) @(, (0.8, 0.4)) -Kind Binary -Detailed }; Counts = 1, 0; Brier = 0.1 }
        @{ What = 'three classes'; Run = { Measure-CrossEntropy 2 @(, (0.1, 0.1, 0.8)) -Detailed }; Counts = 0, 0, 1; Brier = 0.06 }
        @{ What = 'a distribution over three classes'; Run = { Measure-CrossEntropy @(, (0.2, 0, 0.8)) @(, (0.1, 0.1, 0.8)) -Detailed }; Counts = 0, 0, 1; Brier = 0.02 }
    ) {
        $detail = (& $Run).Detail
        Assert-Near $detail.Accuracy 1 0
        Assert-Near $detail.BrierScore $brier 1e-6
        $detail.Classes.SampleCount | Should -Be $counts
    }

    It 'name the classes by <What>' -ForEach @(
        @{ What = '-Class'; Expected = 'cat', 'dog'; Run = { Measure-CrossEntropy dog, cat @((0.1, 0.9), (0.7, 0.3)) -Class cat, dog -Detailed } }
        @{ What = '-Class beside one-hot rows'; Expected = 'cat', 'dog'; Run = { Measure-CrossEntropy @((0, 1), (1, 0)) @((0.1, 0.9), (0.7, 0.3)) -Class cat, dog -Detailed } }
        @{ What = '-Class of one output'; Expected = 'no', 'yes'; Run = { Measure-CrossEntropy yes, no 0.9, 0.3 -Class no, yes -Detailed } }
        @{ What = 'a Tensor'; Expected = 'cat', 'dog'; Run = { Measure-CrossEntropy 1, 0 ('dog', 'cat' | ConvertTo-OneHot) -Detailed } }
        @{ What = 'a Tensor''s outputs'; Expected = 'cat', 'dog'; Run = { Measure-CrossEntropy @(('no', 'yes'), ('yes', 'yes')) ('dog', 'cat' | ConvertTo-OneHot) -Class no, yes -Detailed } }
        @{ What = 'the columns of records'; Expected = 'cat', 'dog'; Run = { @{ y = 'dog'; p_cat = 0.4; p_dog = 0.6 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p_cat, p_dog -Detailed } }
        @{ What = 'the columns of records with numbers as targets'; Expected = 'cat', 'dog'; Run = { @{ y = 1; p_cat = 0.4; p_dog = 0.6 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p_cat, p_dog -Detailed } }
        @{ What = 'the columns of records with one-hot targets'; Expected = '1', '2'; Run = { @{ y1 = 0; y2 = 1; p1 = 0.4; p2 = 0.6 } | Measure-CrossEntropy -TargetProperty y1, y2 -PredictionProperty p* -Detailed } }
        @{ What = '-Class of records'; Expected = 'no', 'yes'; Run = { @{ y = 'yes'; p = 0.4 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -Class no, yes -Detailed } }
        @{ What = 'their numbers, where a Tensor''s labels are those of another axis'; Expected = '0', '1'; Run = { Measure-CrossEntropy @(, (1, 0)) ([LossCmdlets.Output.Tensor]::new([double[]](0.1, 0.6, 0.9, 0.4), [int[]](1, 2, 2), [string[]]('x', 'y'))) -Axis 1 -Detailed } }
    ) {
        (& $Run).Detail.Classes.Class | Should -Be $expected
    }

    It 'are refused where -Class has another number of labels than there are columns: <What>' -ForEach @(
        @{ What = 'one-hot rows'; Run = { Measure-CrossEntropy @((0, 1), (1, 0)) @((0.1, 0.9), (0.7, 0.3)) -Class cat, dog, emu } }
        @{ What = 'records'; Run = { @{ y0 = 0; y1 = 1; p0 = 0.4; p1 = 0.6 } | Measure-CrossEntropy -TargetProperty y* -PredictionProperty p* -Class cat, dog, emu } }
    ) {
        (Get-Failure $Run).FullyQualifiedErrorId | Should -BeLike 'ParameterOutOfRange,*'
    }

    It 'survive <What>' -ForEach @(
        @{ What = 'a job'; Through = { param($Result) Start-Job { $using:Result } | Receive-Job -Wait -AutoRemoveJob } }
        @{ What = 'a file'; Through = { param($Result) $Result | Export-Clixml TestDrive:/result.xml; Import-Clixml TestDrive:/result.xml } }
        @{ What = 'a file by themselves'; Through = { param($Result) $Result.Detail | Export-Clixml TestDrive:/detail.xml; @{ Detail = Import-Clixml TestDrive:/detail.xml } } }
    ) {
        $before = Measure-CrossEntropy dog, cat @((0.1, 0.9), (0.7, 0.3)) -Class cat, dog -Detailed
        $after = & $Through $before
        Assert-Near $after.Detail.Accuracy 1 0
        Assert-Near $after.Detail.TopKAccuracy 1, 1 0
        $after.Detail.Classes[1].Class | Should -Be 'dog'
        Get-Bits $after.Detail.Classes[1].Loss | Should -Be (Get-Bits $before.Detail.Classes[1].Loss)
        Get-Bits $after.Detail.CalibrationBins[13].Confidence | Should -Be (Get-Bits $before.Detail.CalibrationBins[13].Confidence)
        ($after.Detail | Out-String) | Should -Be ($before.Detail | Out-String)
    }

    It 'are in the view of the result, on a line that is narrow enough' {
        $lines = @((Measure-CrossEntropy $labels $rows -Reduction None @exact | Out-String -Width 79) -split '\r?\n' | Where-Object { $_.Trim() })
        $lines | Should -HaveCount 3
        $lines[0] | Should -Match 'Accuracy.*Brier.*ECE.*Samples'
        $lines[2] | Should -Match '\b0\.6\b'
    }
}
