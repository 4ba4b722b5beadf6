# Tensors out of files and into them.
BeforeDiscovery {
    # What NumPy 1.24 wrote for the same arrays: numpy.save.
    $recorded = @(
        @{ Name = 'onehot.npy'; Python = "numpy.save(f, numpy.eye(3, dtype='f4')[[0, 2]])"; Write = { 0, 2 | ConvertTo-OneHot | Export-Tensor $file }
            Base64 = 'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIA/AAAAAAAAAAAAAAAAAAAAAAAAgD8=' }
        @{ Name = 'labels.npy'; Python = 'numpy.save(f, numpy.array([2, 0]))'; Write = { 2, 0 | Export-Tensor $file -DataType Int64 }
            Base64 = 'k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoCAAAAAAAAAAAAAAAAAAAA' }
    )
}

Describe 'Export-Tensor' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $file = $null
        function Get-Values([string] $Path) { (Import-Tensor $Path).Values }
    }

    BeforeEach { Get-ChildItem $TestDrive -Force | Remove-Item -Recurse -Force }

    It 'gives <Name> the bytes of <Python>' -ForEach $recorded {
        $file = "$TestDrive/$Name"
        & $Write
        [Convert]::ToBase64String([IO.File]::ReadAllBytes($file)) | Should -BeExactly $Base64
        Get-ChildItem $TestDrive -Force | Should -HaveCount 1
    }

    It 'writes <What>' -ForEach @(
        @{ What = 'numbers of the pipeline as a vector'; Write = { 1, 0.5 | Export-Tensor $file }; Shape = 2; Values = 1, 0.5; Stored = '<f8' }
        @{ What = 'arrays of the pipeline as rows'; Write = { @(1, 2, 3), @(4, 5, 6) | Export-Tensor $file }; Shape = 2, 3; Values = 1..6; Stored = '<f8' }
        @{ What = 'arrays of arrays'; Write = { Export-Tensor $file @(@(1, 2), @(3, 4)) }; Shape = 2, 2; Values = 1..4; Stored = '<f8' }
        @{ What = 'one number'; Write = { Export-Tensor $file 3 }; Shape = @(); Values = 3; Stored = '<f8' }
        @{ What = 'a Tensor'; Write = { [LossCmdlets.Output.Tensor]::new([float[]](1, 2), @(1, 2, 1)) | Export-Tensor $file }; Shape = 1, 2, 1; Values = 1, 2; Stored = '<f4' }
        @{ What = 'a Tensor of a job'; Write = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((ConvertTo-OneHot 1))) | Export-Tensor $file }; Shape = 1, 2; Values = 0, 1; Stored = '<f4' }
        @{ What = 'several Tensors, one below the other'; Write = { (ConvertTo-OneHot 1), (ConvertTo-OneHot 0 -ClassCount 2) | Export-Tensor $file }; Shape = 2, 2; Values = 0, 1, 1, 0; Stored = '<f4' }
        @{ What = 'typed arrays as they are'; Write = { Export-Tensor $file ([int16[]](1, -2)) }; Shape = 2; Values = 1, -2; Stored = '<i2' }
        @{ What = 'unsigned numbers as they are'; Write = { Export-Tensor $file ([uint64[]](1, 2)) }; Shape = 2; Values = 1, 2; Stored = '<u8' }
        @{ What = 'booleans'; Write = { Export-Tensor $file ([bool[]]($true, $false)) }; Shape = 2; Values = 1, 0; Stored = '|b1' }
        @{ What = 'booleans as a type of its own'; Write = { 1, 0 | Export-Tensor $file -DataType Boolean }; Shape = 2; Values = 1, 0; Stored = '|b1' }
        @{ What = 'text that is a number'; Write = { '1e-3', '-2' | Export-Tensor $file -DataType Float32 }; Shape = 2; Values = [float]1e-3, -2; Stored = '<f4' }
    ) {
        $file = "$TestDrive/x.npy"
        & $Write
        $tensor = Import-Tensor $file
        $tensor.Shape | Should -Be $Shape
        $tensor.Values | Should -Be $Values
        [Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($file), 10, 40) | Should -BeLike "{'descr': '$Stored',*"
    }

    It 'writes tensors with names to <_>' -ForEach 'npz', 'safetensors' {
        $file = "$TestDrive/x.$_"
        [ordered]@{ scores = 0.5, 0.25; labels = [int[]](1, 2) } | Export-Tensor $file
        $read = Import-Tensor $file
        ($read.Key | Sort-Object) | Should -Be 'labels', 'scores'
        ($read | Where-Object Key -EQ scores).Values | Should -Be 0.5, 0.25
        $line = "Import-Tensor $file -Key s"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'scores', 'labels'
    }

    It 'keeps the names of what was read, piped or given, and shows them' {
        @{ a = 1, 2; b = 3 } | Export-Tensor "$TestDrive/x.npz"
        $shown = Import-Tensor "$TestDrive/x.npz" -Key a
        "$shown" | Should -Be 'Tensor (2,) Float64 a'
        Get-FoldedText ($shown | Out-String) | Should -Be 'Tensor (2,) Float64 a 1 2'
        Import-Tensor "$TestDrive/x.npz" | Export-Tensor "$TestDrive/y.safetensors"
        $all = Import-Tensor "$TestDrive/x.npz"
        Export-Tensor "$TestDrive/z.npz" $all
        [IO.File]::ReadAllBytes("$TestDrive/z.npz") | Should -Be ([IO.File]::ReadAllBytes("$TestDrive/x.npz"))
        (Import-Tensor "$TestDrive/y.safetensors").Key | Sort-Object | Should -Be 'a', 'b'
        Import-Tensor "$TestDrive/x.npz" -Key a | Export-Tensor "$TestDrive/w.npz" -Key other -Compress
        (Import-Tensor "$TestDrive/w.npz").Key | Should -Be 'other'
    }

    It 'writes text with a first line, which comes back: <What>' -ForEach @(
        @{ What = 'labels'; Tensor = { 'dog', 'cat' | ConvertTo-OneHot }; Text = "cat,dog`n0,1`n1,0`n"; Class = 'cat', 'dog' }
        @{ What = 'labels that need quotes'; Tensor = { 'b,"', 'a' | ConvertTo-OneHot }; Text = "a,`"b,`"`"`"`n0,1`n1,0`n"; Class = 'a', 'b,"' }
        @{ What = 'labels that are numbers'; Tensor = { 5, 7 | ConvertTo-OneHot -Class 7, 5 }; Text = "c_7,c_5`n0,1`n1,0`n"; Class = $null }
        @{ What = 'no labels'; Tensor = { , @(0, 1, 2) }; Text = "c_0,c_1,c_2`n0,1,2`n"; Class = $null }
        @{ What = 'one axis'; Tensor = { 0.1, 1e-7 }; Text = "c_0`n0.1`n1E-07`n"; Class = $null }
    ) {
        & $Tensor | Export-Tensor "$TestDrive/x.csv"
        [IO.File]::ReadAllText("$TestDrive/x.csv") | Should -BeExactly $Text
        $read = Import-Tensor "$TestDrive/x.csv"
        $read.Class | Should -Be $Class
        $read | Export-Tensor "$TestDrive/y.csv"
        if ($What -ne 'labels that are numbers') { [IO.File]::ReadAllText("$TestDrive/y.csv") | Should -BeExactly $Text }
    }

    It 'writes text without a first line, and with another delimiter' {
        , @(0, 1, 2) | Export-Tensor "$TestDrive/x.csv" -NoHeader -Delimiter ';'
        [IO.File]::ReadAllText("$TestDrive/x.csv") | Should -BeExactly "0;1;2`n"
        (Import-Tensor "$TestDrive/x.csv" -NoHeader -Delimiter ';').Values | Should -Be 0, 1, 2
        , @(0, 1) | Export-Tensor "$TestDrive/x.tsv" -NoHeader
        [IO.File]::ReadAllText("$TestDrive/x.tsv") | Should -BeExactly "0`t1`n"
    }

    It 'writes another format than the name says with -Format <_>' -ForEach 'Npy', 'Npz', 'Safetensors', 'Csv' {
        1, 2 | Export-Tensor "$TestDrive/x.bin" -Format $_
        (Import-Tensor "$TestDrive/x.bin" -Format $_).Values | Should -Be 1, 2
    }

    It 'names the file by <What>' -ForEach @(
        @{ What = 'a literal path'; Path = @{ LiteralPath = 'a[1].npy' }; Name = 'a[1].npy' }
        @{ What = 'a drive of PowerShell'; Path = @{ Path = 'TestDrive:/b.npy' }; Name = 'b.npy' }
    ) {
        Push-Location $TestDrive
        try { 1, 2 | Export-Tensor @Path } finally { Pop-Location }
        (Get-ChildItem $TestDrive).Name | Should -Be $Name
    }

    It 'replaces a file with -Force only, and with a wildcard the one that is there' {
        $file = "$TestDrive/x.npy"
        Set-Content $file here
        (Get-Failure { 1 | Export-Tensor $file }).FullyQualifiedErrorId | Should -Be 'FileExists,LossCmdlets.Commands.ExportTensorCommand'
        Get-Content $file | Should -Be here
        1 | Export-Tensor "$TestDrive/?.npy" -Force
        Get-Values $file | Should -Be 1
    }

    It 'names types as -DataType does, and keeps infinities that were given' {
        "$(Get-Failure { 300 | Export-Tensor "$TestDrive/x.npy" -DataType UInt8 })" | Should -BeLike '*from 0 to 255, to be stored as UInt8.'
        foreach ($type in 'Float16', 'Float32') {
            1, [double]::PositiveInfinity, [double]::NegativeInfinity, [double]::NaN | Export-Tensor "$TestDrive/x.npy" -DataType $type -Force
            (Import-Tensor "$TestDrive/x.npy").Values -join ' ' | Should -Be '1 Infinity -Infinity NaN'
        }
        Remove-Item "$TestDrive/x.npy"
    }

    It 'writes nothing with -WhatIf' {
        1 | Export-Tensor "$TestDrive/x.npy" -WhatIf
        Get-ChildItem $TestDrive -Force | Should -BeNullOrEmpty
    }

    It 'says in which order path and numbers stand, and how a format is told' {
        "$(Get-Failure { Export-Tensor 1, 2 "$TestDrive/x.npy" })" | Should -BeLike "*Path is '1, 2'; it must be one file, which is the first argument, and the numbers the second."
        (Get-Failure { 1 | Export-Tensor "$TestDrive/x.bin" }).ErrorDetails.RecommendedAction | Should -Match 'with -Format\.$'
    }

    It 'says what makes numbers of labels' {
        foreach ($labels in { 'cat', 'dog' | Export-Tensor "$TestDrive/x.npy" }, { Export-Tensor "$TestDrive/x.npy" @{ y = 'cat', 'dog' } }) {
            $failure = try { & $labels } catch { $_ }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NonNumericValue,*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*ConvertTo-OneHot*'
        }
    }

    It 'says what was meant by text: <Remedy>' -ForEach @(
        @{ Remedy = '^Give numbers; ConvertTo-OneHot makes'; Run = { 'cat' | Export-Tensor "$TestDrive/x.npy" } }
        @{ Remedy = '^Give numbers with a decimal point \(3\.5\)'; Run = { '3,5' | Export-Tensor "$TestDrive/x.npy" } }
        @{ Remedy = 'Loss, Values or Gradient.*-Raw'; Run = { Measure-CrossEntropy 1, 0 0.9, 0.2 -Reduction None | Export-Tensor "$TestDrive/x.npy" } }
        @{ Remedy = '^Create the folder, or correct the path'; Run = { 1 | Export-Tensor "$TestDrive/no/x.npy" } }
        @{ Remedy = '^Give the path first'; Run = { Export-Tensor 1 "$TestDrive/x.npy" } }
    ) {
        (Get-Failure $run).ErrorDetails.RecommendedAction | Should -Match $remedy
    }

    It 'fails and leaves nothing: <Id>, <What>' -ForEach @(
        @{ Id = 'UnsupportedFileFormat'; What = 'no format'; Run = { 1 | Export-Tensor "$TestDrive/x.bin" } }
        @{ Id = 'FileNotFound'; What = 'no folder'; Run = { 1 | Export-Tensor "$TestDrive/no/x.npy" } }
        @{ Id = 'NotFileSystemPath'; What = 'a folder'; Run = { $null = New-Item -ItemType Directory "$TestDrive/x.npy"; try { 1 | Export-Tensor "$TestDrive/x.npy" -Force } finally { Remove-Item "$TestDrive/x.npy" } } }
        @{ Id = 'NotFileSystemPath'; What = 'no file system'; Run = { 1 | Export-Tensor Env:/x.npy } }
        @{ Id = 'EmptyInput'; What = 'an empty dictionary'; Run = { @{} | Export-Tensor "$TestDrive/x.npz" } }
        @{ Id = 'EmptyInput'; What = 'an empty dictionary as an argument'; Run = { Export-Tensor "$TestDrive/x.npz" @{} } }
        @{ Id = 'EmptyInput'; What = 'nothing'; Run = { @() | Export-Tensor "$TestDrive/x.npy" } }
        @{ Id = 'NonNumericValue'; What = 'text'; Run = { 'cat' | Export-Tensor "$TestDrive/x.npy" } }
        @{ Id = 'NullValue'; What = 'null'; Run = { 1, $null | Export-Tensor "$TestDrive/x.npy" } }
        @{ Id = 'RaggedRow'; What = 'rows of several lengths'; Run = { @(1, 2), @(1, 2, 3) | Export-Tensor "$TestDrive/x.npy" } }
        @{ Id = 'ParameterOutOfRange'; What = 'half a whole number'; Run = { 1, 0.5 | Export-Tensor "$TestDrive/x.npy" -DataType Int64 } }
        @{ Id = 'ParameterOutOfRange'; What = 'a number beyond single precision'; Run = { 1, 1e300 | Export-Tensor "$TestDrive/x.npy" -DataType Float32 } }
        @{ Id = 'ParameterOutOfRange'; What = 'a number beyond single precision as text'; Run = { 1, 1e300 | Export-Tensor "$TestDrive/x.csv" -DataType Float32 } }
        @{ Id = 'ParameterOutOfRange'; What = 'a number beyond half precision'; Run = { 1, 65520 | Export-Tensor "$TestDrive/x.npy" -DataType Float16 } }
        @{ Id = 'ParameterOutOfRange'; What = 'a number beyond the type'; Run = { 1, 256 | Export-Tensor "$TestDrive/x.npy" -DataType UInt8 } }
        @{ Id = 'ParameterOutOfRange'; What = 'NaN as a whole number'; Run = { [double]::NaN | Export-Tensor "$TestDrive/x.csv" -DataType Int32 } }
        @{ Id = 'ParameterOutOfRange'; What = 'a delimiter that is none'; Run = { 1 | Export-Tensor "$TestDrive/x.csv" -Delimiter 5 } }
        @{ Id = 'OptionNotSupported'; What = 'three axes as text'; Run = { ConvertTo-OneHot @(@(0, 1), @(1, 0)) | Export-Tensor "$TestDrive/x.csv" } }
        @{ Id = 'OptionNotSupported'; What = 'two tensors in npy'; Run = { @{ a = 1; b = 2 } | Export-Tensor "$TestDrive/x.npy" } }
        @{ Id = 'OptionNotSupported'; What = 'two tensors as text'; Run = { @{ a = 1; b = 2 } | Export-Tensor "$TestDrive/x.csv" } }
        @{ Id = 'OptionNotSupported'; What = 'one name for two'; Run = { @{ a = 1; b = 2 } | Export-Tensor "$TestDrive/x.npz" -Key c } }
        @{ Id = 'OptionNotSupported'; What = 'names for some'; Run = { @{ a = 1 }, 2 | Export-Tensor "$TestDrive/x.npz" } }
        @{ Id = 'OptionNotSupported'; What = 'npy compressed'; Run = { 1 | Export-Tensor "$TestDrive/x.npy" -Compress } }
        @{ Id = 'OptionNotSupported'; What = 'text compressed'; Run = { 1 | Export-Tensor "$TestDrive/x.csv" -Compress } }
        @{ Id = 'OptionNotSupported'; What = 'what is piped beside numbers'; Run = { 1, 2 | Export-Tensor "$TestDrive/x.npy" 1, 2 } }
        @{ Id = 'UnsupportedFileFormat'; What = 'text that would be called compressed'; Run = { 1 | Export-Tensor "$TestDrive/x.csv.gz" } }
        @{ Id = 'OptionNotSupported'; What = 'a delimiter of npy'; Run = { 1 | Export-Tensor "$TestDrive/x.npy" -Delimiter ';' } }
        @{ Id = 'OptionNotSupported'; What = 'no first line of safetensors'; Run = { 1 | Export-Tensor "$TestDrive/x.safetensors" -NoHeader } }
        @{ Id = 'OptionNotSupported'; What = 'a key of npy'; Run = { 1 | Export-Tensor "$TestDrive/x.npy" -Key a } }
        @{ Id = 'OptionNotSupported'; What = 'a key of text'; Run = { 1 | Export-Tensor "$TestDrive/x.bin" -Format Csv -Key a } }
    ) {
        $failure = Get-Failure $Run
        $failure.FullyQualifiedErrorId | Should -Be "$Id,LossCmdlets.Commands.ExportTensorCommand"
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-ChildItem $TestDrive -Force | Should -BeNullOrEmpty
    }
}

Describe 'Import-Tensor' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $digits = Join-Path $repository examples data digits
        function New-TextFile([string] $Name, [string] $Text) { [IO.File]::WriteAllText("$TestDrive/$Name", $Text); "$TestDrive/$Name" }
    }

    It 'reads files by <What>' -ForEach @(
        @{ What = 'a wildcard'; Run = { Import-Tensor "$digits/l*.npy" }; Shapes = '899', '899,10' }
        @{ What = 'several paths'; Run = { Import-Tensor "$digits/logits.npy", "$digits/labels.npy" }; Shapes = '899,10', '899' }
        @{ What = 'piped files'; Run = { Get-Item "$digits/labels.npy" | Import-Tensor }; Shapes = '899' }
        @{ What = 'a literal path'; Run = { Import-Tensor -LiteralPath "$digits/labels.npy" }; Shapes = '899' }
    ) {
        (& $Run).ForEach{ $_.Shape -join ',' } | Should -Be $Shapes
    }

    It 'keeps single precision, and widens whole numbers' {
        (Import-Tensor "$digits/logits.npy").DataType | Should -Be Float32
        (Import-Tensor "$digits/labels.npy").DataType | Should -Be Float64
        (Import-Tensor "$digits/logits.npy" -DataType Float64).DataType | Should -Be Float64
    }

    It 'gives Measure-CrossEntropy the bits of the file' {
        $fromFile = Measure-CrossEntropy -TargetPath "$digits/labels.npy" -PredictionPath "$digits/logits.npy" -FromLogits
        $read = Measure-CrossEntropy (Import-Tensor "$digits/labels.npy") (Import-Tensor "$digits/logits.npy") -FromLogits
        Get-Bits $read.Loss | Should -Be (Get-Bits $fromFile.Loss)
    }

    It 'reads columns by <What>' -ForEach @(
        @{ What = 'wildcard'; Column = 'p*'; Shape = 2, 2; Values = 1, 2, 3, 4 }
        @{ What = 'name'; Column = 'y'; Shape = 2; Values = 9, 8 }
        @{ What = 'position'; Column = 2; Shape = 2; Values = 2, 4 }
        @{ What = 'range'; Column = '1..2'; Shape = 2, 2; Values = 1, 2, 3, 4 }
    ) {
        $tensor = Import-Tensor (New-TextFile x.csv "y,p0,p1`n9,1,2`n8,3,4`n") -Column $Column
        $tensor.Shape | Should -Be $Shape
        $tensor.Values | Should -Be $Values
    }

    It 'takes labels from columns, or from -Class' {
        (Import-Tensor (New-TextFile x.csv "y,p_cat,p_dog`n9,1,2`n") -Column p*).Class | Should -Be 'cat', 'dog'
        (Import-Tensor "$digits/logits.npy" -Class (0..9)).Class | Should -Be (0..9)
    }

    It 'completes delimiters: <Word>' -ForEach @(
        @{ Word = ''; Expected = "','", "';'", '"`t"', "'|'" }
        @{ Word = "';"; Expected = , "';'" }
        @{ Word = '"`'; Expected = , '"`t"' }
    ) {
        $line = "Import-Tensor x.csv -Delimiter $word"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $expected
    }

    It 'completes columns' {
        $line = "Import-Tensor $digits/predictions.csv -Column l"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'label'
    }

    It 'reports a file that cannot be read, and reads the others' {
        $read = Import-Tensor "$digits/labels.npy", "$TestDrive/none.npy", "$digits/logits.npy" -ErrorVariable failures -ErrorAction SilentlyContinue
        $read | Should -HaveCount 2
        $failures.FullyQualifiedErrorId | Should -Be 'FileNotFound,LossCmdlets.Commands.ImportTensorCommand'
    }

    It 'reports a file of a wildcard that cannot be read, and reads the others' {
        $null = New-Item -ItemType Directory "$TestDrive/mixed"
        Set-Content "$TestDrive/mixed/a.npy" 'no tensor'
        1, 2 | Export-Tensor "$TestDrive/mixed/b.npy"
        (Import-Tensor "$TestDrive/mixed/*.npy" -ErrorVariable failures -ErrorAction SilentlyContinue).Values | Should -Be 1, 2
        $failures.FullyQualifiedErrorId | Should -Be 'MalformedFile,LossCmdlets.Commands.ImportTensorCommand'
    }

    It 'says that other marks may part the cells of a CSV file' {
        Set-Content "$TestDrive/parted.csv" '1;2', '0,5;0,5'
        (Get-Failure { Import-Tensor "$TestDrive/parted.csv" -ErrorAction Stop }).ErrorDetails.RecommendedAction | Should -Match '-Delimiter'
    }

    It 'names the marks that the first line has in the only column: <Text>' -ForEach @(
        @{ Text = "y;p`n0;0.2`n"; Options = @{}; Delimiter = "';'" }
        @{ Text = "y;p`ncat;0.2`n"; Options = @{}; Delimiter = "';'" }
        @{ Text = "0|0.2`n1|0.5`n"; Options = @{}; Delimiter = "'|'" }
        @{ Text = "y`tp`n0`t0.2`n"; Options = @{}; Delimiter = '"`t"' }
        @{ Text = "y,p,q`n0,0.2,0.8`n"; Options = @{ Delimiter = ';' }; Delimiter = "','" }
    ) {
        $failure = Get-Failure { Import-Tensor (New-TextFile marks.csv $text) @options -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NonNumericValue,*'
        $failure.ErrorDetails.RecommendedAction | Should -Match "stand between its cells, add -Delimiter $([regex]::Escape($delimiter))\.$"
    }

    It 'says of a tensor in the place of a path where it belongs' {
        $tensor = ConvertTo-OneHot 0, 1
        foreach ($call in { Import-Tensor $tensor -ErrorAction Stop }, { Measure-CrossEntropy -TargetPath $tensor -PredictionPath $tensor }) {
            (Get-Failure $call).ErrorDetails.RecommendedAction | Should -Be 'Give a path; tensors are measured as they are, with -Target and -Prediction.'
        }
    }

    It 'says of a column of labels which call makes one-hot rows of it: <Name>' -ForEach @(
        @{ Name = 'a.csv'; Text = "id,label`n1,cat`n2,dog`n"; Options = @{ Column = 'label' } }
        @{ Name = 'the cat''s [1].tsv'; Text = "id`tits label`n1`tcat`n2`tdog`n"; Options = @{ Column = 'its label' } }
        @{ Name = 'b.csv'; Text = "id;label`n1;cat`n2;dog`n"; Options = @{ Column = 'label'; Delimiter = ';' } }
    ) {
        $null = New-TextFile $name $text
        $failure = Get-Failure { Import-Tensor -LiteralPath "$TestDrive/$name" @options -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -Be 'NonNumericValue,LossCmdlets.Commands.ImportTensorCommand'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'this column holds text.* made by Import-Csv.* \| ConvertTo-OneHot\.$'
        $call = [regex]::Match($failure.ErrorDetails.RecommendedAction, '(?<=made by ).*(?=\.$)').Value
        $rows = & ([scriptblock]::Create($call))
        $rows.Class | Should -Be 'cat', 'dog'
        $rows.Values | Should -Be 1, 0, 0, 1
    }

    It 'says of <What> no more than holds: <Remedy>' -ForEach @(
        @{ What = 'all columns'; Remedy = "a\.csv' \| ForEach-Object <column> \| ConvertTo-OneHot\.$"; Run = { Import-Tensor (New-TextFile a.csv "id,label`n1,cat`n") -ErrorAction Stop } }
        @{ What = 'columns without names'; Remedy = 'are made by ConvertTo-OneHot\.$'; Run = { Import-Tensor (New-TextFile a.csv "1,cat`n") -NoHeader -ErrorAction Stop } }
        @{ What = 'a decimal comma'; Remedy = '^Give numbers with a decimal point \(0\.5\)'; Run = { Import-Tensor (New-TextFile a.csv "id;p`n1;0,5`n") -Delimiter ';' -ErrorAction Stop } }
    ) {
        (Get-Failure $run).ErrorDetails.RecommendedAction | Should -Match $remedy
    }

    It 'fails: <Id>, <What>' -ForEach @(
        @{ Id = 'FileNotFound'; What = 'no file'; Run = { Import-Tensor "$TestDrive/none.npy" } }
        @{ Id = 'NotFileSystemPath'; What = 'a folder'; Run = { Import-Tensor $TestDrive } }
        @{ Id = 'UnsupportedFileFormat'; What = 'no format'; Run = { Import-Tensor (New-TextFile x.txt "1,2") } }
        @{ Id = 'MalformedFile'; What = 'a false name'; Run = { Import-Tensor (New-TextFile x.npy "1,2") } }
        @{ Id = 'MalformedFile'; What = 'a false format'; Run = { Import-Tensor "$digits/labels.npy" -Format Npz } }
        @{ Id = 'ColumnNotFound'; What = 'no such key'; Run = { Import-Tensor "$digits/labels.npy" -Key x } }
        @{ Id = 'ColumnNotFound'; What = 'no such column'; Run = { Import-Tensor "$digits/predictions.csv" -Column q } }
        @{ Id = 'ColumnNotFound'; What = 'a position below 0'; Run = { Import-Tensor "$digits/predictions.csv" -Column -1 } }
        @{ Id = 'ColumnNotFound'; What = 'a number below 0'; Run = { Import-Tensor "$digits/predictions.csv" -Column (-1) } }
        @{ Id = 'ParameterOutOfRange'; What = 'half a column'; Run = { Import-Tensor "$digits/predictions.csv" -Column 1.5 } }
        @{ Id = 'ParameterOutOfRange'; What = 'a number beyond single precision'; Run = { Import-Tensor (New-TextFile x.csv "a`n1e300`n") -DataType Float32 } }
        @{ Id = 'ParameterOutOfRange'; What = 'labels that are too few'; Run = { Import-Tensor "$digits/logits.npy" -Class a, b } }
        @{ Id = 'ParameterOutOfRange'; What = 'a label twice'; Run = { Import-Tensor "$digits/predictions.csv" -Column p0, p1 -Class a, a } }
        @{ Id = 'OptionNotSupported'; What = 'a key of text'; Run = { Import-Tensor "$digits/predictions.csv" -Key x } }
        @{ Id = 'OptionNotSupported'; What = 'a column of an array'; Run = { Import-Tensor "$digits/labels.npy" -Column x } }
        @{ Id = 'OptionNotSupported'; What = 'a delimiter of an array'; Run = { Import-Tensor "$digits/labels.npy" -Delimiter ';' } }
        @{ Id = 'OptionNotSupported'; What = 'no first line of an array'; Run = { Import-Tensor "$digits/labels.npy" -NoHeader } }
        @{ Id = 'NonNumericValue'; What = 'a word'; Run = { Import-Tensor (New-TextFile x.csv "a,b`n1,x`n") } }
        @{ Id = 'EmptyString'; What = 'an empty cell'; Run = { Import-Tensor (New-TextFile x.csv "a,b`n1,`n") } }
        @{ Id = 'RaggedRow'; What = 'a cell too little'; Run = { Import-Tensor (New-TextFile x.csv "a,b`n1`n") } }
        @{ Id = 'EmptyInput'; What = 'a header alone'; Run = { Import-Tensor (New-TextFile x.csv "a,b`n") } }
    ) {
        $ErrorActionPreference = 'Stop'
        $failure = Get-Failure $Run
        $failure.FullyQualifiedErrorId | Should -Be "$Id,LossCmdlets.Commands.ImportTensorCommand"
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'says of <What> what it has no use for, and passes over a default of it' -ForEach @(
        @{ What = 'npy'; File = 'labels.npy'; Option = @{ Delimiter = ';' }; Says = '-Delimiter stands between the cells of CSV files, and '; Remedy = 'Leave out -Delimiter; -Format Csv says that a file is text.' }
        @{ What = 'npy'; File = 'labels.npy'; Option = @{ NoHeader = $true }; Says = '-NoHeader is about the first line of CSV files, and '; Remedy = 'Leave out -NoHeader; -Format Csv says that a file is text.' }
        @{ What = 'text'; File = 'predictions.csv'; Option = @{ Key = 'x' }; Says = '-Key names a tensor in npz and safetensors files, and '; Remedy = 'Leave out -Key; npy files have one tensor and no name, and CSV files columns, of which -Column of Import-Tensor chooses.' }
    ) {
        $failure = Get-Failure { Import-Tensor "$digits/$file" @option -ErrorAction Stop }
        $failure.Exception.Message | Should -BeExactly "$says'$(Convert-Path $digits/$file)' is none."
        $failure.ErrorDetails.RecommendedAction | Should -BeExactly $remedy
        $PSDefaultParameterValues = @{ "Import-Tensor:$($option.Keys)" = @($option.Values)[0] }
        (Import-Tensor "$digits/$file" -ErrorAction Stop).Shape[0] | Should -Be 899
    }

    It 'takes a switch that is turned off' {
        (Import-Tensor "$digits/labels.npy" -NoHeader:$false -ErrorAction Stop).Shape | Should -Be 899
        Export-Tensor "$TestDrive/off.npy" 1 -NoHeader:$false -Compress:$false
        "$TestDrive/off.npy" | Should -Exist
    }

    It 'says what a file is, or how that is said: <What>' -ForEach @(
        @{ What = 'npy as text'; Remedy = 'Read it as what it is, with -Format Npy.'; Run = { Import-Tensor "$digits/labels.npy" -Format Csv } }
        @{ What = 'npz with a name of text'; Remedy = 'Read it as what it is, with -Format Npz.'; Run = { Export-Tensor "$TestDrive/named.csv" 1 -Format Npz; Import-Tensor "$TestDrive/named.csv" } }
        @{ What = 'npy as npz'; Remedy = 'Read it as what it is, with -Format Npy.'; Run = { Import-Tensor "$digits/labels.npy" -Format Npz } }
        @{ What = 'npy as safetensors'; Remedy = 'Read it as what it is, with -Format Npy.'; Run = { Import-Tensor "$digits/labels.npy" -Format Safetensors } }
        @{ What = 'text as npy'; Remedy = 'Read it as what it is, with -Format Csv.'; Run = { Import-Tensor "$digits/predictions.csv" -Format Npy } }
        @{ What = 'safetensors as npz'; Remedy = 'Read it as what it is, with -Format Safetensors.'; Run = { Export-Tensor "$TestDrive/named.safetensors" 1; Import-Tensor "$TestDrive/named.safetensors" -Format Npz } }
        @{ What = 'npy that is damaged'; Remedy = 'Write the file again*'; Run = { Set-Content "$TestDrive/cut.npy" ([byte[]]([char[]]"`u{93}NUMPY")) -AsByteStream; Import-Tensor "$TestDrive/cut.npy" -Format Npy } }
        @{ What = 'text with no name of text'; Remedy = 'Say what the file is, with -Format Csv or*'; Run = { Import-Tensor (New-TextFile x.txt "1,2") } }
        @{ What = 'other text than that of UTF-8'; Remedy = 'Save it as UTF-8.'; Run = { Set-Content "$TestDrive/x.csv" 'a' -Encoding unicode; Import-Tensor "$TestDrive/x.csv" } }
        @{ What = 'a key where there are no names'; Remedy = 'Leave out the key*'; Run = { Import-Tensor "$digits/labels.npy" -Key x } }
    ) {
        $ErrorActionPreference = 'Stop'
        (Get-Failure $run).ErrorDetails.RecommendedAction | Should -BeLike $remedy
    }

    It 'counts columns from 0, but for one that has a negative number for a name' {
        foreach ($position in '-1', -1) {
            $failure = Get-Failure { Import-Tensor (New-TextFile x.csv "a,b`n1,2`n") -Column $position -ErrorAction Stop }
            "$failure" | Should -BeLike '*no column at position -1; it has a, b.'
            $failure.ErrorDetails.RecommendedAction | Should -Be 'Columns are counted from 0: give positions up to 1, or names.'
        }
        (Import-Tensor (New-TextFile x.csv "a,-1`n1,2`n") -Column -1).Values | Should -Be 2
    }

    It 'says that the tensor of an npy file has no name' {
        (Get-Failure { Import-Tensor "$digits/labels.npy" -Key x -ErrorAction Stop }).Exception.Message | Should -BeLike "The file '*labels.npy' has no tensor 'x'; it has one, without a name."
    }

    It 'refuses whole numbers that no double has, unless they are to be rounded' {
        Export-Tensor "$TestDrive/x.npy" ([long[]](1, 9007199254740993)) -Force
        (Get-Failure { Import-Tensor "$TestDrive/x.npy" -ErrorAction Stop }).FullyQualifiedErrorId | Should -Match '^UnsupportedFileFormat,'
        (Import-Tensor "$TestDrive/x.npy" -DataType Float64).Values | Should -Be 1, 9007199254740992
    }

    It 'refuses them in text too, and names the place' {
        $file = New-TextFile x.csv "id,p`n9007199254740992,1`n-9007199254740993,2`n"
        $failure = Get-Failure { Import-Tensor $file -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -Be 'UnsupportedFileFormat,LossCmdlets.Commands.ImportTensorCommand'
        $failure.Exception.Message | Should -Match "its whole number '-9007199254740993' at line 3, column 'id' has more digits than a double"
        $failure.ErrorDetails.RecommendedAction | Should -Match '-Column.*-DataType Float64'
        (Import-Tensor $file -Column p).Values | Should -Be 1, 2
        (Import-Tensor $file -DataType Float64).Values | Should -Be ([double[]](9007199254740992, 1, -9007199254740992, 2))
    }
}

Describe 'Tensors that take long' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1

        # Stopped at its first progress: what was shown.
        function Get-FirstProgress([string] $Command) {
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$builtModule'; $Command")
            $run = $shell.BeginInvoke()
            $deadline = [DateTime]::UtcNow.AddSeconds(60)
            while ($shell.Streams.Progress.Count -eq 0 -and -not $run.IsCompleted -and [DateTime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 20 }
            $shell.Stop()
            $shell.InvocationStateInfo.State | Should -Be Stopped
            $shell.Streams.Progress | Where-Object RecordType -EQ Processing | Select-Object -First 1
            $shell.Dispose()
        }
    }

    It 'shows how far an import has come' {
        # A number a line, and two hundred letters that are not wanted.
        $lines = [Text.Encoding]::ASCII.GetBytes(('0,' + 'x' * 200 + "`n") * 1000)
        $file = [IO.Compression.GZipStream]::new([IO.File]::Create("$TestDrive/x.csv.gz"), [IO.Compression.CompressionLevel]::Fastest)
        foreach ($i in 1..7000) { $file.Write($lines) }
        $file.Dispose()
        $progress = Get-FirstProgress "Import-Tensor '$TestDrive/x.csv.gz' -Column 0 -NoHeader"
        $progress.Activity | Should -Be 'Importing a tensor'
        $progress.StatusDescription | Should -Match '^[\d,]+ rows, [\d,]+ a second$'
        $progress.PercentComplete | Should -BeIn (0..100)
    }

    It 'shows how far an import of an array has come' {
        # Sparse, and in the other order: the zeros take no room on the disk, and time to be turned.
        $header = "{'descr': '<f8', 'fortran_order': True, 'shape': (40000, 8000), }".PadRight(117) + "`n"
        $file = [IO.File]::Create("$TestDrive/x.npy")
        $file.Write([byte[]](0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0))
        $file.Write([Text.Encoding]::Latin1.GetBytes($header))
        $file.SetLength(128 + 8L * 40000 * 8000)
        $file.Dispose()
        $progress = Get-FirstProgress "Import-Tensor '$TestDrive/x.npy' -DataType Float32"
        $progress.Activity | Should -Be 'Importing a tensor'
        $progress.StatusDescription | Should -Match '^[\d,]+ rows, [\d,]+ a second$'
        $progress.PercentComplete | Should -BeIn (0..100)
    }

    It 'shows how far an export has come, and leaves no half-written file' {
        $progress = Get-FirstProgress "`$numbers = [double[]]::new(30000000); [Array]::Fill(`$numbers, 0.12345678901234); Export-Tensor '$TestDrive/out.csv' `$numbers"
        $progress.Activity | Should -Be 'Exporting tensors'
        $progress.StatusDescription | Should -Match '^[\d,]+ rows, [\d,]+ a second$'
        $progress.PercentComplete | Should -BeIn (0..100)
        Get-ChildItem $TestDrive -Force | Where-Object Name -Match '^\.|out' | Should -BeNullOrEmpty
    }
}
