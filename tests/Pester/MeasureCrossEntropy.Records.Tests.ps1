# A record is a sample: objects, hashtables, ordered dictionaries, data rows, CSV.
Describe 'Records' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $columns = @{ TargetProperty = 'y'; PredictionProperty = 'p*' }
        $ln = @{ 0.25 = -[Math]::Log(0.25); 0.5 = -[Math]::Log(0.5); 0.75 = -[Math]::Log(0.75) }
        $expected = ($ln[0.75] + $ln[0.5]) / 2
        $table = [Data.DataTable]::new()
        foreach ($name in 'y', 'p0', 'p1') { $null = $table.Columns.Add($name, [double]) }
        $null = $table.Rows.Add(1, 0.25, 0.75), $table.Rows.Add(0, 0.5, 0.5)
    }

    It 'are refused where two of <Kind> have one number' -ForEach @(
        @{ Kind = 'properties'; Run = { [pscustomobject]@{ y = 1; p1 = 0.25; p01 = 0.75 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p* } }
        @{ Kind = 'columns'; Run = { Set-Content $TestDrive/twins.csv 'y,p0,P0', '1,0.25,0.75'; Measure-CrossEntropy -Path $TestDrive/twins.csv -TargetColumn y -PredictionColumn p* } }
    ) {
        $failure = Get-Failure $run
        $failure.FullyQualifiedErrorId | Should -Be 'OptionNotSupported,LossCmdlets.Commands.MeasureCrossEntropyCommand'
        "$failure" | Should -Match "two $kind with one number"
    }

    It 'are read from <What>' -ForEach @(
        @{ What = 'objects'; Run = { [pscustomobject]@{ y = 1; p0 = 0.25; p1 = 0.75 }, [pscustomobject]@{ y = 0; p0 = 0.5; p1 = 0.5 } } }
        @{ What = 'objects of text'; Run = { 'y,p0,p1', '1,0.25,0.75', '0,.5,5e-1' | ConvertFrom-Csv } }
        @{ What = 'objects whose columns are in another order'; Run = { 'p1,y,p0', '0.75,1,0.25', '0.5,0,0.5' | ConvertFrom-Csv } }
        @{ What = 'hashtables'; Run = { @{ y = 1; p0 = 0.25; p1 = 0.75 }, @{ y = 0; p0 = 0.5; p1 = 0.5 } } }
        @{ What = 'ordered dictionaries'; Run = { [ordered]@{ p1 = 0.75; y = 1; p0 = 0.25 }, [ordered]@{ y = 0; p0 = 0.5; p1 = 0.5 } } }
        @{ What = 'data rows'; Run = { $table.Rows } }
        @{ What = 'JSON'; Run = { '[{"y":1,"p0":0.25,"p1":0.75},{"y":0,"p0":0.5,"p1":0.5}]' | ConvertFrom-Json } }
        @{ What = 'objects of several types'; Run = { @{ y = 1; p0 = 0.25; p1 = 0.75 }; $table.Rows[1] } }
        @{ What = 'objects with calculated properties'; Run = { 3, 2 | Select-Object @{ n = 'y'; e = { $_ - 2 } }, @{ n = 'p1'; e = { $_ / 4 } }, @{ n = 'p0'; e = { 1 - $_ / 4 } } } }
    ) {
        $result = & $Run | Measure-CrossEntropy @columns -Convention Exact
        $result.Kind | Should -Be 'Sparse'
        $result.SampleCount | Should -Be 2
        $result.SkippedCount | Should -Be 0
        Get-Bits $result.Loss | Should -Be (Get-Bits $expected)
    }

    It 'take property names in any case' {
        (@{ Y = 1; P0 = 0.25; P1 = 0.75 } | Measure-CrossEntropy @columns -Convention Exact).Loss | Should -BeExactly $ln[0.75]
    }

    It 'take wildcards in the order of the numbers: p2 before p10' {
        $record = [ordered]@{ y = 10 }
        foreach ($i in 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0) { $record["p$i"] = $i -eq 10 ? 0.5 : 0.05 }
        (, $record | Measure-CrossEntropy @columns -Convention Exact).Loss | Should -BeExactly $ln[0.5]
    }

    It 'take names in the order in which they are given' {
        (@{ y = 0; p0 = 0.25; p1 = 0.75 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p1, p0 -Convention Exact).Loss | Should -BeExactly $ln[0.75]
    }

    It 'take one column as binary' {
        $result = @{ y = 1; p = 0.25 }, @{ y = 0; p = 0.25 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -Convention Exact
        $result.Kind | Should -Be 'Binary'
        Assert-Near $result.Loss (($ln[0.25] + $ln[0.75]) / 2) 1e-15
    }

    It 'take several targets as a row' {
        $result = @{ t0 = 0; t1 = 1; p0 = 0.25; p1 = 0.75 } | Measure-CrossEntropy -TargetProperty t* -PredictionProperty p* -Convention Exact
        $result.Kind | Should -Be 'Categorical'
        $result.Loss | Should -BeExactly $ln[0.75]
    }

    It 'take tensors without an axis as the values that they are' {
        0.5 | Export-Tensor TestDrive:/point.npy
        $point = [LossCmdlets.Output.Tensor]::new(0.5)
        $one = [LossCmdlets.Output.Tensor]::new(1)
        $deserialized = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($point, 3))
        foreach ($prediction in $point, $deserialized) {
            foreach ($target in 1, $one) {
                $result = [pscustomobject]@{ t = $target; p = $prediction; w = [LossCmdlets.Output.Tensor]::new(2) } | Measure-CrossEntropy -TargetProperty t -PredictionProperty p -WeightProperty w -Convention Exact
                $result.Kind | Should -Be Binary
                $result.Loss | Should -BeExactly (2 * $ln[0.5])
            }
        }
        (@{ y = 1; p0 = [LossCmdlets.Output.Tensor]::new(0.25); p1 = [LossCmdlets.Output.Tensor]::new(0.75) } | Measure-CrossEntropy @columns -Convention Exact).Loss | Should -BeExactly $ln[0.75]
    }

    It 'have weights' {
        $result = @{ y = 1; p0 = 0.25; p1 = 0.75; w = 2 }, @{ y = 0; p0 = 0.5; p1 = 0.5; w = '3' } | Measure-CrossEntropy @columns -WeightProperty w -Convention Exact
        $result.WeightSum | Should -Be 5
        Assert-Near $result.Loss ((2 * $ln[0.75] + 3 * $ln[0.5]) / 2) 1e-15
    }

    It 'have a weight that a wildcard of predictions leaves alone' {
        $result = @{ y = 1; p0 = 0.25; p1 = 0.75; pw = 2 } | Measure-CrossEntropy @columns -WeightProperty pw -Convention Exact
        $result.ClassCount | Should -Be 2
        $result.Loss | Should -BeExactly (2 * $ln[0.75])
    }

    It 'have text labels that <How>' -ForEach @(
        @{ How = 'the columns are named after'; Options = @{ PredictionProperty = 'p_*' } }
        @{ How = 'the columns are named after, one by one'; Options = @{ PredictionProperty = 'p_cat', 'p_dog' } }
        @{ How = 'the columns are named after, in another order'; Options = @{ PredictionProperty = 'p_dog', 'p_cat' } }
        @{ How = '-Class orders'; Options = @{ PredictionProperty = 'p_cat', 'p_dog'; Class = 'cat', 'dog' } }
        @{ How = '-Class orders otherwise'; Options = @{ PredictionProperty = 'p_dog', 'p_cat'; Class = 'dog', 'cat' } }
    ) {
        $records = 'y,p_cat,p_dog', 'dog,0.25,0.75', 'cat,0.5,0.5' | ConvertFrom-Csv
        Get-Bits ($records | Measure-CrossEntropy -TargetProperty y @options -Convention Exact).Loss | Should -Be (Get-Bits $expected)
    }

    It 'have losses one by one' {
        $losses = $table.Rows | Measure-CrossEntropy @columns -Convention Exact -Reduction None -Raw
        Assert-Near $losses ($ln[0.75], $ln[0.5]) 1e-15
    }

    It 'have labels that are the numbers of their columns where those do not count from 0' {
        $rows = @{ y = 1; p1 = 0.5; p2 = 0.25; p3 = 0.25 }, @{ y = 3; p1 = 0.25; p2 = 0.25; p3 = 0.5 }
        $result = $rows | Measure-CrossEntropy -TargetProperty y -PredictionProperty p* -Convention Exact
        Assert-Near $result.Loss ([Math]::Log(2)) 1e-15
    }

    It 'take a wildcard that names one weight' {
        $result = @{ y = 1; p = 0.5; weight = 3 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -WeightProperty w* -Convention Exact
        Assert-Near $result.Loss (3 * [Math]::Log(2)) 1e-15
    }

    It 'come as a list or a table given as an argument: <_>' -ForEach 'List', 'DataTable', 'DataRowCollection' {
        $records = [Collections.Generic.List[object]]@([pscustomobject]@{ y = 1; p = 0.5 }, [pscustomobject]@{ y = 1; p = 0.25 })
        if ($_ -ne 'List') {
            $table = [Data.DataTable]::new()
            'y', 'p' | ForEach-Object { $null = $table.Columns.Add($_, [double]) }
            $records | ForEach-Object { $null = $table.Rows.Add($_.y, $_.p) }
            $records = $_ -eq 'DataTable' ? $table : $table.Rows
        }
        $result = Measure-CrossEntropy -InputObject $records -TargetProperty y -PredictionProperty p -Convention Exact
        Assert-Near $result.Loss (1.5 * [Math]::Log(2)) 1e-15
    }

    It 'have an ignored label that is none of -Class' {
        $rows = @{ y = 5; a = 0; b = 0 }, @{ y = -100; a = 9; b = 0 }
        $result = $rows | Measure-CrossEntropy -TargetProperty y -PredictionProperty a, b -Class 5, 6 -FromLogits -Convention PyTorch
        $result.IgnoredCount | Should -Be 1
        Assert-Near $result.Loss ([Math]::Log(2)) 1e-7
    }

    It 'are named by -InputObject, too' {
        (Measure-CrossEntropy -InputObject @{ y = 1; p0 = 0.25; p1 = 0.75 } @columns -Convention Exact).Loss | Should -BeExactly $ln[0.75]
    }
}

Describe 'Records that cannot be read' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $columns = @{ TargetProperty = 'y'; PredictionProperty = 'p*' }
        $command = 'LossCmdlets.Commands.MeasureCrossEntropyCommand'
    }

    It '<What>: the record is named and left out, the others are measured' -ForEach @(
        @{ What = 'text in a prediction'; Bad = @{ y = 1; p0 = 0.5; p1 = 'high' }; Id = 'NonNumericValue'; Says = "p1.*'high'.*record 1" }
        @{ What = 'a missing prediction'; Bad = @{ y = 1; p0 = 0.5 }; Id = 'PropertyNotFound'; Says = '(?-i)^Record 1.*p1' }
        @{ What = 'a number'; Bad = 5; Id = 'PropertyNotFound'; Says = '(?-i)^Record 1 .*it has none' }
        @{ What = '$null in a prediction'; Bad = @{ y = 1; p0 = 0.5; p1 = $null }; Id = 'NullValue'; Says = 'p1.*record 1' }
        @{ What = 'empty text in a prediction'; Bad = @{ y = 1; p0 = 0.5; p1 = '' }; Id = 'EmptyString'; Says = 'p1.*record 1' }
        @{ What = 'a boolean prediction'; Bad = @{ y = 1; p0 = 0.5; p1 = $true }; Id = 'NonNumericValue'; Says = 'p1.*record 1' }
        @{ What = 'a missing target'; Bad = @{ p0 = 0.5; p1 = 0.5 }; Id = 'PropertyNotFound'; Says = "(?-i)^Record 1.*'y'" }
        @{ What = 'an empty target'; Bad = @{ y = ''; p0 = 0.5; p1 = 0.5 }; Id = 'EmptyString'; Says = 'y.*record 1' }
        @{ What = 'a label too large'; Bad = @{ y = 2; p0 = 0.5; p1 = 0.5 }; Id = 'LabelOutOfRange'; Says = 'Label 2 of sample 1' }
        @{ What = 'a label between two classes'; Bad = @{ y = 0.5; p0 = 0.5; p1 = 0.5 }; Id = 'LabelNotInteger'; Says = '0\.5 of sample 1' }
        @{ What = 'no record'; Bad = $null; Id = 'NullValue'; Says = 'record 1' }
    ) {
        $good = @{ y = 1; p0 = 0.25; p1 = 0.75 }, @{ y = 0; p0 = 0.5; p1 = 0.5 }
        $result = $good[0], $bad, $good[1] | Measure-CrossEntropy @columns -Kind Sparse -Convention Exact -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeExactly "$id,$command"
        $failures[0].Exception.Message | Should -Match $says
        $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $result | Should -HaveCount 1
        $result.SkippedCount | Should -Be 1
        $result.SampleCount | Should -Be 2
        Assert-Near $result.Loss (-([Math]::Log(0.75) + [Math]::Log(0.5)) / 2) 1e-15
    }

    It 'a text label that no column has is left out as well' {
        $records = 'y,p_cat,p_dog', 'dog,0.25,0.75', 'cow,0.5,0.5', 'cat,0.5,0.5' | ConvertFrom-Csv
        $result = $records | Measure-CrossEntropy -TargetProperty y -PredictionProperty p_* -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeExactly "LabelOutOfRange,$command"
        $failures[0].Exception.Message | Should -Match "'cow' of sample 1.*cat, dog"
        ($result.SampleCount, $result.SkippedCount) | Should -Be 2, 1
    }

    It 'a bad weight leaves the record out' {
        $result = @{ y = 1; p = 0.5; w = 1 }, @{ y = 1; p = 0.25; w = 'heavy' } |
            Measure-CrossEntropy -TargetProperty y -PredictionProperty p -WeightProperty w -Convention Exact -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeExactly "NonNumericValue,$command"
        $failures[0].Exception.Message | Should -Match "w.*'heavy'.*record 1"
        $result.Loss | Should -BeExactly (-[Math]::Log(0.5))
    }

    It 'the first record may be the bad one' {
        $result = @{ y = 1; p0 = 'x'; p1 = 0.5 }, @{ y = 1; p0 = 0.5; p1 = 0.5 } | Measure-CrossEntropy @columns -Convention Exact -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -HaveCount 1
        $failures[0].Exception.Message | Should -Match 'record 0'
        $result.Loss | Should -BeExactly (-[Math]::Log(0.5))
    }

    It 'where all are bad there is nothing to measure' {
        $failure = Get-Failure { @{ y = 1; p0 = 'x'; p1 = 0.5 } | Measure-CrossEntropy @columns -ErrorAction SilentlyContinue }
        $failure.FullyQualifiedErrorId | Should -BeExactly "EmptyInput,$command"
    }

    It '-ErrorAction Stop ends at the first' {
        (Get-Failure { @{ y = 1; p0 = 'x'; p1 = 0.5 }, @{ y = 1; p0 = 'z'; p1 = 0.5 } | Measure-CrossEntropy @columns -ErrorAction Stop }).Exception.Message | Should -Match "'x'"
    }

    It 'without -TargetProperty there is one error, and it says what to add: <What>' -ForEach @(
        @{ What = 'objects'; Script = '1..3 | ForEach-Object { [pscustomobject]@{ y = 1; p = 0.5 } } | Measure-CrossEntropy -PredictionProperty p' }
        @{ What = 'objects and no property at all'; Script = '1..3 | ForEach-Object { [pscustomobject]@{ y = 1; p = 0.5 } } | Measure-CrossEntropy' }
        @{ What = 'hashtables'; Script = '1..3 | ForEach-Object { @{ y = 1; p = 0.5 } } | Measure-CrossEntropy -PredictionProperty p' }
        @{ What = 'files'; Script = 'Get-ChildItem $PSHOME | Measure-CrossEntropy' }
    ) {
        $told = Invoke-Fresh "`$ErrorActionPreference = 'Continue'; `$Error.Clear(); try { $Script 2>`$null } catch { }; `$Error.Count; `$Error[0].Exception.Message; `$Error[0].ErrorDetails.RecommendedAction"
        $told[0] | Should -Be 1
        $told -join ' ' | Should -Match 'Target'
    }

    It 'files against targets are one error that names their type' {
        $failure = Get-Failure { Get-ChildItem $PSHOME -File | Measure-CrossEntropy 1, 0 }
        $failure.FullyQualifiedErrorId | Should -BeExactly "NonNumericValue,$command"
        $failure.Exception.Message | Should -Match 'FileInfo'
    }
}

Describe 'Real predictions' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $data = Join-Path $repository examples data

        # The numbers of a .npy file of single precision: a header whose length stands at byte 8, then the values.
        function Read-Npy([string] $Path, [int[]] $Shape) {
            $bytes = [IO.File]::ReadAllBytes($Path)
            $start = 10 + [BitConverter]::ToUInt16($bytes, 8)
            $values = [float[]]::new(($bytes.Length - $start) / 4)
            [Buffer]::BlockCopy($bytes, $start, $values, 0, $bytes.Length - $start)
            [LossCmdlets.Output.Tensor]::new($values, $Shape)
        }
    }

    Context 'digits' {
        BeforeAll {
            $csv = Import-Csv $data/digits/predictions.csv
            $known = Get-Content $data/digits/expected.json -Raw | ConvertFrom-Json
            $labels = [int[]]$csv.label
            $rows = $csv.ForEach{ , @($_.p0, $_.p1, $_.p2, $_.p3, $_.p4, $_.p5, $_.p6, $_.p7, $_.p8, $_.p9) }
            $options = @{ TargetProperty = 'label'; PredictionProperty = 'p*' }
        }

        It 'records and arrays give the same bits: <Convention> <DataType>' -ForEach @(
            @{ Convention = 'TensorFlow'; DataType = 'Auto' }, @{ Convention = 'TensorFlow'; DataType = 'Float64' }
            @{ Convention = 'Keras3'; DataType = 'Float32' }, @{ Convention = 'Exact'; DataType = 'Auto' }
        ) {
            $fromRecords = $csv | Measure-CrossEntropy @options -Convention $convention -DataType $dataType
            $fromArrays = Measure-CrossEntropy $labels $rows -Convention $convention -DataType $dataType
            $fromPipe = $rows | Measure-CrossEntropy $labels -Convention $convention -DataType $dataType
            $fromRecords.SampleCount | Should -Be $known.rows
            $fromRecords.ClassCount | Should -Be $known.classes
            $fromRecords.DataType | Should -Be $fromArrays.DataType
            Get-Bits $fromRecords.Loss | Should -Be (Get-Bits $fromArrays.Loss)
            Get-Bits $fromPipe.Loss | Should -Be (Get-Bits $fromArrays.Loss)
        }

        It 'costs what PyTorch and scikit-learn say: <_>' -ForEach 'TensorFlow', 'Keras3', 'Exact' {
            $result = $csv | Measure-CrossEntropy @options -Convention $_
            Assert-Near $result.Loss $known.ce_from_probabilities_renormalised 1e-6
            Assert-Near $result.Perplexity $known.perplexity 1e-6
        }

        It 'costs the same from logits: <_>' -ForEach 'TensorFlow', 'PyTorch', 'Exact' {
            $logits = Read-Npy $data/digits/logits.npy 899, 10
            Assert-Near (Measure-CrossEntropy $labels $logits -FromLogits -Convention $_).Loss $known.ce_from_logits_float64 1e-6
            $oneHot = ConvertTo-OneHot $labels
            Assert-Near (Measure-CrossEntropy $oneHot $logits -FromLogits -Convention $_).Loss $known.ce_from_logits_float64 1e-6
        }

        It 'is decoded as accurately' {
            $decoded = Read-Npy $data/digits/probabilities.npy 899, 10 | ConvertFrom-OneHot
            $right = 0..898 | Where-Object { $decoded[$_] -eq $labels[$_] }
            Assert-Near ($right.Count / 899) $known.accuracy 1e-15
        }
    }

    Context 'breast-cancer' {
        BeforeAll {
            $csv = Import-Csv $data/breast-cancer/predictions.csv
            $known = Get-Content $data/breast-cancer/expected.json -Raw | ConvertFrom-Json
        }

        It 'costs what PyTorch and scikit-learn say: <Convention>' -ForEach @(
            # TensorFlow's second epsilon moves the loss by about 1e-7.
            @{ Convention = 'TensorFlow'; Tolerance = 2e-6 }, @{ Convention = 'Keras3'; Tolerance = 1e-6 }, @{ Convention = 'PyTorch'; Tolerance = 1e-6 }, @{ Convention = 'Exact'; Tolerance = 1e-6 }
        ) {
            $result = $csv | Measure-CrossEntropy -TargetProperty label -PredictionProperty p -Convention $convention
            $result.Kind | Should -Be 'Binary'
            $result.SampleCount | Should -Be $known.rows
            Assert-Near $result.Loss $known.bce_from_probabilities_exact $tolerance
            $array = Measure-CrossEntropy $csv.label $csv.p -Convention $convention
            Get-Bits $array.Loss | Should -Be (Get-Bits $result.Loss)
        }

        It 'costs the same from logits: <_>' -ForEach 'TensorFlow', 'PyTorch', 'Exact' {
            $logits = Read-Npy $data/breast-cancer/logits.npy 285
            Assert-Near (Measure-CrossEntropy ([int[]]$csv.label) $logits -FromLogits -Convention $_).Loss $known.bce_from_logits_float64 1e-6
        }
    }
}

# What is wrong with all samples is wrong with the call.
Describe 'Samples of which none can be read' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $quiet = @{ ErrorVariable = 'global:failures'; ErrorAction = 'SilentlyContinue' }

        # What was told before the end, and the end itself; the variable has both, and the end twice.
        function Get-Told { @($failures | Where-Object { $_ -is [Management.Automation.ErrorRecord] -and $_.FullyQualifiedErrorId -notlike 'EmptyInput,*' }) }
        function Measure-Samples([int] $Bad, [int] $Good, [string] $From, [hashtable] $Options = @{}, [string] $With = 'Measure-CrossEntropy') {
            $samples = for ($i = 0; $i -lt $bad + $good; $i++) { [pscustomobject]@{ y = 1; p = $i -lt $bad ? 'high' : 0.5; g = 'a' } }
            if ($from -eq 'records') { return $samples | & $with -TargetProperty y -PredictionProperty p @options }
            $samples | Export-Csv "$TestDrive/samples.csv"
            & $with -Path "$TestDrive/samples.csv" -TargetColumn y -PredictionColumn p @options
        }
    }

    AfterAll { Remove-Variable failures -Scope Global }

    Context '<From>' -ForEach @{ From = 'records' }, @{ From = 'files' } {
        It 'are told in one error, behind the first three' {
            $failure = Get-Failure { Measure-Samples 30 0 $from $quiet }
            $failure.FullyQualifiedErrorId | Should -BeLike 'EmptyInput,*'
            $failure.Exception.Message | Should -Match "none of the 30 samples could be read\. The first: .*'high'"
            $failure.ErrorDetails.RecommendedAction | Should -Match '^Give numbers'
            Get-Told | Should -HaveCount 3
        }

        It 'are told one by one where another can, and those beyond ten in one error<With>' -ForEach @{ Options = @{}; With = '' }, @{ Options = @{ GroupBy = 'g' }; With = ', of groups' } {
            foreach ($bad in 10, 11, 700) {
                $result = Measure-Samples $bad 2 $from ($quiet + $options)
                $result.SampleCount | Should -Be 2
                if (-not $options.Count) { $result.SkippedCount | Should -Be $bad }
                $told = Get-Told
                $told | Should -HaveCount ([Math]::Min($bad, 11))
                $told.FullyQualifiedErrorId | Should -BeLike 'NonNumericValue,*'
            }
            $told[10].Exception.Message | Should -Match "^690 more samples were left out like those before\. The first: .*'high'.*$($from -eq 'files' ? 'line 12' : 'record 10')"
        }

        It 'end it where they are a thousand' {
            (Get-Failure { Measure-Samples 1001 2 $from $quiet }).Exception.Message | Should -Match "none of the first 1000 samples could be read\. The first: .*'high'"
            (Measure-Samples 999 2 $from $quiet).SkippedCount | Should -Be 999
        }

        It 'are told once where they are measured by every convention' {
            $null = try { Measure-Samples 30 0 $from $quiet -With Compare-CrossEntropyConvention } catch { $_ }
            Get-Told | Should -HaveCount 3
        }

        It 'are counted where they are examined' {
            (Measure-Samples 30 0 $from -With Test-CrossEntropyInput | Where-Object Id -EQ NonNumericValue).Count | Should -Be 30
        }
    }
}
