# The file of the losses: whole, or not there.
Describe 'Losses in a file' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $digits = Join-Path $repository examples data digits predictions.csv
        $columns = @{ TargetColumn = 'label'; PredictionColumn = 'p*' }
        $kept = (Measure-CrossEntropy -Path $digits @columns -Reduction None).Values
        $output = "$TestDrive/losses.npy"
    }

    BeforeEach { Remove-Item $output -ErrorAction Ignore }

    It 'come from <What>' -ForEach @(
        @{ What = 'a CSV file'; Run = { Measure-CrossEntropy -Path $digits @columns -OutputPath $output } }
        @{ What = 'records'; Run = { Import-Csv $digits | Measure-CrossEntropy -TargetProperty label -PredictionProperty p* -OutputPath $output } }
        @{ What = 'arrays'; Run = {
                $rows = Import-Csv $digits
                [float[][]] $predictions = foreach ($row in $rows) { , [float[]](0..9 | ForEach-Object { $row."p$_" }) }
                Measure-CrossEntropy ([int[]]$rows.label) $predictions -OutputPath $output
            } }
    ) {
        $result = & $Run
        $result.Loss | Should -Be (Measure-CrossEntropy -Path $digits @columns).Loss
        $bytes = [IO.File]::ReadAllBytes($output)
        $bytes.Length | Should -Be (128 + 4 * 899)
        [Text.Encoding]::Latin1.GetString($bytes, 0, 128) | Should -BeLike "?NUMPY??*{'descr': '<f4', 'fortran_order': False, 'shape': (899,), }*`n"
        $losses = [float[]]::new(899)
        [Buffer]::BlockCopy($bytes, 128, $losses, 0, 4 * 899)
        Compare-Object $losses $kept -SyncWindow 0 | Should -BeNullOrEmpty
        Get-ChildItem $TestDrive -Force | Where-Object Name -Like '.*' | Should -BeNullOrEmpty
    }

    It 'do not replace a file without -Force' {
        Set-Content $output here
        (Get-Failure { Measure-CrossEntropy 1, 0 0.9, 0.2 -OutputPath $output }).FullyQualifiedErrorId | Should -Match '^FileExists,'
        Get-Content $output | Should -Be here
        $null = Measure-CrossEntropy 1, 0 0.9, 0.2 -OutputPath $output -Force
        (Get-Item $output).Length | Should -Be 136
    }

    It 'leave nothing behind where the measurement fails' {
        (Get-Failure { Measure-CrossEntropy 1, 7 @(@(0.5, 0.5), @(0.5, 0.5)) -Kind Sparse -OutputPath $output }).FullyQualifiedErrorId | Should -Match '^LabelOutOfRange,'
        Get-ChildItem $TestDrive -Force | Where-Object Name -Match '^\.|losses' | Should -BeNullOrEmpty
    }

    It 'are not written with -WhatIf' {
        $result = Measure-CrossEntropy 1, 0 0.9, 0.2 -OutputPath $output -WhatIf
        $result.SampleCount | Should -Be 2
        Test-Path $output | Should -BeFalse
    }

    It 'are those of one result: <_>' -ForEach 'PerFile', 'GroupBy' {
        $several = @{ $_ = $_ -eq 'PerFile' ? $true : 'label' }
        (Get-Failure { Measure-CrossEntropy -Path $digits @columns @several -OutputPath $output }).FullyQualifiedErrorId | Should -Match '^OptionNotSupported,'
    }
}

Describe 'A measurement that takes long' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        # Sparse: the zeros take no room on the disk.
        $predictions = "$TestDrive/predictions.npy"
        $targets = "$TestDrive/targets.npy"
        function New-Zeros([string] $Path, [string] $Type, [int] $Size, [string] $Shape, [long] $Count) {
            $header = "{'descr': '$Type', 'fortran_order': False, 'shape': $Shape, }".PadRight(117) + "`n"
            $file = [IO.File]::Create($Path)
            $file.Write([byte[]](0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0))
            $file.Write([Text.Encoding]::Latin1.GetBytes($header))
            $file.SetLength(128 + $Count * $Size)
            $file.Dispose()
        }
        New-Zeros $predictions '<f4' 4 '(40000000, 10)' 400000000
        New-Zeros $targets '<i4' 4 '(40000000,)' 40000000
    }

    It 'shows its progress, ends at once, and leaves no half-written file' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$builtModule'; Measure-CrossEntropy -TargetPath '$targets' -PredictionPath '$predictions' -FromLogits -OutputPath '$TestDrive/out.npy'")
        $run = $shell.BeginInvoke()
        $deadline = [DateTime]::UtcNow.AddSeconds(60)
        while ($shell.Streams.Progress.Count -eq 0 -and -not $run.IsCompleted -and [DateTime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 20 }
        $shell.Stop()
        $run.IsCompleted | Should -BeTrue
        $shell.InvocationStateInfo.State | Should -Be Stopped
        $progress = $shell.Streams.Progress | Where-Object RecordType -EQ Processing | Select-Object -First 1
        $progress.StatusDescription | Should -Match '^[\d,]+ rows, [\d,]+ a second$'
        $progress.PercentComplete | Should -BeIn (0..100)
        Get-ChildItem $TestDrive -Force | Where-Object Name -Match '^\.|out' | Should -BeNullOrEmpty
        $shell.Dispose()
    }
}
