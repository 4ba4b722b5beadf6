# Samples in the rows of CSV files: their columns, labels, weights and groups.
Describe 'CSV files' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $digits = Join-Path $repository examples data digits predictions.csv
        $columns = @{ TargetColumn = 'label'; PredictionColumn = 'p*' }
        $records = Import-Csv $digits | Measure-CrossEntropy -TargetProperty label -PredictionProperty p*
        function New-TextFile([string] $Name, [string] $Text) { [IO.File]::WriteAllText("$TestDrive/$Name", $Text); "$TestDrive/$Name" }
        $small = New-TextFile small.csv "y,p0,p1`n1,0.25,0.75`n0,0.5,0.5`n"
        $expected = -([Math]::Log(0.75) + [Math]::Log(0.5)) / 2
    }

    It 'give the bits of the records' {
        $result = Measure-CrossEntropy -Path $digits @columns
        Get-Bits $result.Loss | Should -Be (Get-Bits $records.Loss)
        $result.SampleCount, $result.Kind | Should -Be 899, 'Sparse'
    }

    It 'take numbers padded with blanks, as records and arrays do' {
        $padded = New-TextFile padded.csv "y ,p0,p1`n 1,0.25,   0.75`n0 ,`" 0.5`",`"0.5`t`"`n"
        $records = Import-Csv $padded
        $y, $p0, $p1 = $records[0].PSObject.Properties.Name
        $losses = @(
            Measure-CrossEntropy -Path $padded -TargetColumn y -PredictionColumn p* -Convention Exact
            $records | Measure-CrossEntropy -TargetProperty $y -PredictionProperty p* -Convention Exact
            Measure-CrossEntropy $records.$y @($records | ForEach-Object { , ($_.$p0, $_.$p1) }) -Convention Exact
            Measure-CrossEntropy ' 1', '0 ' @(('0.25', '   0.75'), (' 0.5', "0.5`t")) -Convention Exact
        ).Loss
        $losses.ForEach{ Get-Bits $_ } | Should -Be (, (Get-Bits $expected) * 4)
    }

    It 'give the loss of the single-precision numbers that they print, computed with PyTorch' {
        $published = Get-Content (Join-Path (Split-Path $digits) expected.json) | ConvertFrom-Json
        Assert-Near (Measure-CrossEntropy -Path $digits @columns -DataType Float32).Loss $published.ce_from_probabilities_renormalised 1e-11
    }

    It 'are named by <What>' -ForEach @(
        @{ What = 'a wildcard'; Run = { Measure-CrossEntropy -Path "$TestDrive/sm*.csv" -TargetColumn y -PredictionColumn p* -Convention Exact } }
        @{ What = 'a literal path'; Run = { Measure-CrossEntropy -LiteralPath $small -TargetColumn y -PredictionColumn p* -Convention Exact } }
        @{ What = 'piped text'; Run = { $small | Measure-CrossEntropy -TargetColumn y -PredictionColumn p* -Convention Exact } }
        @{ What = 'piped files'; Run = { Get-Item $small | Measure-CrossEntropy -TargetColumn y -PredictionColumn p* -Convention Exact } }
        @{ What = 'a relative path'; Run = { Push-Location $TestDrive; try { Measure-CrossEntropy -Path small.csv -TargetColumn y -PredictionColumn p* -Convention Exact } finally { Pop-Location } } }
        @{ What = 'a drive of PowerShell'; Run = { Measure-CrossEntropy -Path TestDrive:/small.csv -TargetColumn y -PredictionColumn p* -Convention Exact } }
    ) {
        Get-Bits (& $Run).Loss | Should -Be (Get-Bits $expected)
    }

    It 'have all options where they are piped: <What>' -ForEach @(
        @{ What = 'a result for each file'; Pipe = { Get-Item $small }; Options = @{ PerFile = $true }; Losses = 0.75, 0.5 }
        @{ What = 'a result for each file of a wildcard'; Pipe = { "$TestDrive/sm*.csv" }; Options = @{ PerFile = $true }; Losses = 0.75, 0.5 }
        @{ What = 'groups'; Pipe = { Get-Item $small }; Options = @{ GroupBy = 'y' }; Losses = 0.75, 0.5 }
        @{ What = 'a delimiter'; Pipe = { $small }; Options = @{ Delimiter = ',' }; Losses = 0.75, 0.5 }
        @{ What = 'weights'; Pipe = { Get-Item $small }; Options = @{ WeightColumn = 'y'; Reduction = 'Sum' }; Losses = 0.75 }
    ) {
        $found = & $pipe | Measure-CrossEntropy -TargetColumn y -PredictionColumn p0, p1 -Convention Exact @options
        Assert-Near ($found | Measure-Object Loss -Sum).Sum (($losses | ForEach-Object { -[Math]::Log($_) } | Measure-Object -Sum).Sum / ($options.ContainsKey('GroupBy') -or $options.ContainsKey('Reduction') ? 1 : 2)) 1e-14
    }

    It 'are not named by a wildcard where the path is literal' {
        $odd = New-TextFile 'a[1].csv' "y,p0,p1`n1,0.25,0.75`n"
        (Measure-CrossEntropy -LiteralPath $odd -TargetColumn y -PredictionColumn p* -Convention Exact).Loss | Should -BeExactly (-[Math]::Log(0.75))
        (Get-Failure { Measure-CrossEntropy -Path $odd -TargetColumn y -PredictionColumn p* }).FullyQualifiedErrorId | Should -Match '^FileNotFound,'
    }

    It 'have columns by <What>' -ForEach @(
        @{ What = 'position'; Text = "y,p0,p1`n1,0.25,0.75`n0,0.5,0.5"; Columns = @{ TargetColumn = 0; PredictionColumn = 1, 2 } }
        @{ What = 'a range of positions'; Text = "y,p0,p1`n1,0.25,0.75`n0,0.5,0.5"; Columns = @{ TargetColumn = 0; PredictionColumn = '1..2' } }
        @{ What = 'position where there are no names'; Text = "1,0.25,0.75`n0,0.5,0.5"; Columns = @{ TargetColumn = 0; PredictionColumn = '1..2' } }
        @{ What = 'position where pandas counted them'; Text = ",0,1,2`n0,1,0.25,0.75`n1,0,0.5,0.5"; Columns = @{ TargetColumn = 1; PredictionColumn = '2..3' } }
        @{ What = 'names in another order'; Text = "p1,y,p0`n0.75,1,0.25`n0.5,0,0.5"; Columns = @{ TargetColumn = 'y'; PredictionColumn = 'p*' } }
        @{ What = 'names in quotes'; Text = "`"y`",`"p, 0`",`"p, 1`"`r`n1,`"0.25`",0.75`r`n0,0.5,0.5`r`n"; Columns = @{ TargetColumn = 'y'; PredictionColumn = 'p, *' } }
        @{ What = 'another delimiter'; Text = "y;p0;p1`n1;0.25;0.75`n0;0.5;0.5"; Columns = @{ TargetColumn = 'y'; PredictionColumn = 'p*'; Delimiter = ';' } }
    ) {
        $result = Measure-CrossEntropy -Path (New-TextFile columns.csv $Text) @Columns -Convention Exact
        Get-Bits $result.Loss | Should -Be (Get-Bits $expected)
    }

    It 'are separated by tabs where they end in .tsv' {
        $file = New-TextFile small.tsv "y`tp0`tp1`n1`t0.25`t0.75`n0`t0.5`t0.5`n"
        Get-Bits (Measure-CrossEntropy -Path $file -TargetColumn y -PredictionColumn p* -Convention Exact).Loss | Should -Be (Get-Bits $expected)
    }

    It 'may be compressed' {
        $out = [IO.File]::Create("$TestDrive/small.csv.gz")
        $gzip = [IO.Compression.GZipStream]::new($out, [IO.Compression.CompressionLevel]::Optimal)
        $gzip.Write([IO.File]::ReadAllBytes($digits))
        $gzip.Dispose()
        Get-Bits (Measure-CrossEntropy -Path "$TestDrive/small.csv.gz" @columns).Loss | Should -Be (Get-Bits $records.Loss)
    }

    It 'have labels that are text, ordered by <What>' -ForEach @(
        @{ What = '-Class'; Head = 'y,p0,p1'; Class = @{ Class = 'cat', 'dog' } }
        @{ What = 'the names of the columns'; Head = 'y,p_cat,p_dog'; Class = @{} }
    ) {
        $file = New-TextFile text.csv "$Head`ndog,0.25,0.75`ncat,0.5,0.5`n"
        Get-Bits (Measure-CrossEntropy -Path $file -TargetColumn y -PredictionColumn p* @Class -Convention Exact).Loss | Should -Be (Get-Bits $expected)
        $file = New-TextFile text.csv "y,p0,p1`ndog,0.25,0.75`n"
        (Get-Failure { Measure-CrossEntropy -Path $file -TargetColumn y -PredictionColumn p* }).FullyQualifiedErrorId | Should -Match '^ClassOrderUnknown,'
    }

    It 'have weights, and targets for each class' {
        $file = New-TextFile rows.csv "t0,t1,p0,p1,w`n0,1,0.25,0.75,2`n1,0,0.5,0.5,3`n"
        $result = Measure-CrossEntropy -Path $file -TargetColumn t* -PredictionColumn p* -WeightColumn w -Convention Exact -Denominator WeightSum
        $result.Kind, $result.WeightSum | Should -Be 'Categorical', 5
        Assert-Near $result.Loss (-(2 * [Math]::Log(0.75) + 3 * [Math]::Log(0.5)) / 5) 1e-15
    }

    It 'are one data set' {
        $half = Get-Content $digits
        $first = New-TextFile half1.csv ($half[0..450] -join "`n")
        $second = New-TextFile half2.csv ((@($half[0]) + $half[451..899]) -join "`n")
        Get-Bits (Measure-CrossEntropy -Path $first, $second @columns).Loss | Should -Be (Get-Bits $records.Loss)
        Get-Bits (Measure-CrossEntropy -Path "$TestDrive/half?.csv" @columns).Loss | Should -Be (Get-Bits $records.Loss)
    }

    It 'have a result each with -PerFile, and one that fails does not stop the others' {
        $other = New-TextFile other.csv "y,p0,p1`n1,0.25,0.75`n"
        $results = Measure-CrossEntropy -Path $other, "$TestDrive/none.csv", $small -TargetColumn y -PredictionColumn p* -Convention Exact -PerFile -ErrorVariable failures -ErrorAction SilentlyContinue
        $results.Group | Should -Be $other, $small
        $results.Loss | Should -Be (-[Math]::Log(0.75)), $expected
        $failures.FullyQualifiedErrorId | Should -Match '^FileNotFound,'
    }

    It 'have a result for each group with -GroupBy, in the order in which they appear' {
        $file = New-TextFile groups.csv "y,p0,p1,part`n1,0.25,0.75,b`n0,0.5,0.5,a`n1,0.75,0.25,B`n"
        $results = Measure-CrossEntropy -Path $file -TargetColumn y -PredictionColumn p* -GroupBy part -Convention Exact
        $results.Group | Should -Be 'b', 'a'
        $results.SampleCount | Should -Be 2, 1
        Assert-Near $results.Loss @((-([Math]::Log(0.75) + [Math]::Log(0.25)) / 2), -[Math]::Log(0.5)) 1e-15
    }

    It 'leave out a row with <What>, and say where' -ForEach @(
        @{ What = 'a number too little'; Row = '1,0.25'; Id = 'RaggedRow' }
        @{ What = 'an empty cell'; Row = '1,,0.75'; Id = 'EmptyString' }
        @{ What = 'a word for a number'; Row = '1,x,0.75'; Id = 'NonNumericValue' }
        @{ What = 'a label that is no class'; Row = '2,0.25,0.75'; Id = 'LabelOutOfRange' }
        @{ What = 'half a label'; Row = '0.5,0.25,0.75'; Id = 'LabelNotInteger' }
    ) {
        $file = New-TextFile bad.csv "y,p0,p1`n1,0.25,0.75`n$Row`n0,0.5,0.5`n"
        $result = Measure-CrossEntropy -Path $file -TargetColumn y -PredictionColumn p* -Kind Sparse -Convention Exact -ErrorVariable failures -ErrorAction SilentlyContinue
        Get-Bits $result.Loss | Should -Be (Get-Bits $expected)
        $result.SampleCount, $result.SkippedCount | Should -Be 2, 1
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -Be "$Id,LossCmdlets.Commands.MeasureCrossEntropyCommand"
        $failures[0].Exception.Message | Should -Match 'line 3\b'
        $failures[0].Exception.Message | Should -Match 'bad\.csv'
        $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'say what was meant by <What>' -ForEach @(
        @{ What = 'a range of names'; Remedy = 'range is one of positions.* wildcards'; Run = { Measure-CrossEntropy -Path $small -TargetColumn y -PredictionColumn p0..p1 } }
        @{ What = 'several paths in one'; Remedy = 'quotes of its own'; Run = { Measure-CrossEntropy -Path 'a.csv,b.csv' -TargetColumn y -PredictionColumn p* } }
        @{ What = 'lines'; Remedy = 'the path, and not its lines'; Run = { 'y,p0,p1', '1,0.2,0.8' | Measure-CrossEntropy -TargetColumn y -PredictionColumn p* } }
    ) {
        (Get-Failure $run).ErrorDetails.RecommendedAction | Should -Match $remedy
    }

    It 'name the file of which no row is left' {
        $file = New-TextFile unfit.csv "y,p0,p1`n7,0.25,0.75`n0,x,1`n"
        $failure = Get-Failure { Measure-CrossEntropy -Path $file -TargetColumn y -PredictionColumn p* -ErrorAction SilentlyContinue }
        $failure.FullyQualifiedErrorId | Should -Match '^EmptyInput,'
        $failure.Exception.Message | Should -Match 'unfit\.csv: .* none of the 2 samples'
    }

    It 'name the first row at fault of each file of which none is left' {
        $one = New-TextFile half.csv "y,p0,p1`n1,0.25,0.75`n0,bad,1`n"
        $none = New-TextFile worse.csv "y,p0,p1`n7,worse,0.75`n0,x,1`n"
        $results = Measure-CrossEntropy -Path $one, $none -TargetColumn y -PredictionColumn p* -PerFile -ErrorVariable failures -ErrorAction SilentlyContinue
        $results.Group | Should -Be $one
        $failures[-1].FullyQualifiedErrorId | Should -BeLike 'EmptyInput,*'
        $failures[-1].Exception.Message | Should -BeLike "*worse.csv: *none of the 2 samples*The first: *'worse'*"
        $failures[-1].ErrorDetails.RecommendedAction | Should -BeLike 'Give numbers*'
    }

    It 'say of losses that would be called <_> how to have them so' -ForEach 'csv', 'npz', 'safetensors' {
        $failure = Get-Failure { Measure-CrossEntropy 1, 0 0.9, 0.2 -OutputPath "TestDrive:/losses.$_" }
        $failure.FullyQualifiedErrorId | Should -Match '^UnsupportedFileFormat,'
        $failure.Exception.Message | Should -MatchExactly "written as npy, and it is called as $_ is\.$"
        $failure.ErrorDetails.RecommendedAction | Should -Match '\.npy.*Export-Tensor'
        "TestDrive:/losses.$_" | Should -Not -Exist
    }

    It 'say of losses that would be called compressed that they are written as they are' {
        $failure = Get-Failure { Measure-CrossEntropy 1, 0 0.9, 0.2 -OutputPath TestDrive:/losses.npy.gz }
        $failure.FullyQualifiedErrorId | Should -Match '^UnsupportedFileFormat,'
        $failure.ErrorDetails.RecommendedAction | Should -BeExactly 'Leave .gz out of its name, and compress the file that is written.'
        'TestDrive:/losses.npy.gz' | Should -Not -Exist
    }

    It 'say of brackets that they are wildcards: <What>' -ForEach @(
        @{ What = 'a file that is there'; Run = { New-TextFile 'a[1].csv' "y,p`n1,0.5`n"; Measure-CrossEntropy -Path "$TestDrive/a[1].csv" -TargetColumn y -PredictionColumn p } }
        @{ What = 'a tensor'; Run = { Import-Tensor "$TestDrive/a[1].npy" -ErrorAction Stop } }
        @{ What = 'a file to be written'; Run = { 1 | Export-Tensor "$TestDrive/b[1].npy" } }
    ) {
        (Get-Failure $run).ErrorDetails.RecommendedAction | Should -Match '-LiteralPath'
    }

    It 'tell that <What> part the cells' -ForEach @(
        @{ What = 'semicolons'; Mark = ';'; Given = "';'" }
        @{ What = 'tabs'; Mark = "`t"; Given = '"`t"' }
        @{ What = 'bars'; Mark = '|'; Given = "'|'" }
    ) {
        $file = New-TextFile parted.txt (('y,p', '1,0.5', '' -join "`n") -replace ',', $mark)
        foreach ($run in { Measure-CrossEntropy -Path $file -TargetColumn y -PredictionColumn p }, { Measure-CrossEntropy -Path $file -TargetColumn 0 -PredictionColumn 1 },
            { Import-Csv $file | Measure-CrossEntropy -TargetProperty y -PredictionProperty p }) {
            (Get-Failure $run).ErrorDetails.RecommendedAction | Should -Match "^If $what .*add -Delimiter $([regex]::Escape($given))"
        }
        (Measure-CrossEntropy -Path $file -TargetColumn y -PredictionColumn p -Delimiter $mark).SampleCount | Should -Be 1
    }

    It 'name the column of <What>' -ForEach @(
        @{ What = 'a label that is text'; Row = 'cow,0.25,0.75'; Says = "^Label 'cow' of sample 1 is not one of the 2 classes \(cat, dog\)\. It stands in line 3 of '.*label\.csv', column 'Animal'\.$" }
        @{ What = 'a label that is a number'; Row = '7,0.25,0.75'; Says = "^Label 7 of sample 1 .* line 3 of '.*label\.csv', column 'Animal'\.$" }
        @{ What = 'half a label'; Row = '0.5,0.25,0.75'; Says = "^Label 0\.5 of sample 1 .* line 3 of '.*label\.csv', column 'Animal'\.$" }
    ) {
        $first = $row -match '^\D' ? 'cat' : 0
        $file = New-TextFile label.csv "Animal,cat,dog`n$first,0.25,0.75`n$row`n"
        $null = Measure-CrossEntropy -Path $file -TargetColumn animal -PredictionColumn cat, dog -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -HaveCount 1
        $failures[0].Exception.Message | Should -Match $says
    }

    It 'say that each column has quotes of its own' {
        (Get-Failure { Measure-CrossEntropy -Path $small -TargetColumn y -PredictionColumn 'p0,p1' }).ErrorDetails.RecommendedAction | Should -Be "Give each column quotes of its own: 'p0', 'p1'."
        (Get-Failure { Import-Csv $small | Measure-CrossEntropy -TargetProperty y -PredictionProperty 'p0,p1' }).ErrorDetails.RecommendedAction | Should -Be "Give each property quotes of its own: 'p0', 'p1'."
    }

    It 'fail as a whole: <Id>' -ForEach @(
        @{ Id = 'ColumnNotFound'; Run = { Measure-CrossEntropy -Path $small -TargetColumn y -PredictionColumn q* } }
        @{ Id = 'ColumnNotFound'; Run = { Measure-CrossEntropy -Path $small -TargetColumn 0 -PredictionColumn '1..9' } }
        @{ Id = 'FileNotFound'; Run = { Measure-CrossEntropy -Path "$TestDrive/none.csv" -TargetColumn y -PredictionColumn p* } }
        @{ Id = 'FileNotFound'; Run = { Measure-CrossEntropy -LiteralPath "$TestDrive/none.csv" -TargetColumn y -PredictionColumn p* } }
        @{ Id = 'NotFileSystemPath'; Run = { Measure-CrossEntropy -Path $TestDrive -TargetColumn y -PredictionColumn p* } }
        @{ Id = 'NotFileSystemPath'; Run = { Measure-CrossEntropy -Path Env:/PATH -TargetColumn y -PredictionColumn p* } }
        @{ Id = 'EmptyInput'; Run = { Measure-CrossEntropy -Path (New-TextFile empty.csv '') -TargetColumn y -PredictionColumn p* } }
        @{ Id = 'EmptyInput'; Run = { Measure-CrossEntropy -Path (New-TextFile head.csv "y,p0,p1`n") -TargetColumn y -PredictionColumn p* } }
        @{ Id = 'EmptyInput'; Run = { @() | Measure-CrossEntropy -TargetColumn y -PredictionColumn p* } }
        @{ Id = 'MalformedFile'; Run = { Measure-CrossEntropy -Path (New-TextFile quote.csv "y,p0,p1`n1,`"0.25,0.75`n") -TargetColumn y -PredictionColumn p* } }
        @{ Id = 'ShapeMismatch'; Run = { Measure-CrossEntropy -Path $small, $digits -TargetColumn 0 -PredictionColumn p* } }
        @{ Id = 'ColumnNotFound'; Run = { Measure-CrossEntropy -Path $small -TargetColumn (-1) -PredictionColumn p* } }
        @{ Id = 'OptionNotSupported'; Run = { Measure-CrossEntropy -Path $small -TargetColumn y -PredictionColumn p* -Gradient } }
        @{ Id = 'OptionNotSupported'; Run = { Measure-CrossEntropy -Path $small -TargetColumn y -PredictionColumn p* -Axis 0 } }
        @{ Id = 'OptionNotSupported'; Run = { Measure-CrossEntropy -Path $small -TargetColumn y -PredictionColumn p* -PerFile -Raw } }
        @{ Id = 'OptionNotSupported'; Run = { Measure-CrossEntropy -Path $small -TargetColumn y -PredictionColumn p* -PerFile -GroupBy y } }
        @{ Id = 'OptionNotSupported'; Run = { Measure-CrossEntropy -Path $small -TargetColumn y -PredictionColumn y, p0 } }
    ) {
        $failure = Get-Failure $Run
        $failure.FullyQualifiedErrorId | Should -Be "$Id,LossCmdlets.Commands.MeasureCrossEntropyCommand"
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'say what lies in the folder where there is none: <Path>' -ForEach @(
        @{ Path = 'shelf/*.cvs'; Says = "There is no file '*/shelf/[*].cvs'. The folder '*shelf' has a.csv, b.csv, notes.txt." }
        @{ Path = 'shelf/none.txt'; Says = "*The folder '*shelf' has notes.txt, a.csv, b.csv." }
        @{ Path = 'shelf/many/x.csv'; Says = "*has 0.csv, 1.csv, 2.csv, 3.csv, 4.csv and 2 other files." }
        @{ Path = 'shelf/bare/x.csv'; Says = "*The folder '*bare' has no files." }
        @{ Path = 'shelf/none/x.csv'; Says = "*There is no folder '*none'." }
        @{ Path = 's*/none.csv'; Says = "There is no file '*/s[*]/none.csv'." }
    ) {
        $null = New-Item -ItemType Directory -Force $TestDrive/shelf/bare, $TestDrive/shelf/many
        'notes.txt', 'b.csv', 'a.csv' | ForEach-Object { Set-Content "$TestDrive/shelf/$_" '' }
        0..6 | ForEach-Object { Set-Content "$TestDrive/shelf/many/$_.csv" '' }
        (Get-Failure { Measure-CrossEntropy -Path "$TestDrive/$Path" -TargetColumn y -PredictionColumn p }).Exception.Message.Replace('\', '/') | Should -BeLike $Says
    }

    It 'say so too of a path that has no wildcards: <Folder>' -ForEach @(
        @{ Folder = 'none'; Says = "*There is no folder '*none'." }
        @{ Folder = 'shelf'; Says = "*The folder '*shelf' has a.csv, b.csv, notes.txt." }
        @{ Folder = '[x]'; Says = "*The folder '*[[]x]' has y.csv." }
    ) {
        $null = New-Item -ItemType Directory -Force $TestDrive/shelf, $TestDrive/[x]
        'shelf/notes.txt', 'shelf/b.csv', 'shelf/a.csv', '[x]/y.csv' | ForEach-Object { Set-Content -LiteralPath "$TestDrive/$_" '' }
        $file = "$TestDrive/$Folder/x.csv"
        foreach ($call in { Measure-CrossEntropy -LiteralPath $file -TargetColumn y -PredictionColumn p },
            { Measure-Loss mse -TargetLiteralPath $file -PredictionLiteralPath $file }, { Import-Tensor -LiteralPath $file -ErrorAction Stop }) {
            $failure = Get-Failure { & $call -ErrorAction Stop }
            $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
            $failure.Exception.Message.Replace('\', '/') | Should -BeLike $Says
        }
    }

    It 'count a row that is left out in its group, where its cells tell which that is' {
        $file = New-TextFile gaps.csv "y,p,g`n1,0.5,a`nx,0.5,b`n1,,b`n0,0.2,b`n1,0.5`n1,nix,c`n2,0.3,a`n"
        $found = Measure-CrossEntropy -Path $file -TargetColumn y -PredictionColumn p -GroupBy g -ErrorAction SilentlyContinue -WarningAction SilentlyContinue -ErrorVariable failures
        $failures | Should -HaveCount 4
        $found.Group | Should -Be 'a', 'b'
        $found.SkippedCount | Should -Be 0, 2
        $found.SampleCount | Should -Be 2, 1
        $records = Import-Csv $file | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -GroupBy g -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $records.Where{ $_.Group -eq 'b' }.SkippedCount | Should -Be 2
        $first = Measure-CrossEntropy -Path $file -TargetColumn g -PredictionColumn p -Class a, b -GroupBy g -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $first.SkippedCount | Should -Be 0, 1
    }

    It 'name the first row that is at fault where none is left' {
        $failure = Get-Failure { Measure-CrossEntropy -Path (New-TextFile capitals.csv "y,p0,p1`ncat,0.5,0.5`ndog,0.5,0.5`n") -TargetColumn y -PredictionColumn p0, p1 -Class Cat, Dog -ErrorAction SilentlyContinue }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EmptyInput,*'
        $failure.Exception.Message | Should -BeLike "*none of the 2 samples*The first: Label 'cat' of sample 0 is not one of the 2 classes (Cat, Dog)*line 2*"
        $failure.ErrorDetails.RecommendedAction | Should -Match 'capitals'
    }

    It 'may begin with the type that Windows PowerShell writes, as Import-Csv takes it' {
        $file = "$TestDrive/typed.csv"
        [pscustomobject]@{ y = 1; p = 0.5 } | Export-Csv $file -IncludeTypeInformation
        Get-Content $file -First 1 | Should -Match '^#TYPE '
        Measure-CrossEntropy -Path $file -TargetColumn y -PredictionColumn p -Raw | Should -Be (Import-Csv $file | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -Raw)
        (Import-Tensor $file).Values | Should -Be 1, 0.5
    }

    It 'say which words to name for labels of yes and no: <Seen>' -ForEach @(
        @{ Seen = 'True'; Other = 'False'; Call = '-Class False, True' }
        @{ Seen = 'false'; Other = 'true'; Call = '-Class false, true' }
        @{ Seen = 'YES'; Other = 'NO'; Call = '-Class NO, YES' }
        @{ Seen = 'pos'; Other = 'neg'; Call = '-Class neg, pos' }
        @{ Seen = 'cat'; Other = 'dog'; Call = '-Class no, yes' }
    ) {
        $file = New-TextFile words.csv "y,p`n$seen,0.5`n$other,0.5`n"
        (Get-Failure { Measure-CrossEntropy -Path $file -TargetColumn y -PredictionColumn p }).ErrorDetails.RecommendedAction | Should -Match ": $call\.$"
    }

    It 'have columns that complete' {
        $line = "Measure-CrossEntropy -Path $digits -TargetColumn l"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'label'
        $line = "Measure-CrossEntropy -Path $digits -TargetColumn label -PredictionColumn p"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be (0..9 | ForEach-Object { "p$_" })
    }

    It 'have columns that complete: <What>' -ForEach @(
        @{ What = 'of another delimiter'; File = 'semicolons.csv'; Text = 'y;p 0;p_1'; Call = "Measure-CrossEntropy -Path {0} -Delimiter ';' -TargetColumn " }
        @{ What = 'of a tab'; File = 'tabs.csv'; Text = "y`tp 0`tp_1"; Call = 'Measure-CrossEntropy -Path {0} -Delimiter "`t" -TargetColumn ' }
        @{ What = 'of a delimiter that Import-Csv is given'; File = 'semicolons.csv'; Text = 'y;p 0;p_1'; Call = "Import-Csv {0} -Delimiter ';' | Measure-CrossEntropy -TargetProperty " }
        @{ What = 'of a literal path with brackets'; File = 'b[1].csv'; Text = 'y,p 0,p_1'; Call = 'Measure-CrossEntropy -LiteralPath {0} -TargetColumn ' }
        @{ What = 'of a file that is piped'; File = 'semicolons.csv'; Text = 'y;p 0;p_1'; Call = "Get-Item {0} | Measure-CrossEntropy -Delimiter ';' -TargetColumn " }
        @{ What = 'of files that are piped'; File = 'piped.csv'; Text = 'y,p 0,p_1'; Call = "gci {0} | Import-Tensor -Column " }
        @{ What = 'of what is imported'; File = 'b[1].csv'; Text = 'y;p 0;p_1'; Call = 'Import-Tensor -LiteralPath {0} -Delimiter '';'' -Column ' }
    ) {
        $line = $call -f (New-TextFile $file $text)
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'y', "'p 0'", 'p_1'
    }
}
