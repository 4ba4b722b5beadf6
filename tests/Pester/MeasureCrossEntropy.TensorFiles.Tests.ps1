# Targets and predictions in npy, npz and safetensors files of their own.
Describe 'Tensors in files' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $folder = Join-Path $repository examples data digits
        $pair = @{ TargetPath = "$folder/labels.npy"; PredictionPath = "$folder/logits.npy" }
        $published = Get-Content "$folder/expected.json" | ConvertFrom-Json
    }

    It 'give the loss that PyTorch gives' {
        $result = Measure-CrossEntropy @pair -FromLogits -Convention Exact
        Assert-Near $result.Loss $published.ce_from_logits_float64 1e-15
        $result.SampleCount, $result.Kind, $result.DataType | Should -Be 899, 'Sparse', 'Float64'
        (Measure-CrossEntropy @pair -FromLogits).DataType | Should -Be Float32
        (Measure-CrossEntropy -TargetLiteralPath $pair.TargetPath -PredictionLiteralPath $pair.PredictionPath -FromLogits -Convention Exact).Loss |
            Should -BeExactly $result.Loss
    }

    It 'take class weights, smoothing and kept losses as arrays do' {
        Assert-Near (Measure-CrossEntropy @pair -FromLogits -Convention PyTorch -DataType Float64 -ClassWeight (1..10)).Loss $published.class_weighted_mean_pytorch 1e-14
        Assert-Near (Measure-CrossEntropy @pair -FromLogits -Convention PyTorch -DataType Float64 -LabelSmoothing 0.1).Loss $published.'label_smoothing_0.1_pytorch' 1e-14
        (Measure-CrossEntropy @pair -FromLogits -Reduction None).Values | Should -HaveCount 899
    }

    It 'have labels in another order with -Class' {
        $straight = Measure-CrossEntropy @pair -FromLogits
        $named = Measure-CrossEntropy @pair -FromLogits -Class (0..9)
        Get-Bits $named.Loss | Should -Be (Get-Bits $straight.Loss)
        (Get-Failure { Measure-CrossEntropy @pair -FromLogits -Class (1..10) }).FullyQualifiedErrorId | Should -Match '^LabelOutOfRange,'
    }

    It 'are several in a row' {
        $two = @{ TargetPath = @($pair.TargetPath) * 2; PredictionPath = @($pair.PredictionPath) * 2 }
        (Measure-CrossEntropy @two -FromLogits).SampleCount | Should -Be (2 * 899)
        $results = Measure-CrossEntropy @two -FromLogits -PerFile
        $results | Should -HaveCount 2
        $results.SampleCount | Should -Be 899, 899
        $results.Group | Should -Be (@($pair.PredictionPath) * 2)
    }

    It 'have the samples of their predictions, file by file: <Id>' -ForEach @(
        @{ Id = 'TargetCountMismatch'; Targets = 3, 2; Weights = 2, 3; File = 't0' }
        @{ Id = 'WeightCountMismatch'; Targets = 2, 3; Weights = 3, 2; File = 'w0' }
        @{ Id = 'WeightCountMismatch'; Targets = 2, 3; Weights = 1, 1; File = 'w0' }
    ) {
        foreach ($i in 0, 1) {
            [double[]](@(0.5) * (2, 3)[$i]) | Export-Tensor "$TestDrive/p$i.npy" -Force
            [double[]](@(1) * $Targets[$i]) | Export-Tensor "$TestDrive/t$i.npy" -Force
            [double[]](@(2) * $Weights[$i]) | Export-Tensor "$TestDrive/w$i.npy" -Force
        }
        $failure = Get-Failure { Measure-CrossEntropy -TargetPath "$TestDrive/t?.npy" -PredictionPath "$TestDrive/p?.npy" -WeightPath "$TestDrive/w?.npy" }
        $failure.FullyQualifiedErrorId | Should -Be "$Id,LossCmdlets.Commands.MeasureCrossEntropyCommand"
        $failure.Exception.Message | Should -BeLike "*$File.npy' and '*p0.npy'*"
    }

    It 'fail where there is no sample' {
        [IO.File]::WriteAllBytes("$TestDrive/none.npy", [Text.Encoding]::Latin1.GetBytes([char]0x93 + 'NUMPY' + [char]1 + [char]0 + 'v' + [char]0 + "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 10), }".PadRight(117) + "`n"))
        [IO.File]::WriteAllBytes("$TestDrive/none1.npy", [Text.Encoding]::Latin1.GetBytes([char]0x93 + 'NUMPY' + [char]1 + [char]0 + 'v' + [char]0 + "{'descr': '<i4', 'fortran_order': False, 'shape': (0,), }".PadRight(117) + "`n"))
        $failure = Get-Failure { Measure-CrossEntropy -TargetPath "$TestDrive/none1.npy" -PredictionPath "$TestDrive/none.npy" }
        $failure.FullyQualifiedErrorId | Should -Be 'EmptyInput,LossCmdlets.Commands.MeasureCrossEntropyCommand'
    }

    It 'fail: <Id>' -ForEach @(
        @{ Id = 'ShapeMismatch'; Run = { Measure-CrossEntropy -TargetPath "$folder/*s.npy" -PredictionPath "$folder/logits.npy" } }
        @{ Id = 'TargetCountMismatch'; Run = { Measure-CrossEntropy -TargetPath "$folder/labels.npy" -PredictionPath (Join-Path $folder .. breast-cancer logits.npy) -FromLogits } }
        @{ Id = 'FileNotFound'; Run = { Measure-CrossEntropy -TargetPath "$folder/none.npy" -PredictionPath "$folder/logits.npy" } }
        @{ Id = 'NotFileSystemPath'; Run = { Measure-CrossEntropy -TargetLiteralPath $folder -PredictionLiteralPath "$folder/logits.npy" } }
        @{ Id = 'UnsupportedFileFormat'; Run = { Measure-CrossEntropy -TargetPath "$folder/expected.json" -PredictionPath "$folder/logits.npy" } }
    ) {
        $failure = Get-Failure $Run
        $failure.FullyQualifiedErrorId | Should -Match "^$Id,"
    }

    It 'say how to measure <What>' -ForEach @(
        @{ What = 'files that are given as arrays'; Action = '-TargetPath'; Run = { Measure-CrossEntropy labels.npy logits.npy } }
        @{ What = 'an npy file that is given as text'; Action = '-TargetPath'; Run = { Measure-CrossEntropy -Path "$folder/logits.npy" -TargetColumn label -PredictionColumn p* -ErrorAction Stop } }
        @{ What = 'text that is given as an npy file'; Action = '-TargetColumn'; Run = { Measure-CrossEntropy -TargetPath "$folder/predictions.csv" -PredictionPath "$folder/logits.npy" } }
        @{ What = 'text beside an npy file'; Action = 'Import-Tensor'; Run = { Measure-CrossEntropy -TargetPath "$folder/predictions.csv" -PredictionPath "$folder/logits.npy" } }
        @{ What = 'records whose properties are called columns'; Action = '-TargetProperty'; Run = { Import-Csv "$folder/predictions.csv" | Measure-CrossEntropy -TargetColumn label -PredictionColumn p* -ErrorAction Stop } }
        @{ What = 'text with semicolons'; Action = "-Delimiter ';'"; Run = {
                Set-Content "$TestDrive/semicolons.csv" 'label;p0;p1', '0;0.5;0.5'
                Measure-CrossEntropy -Path "$TestDrive/semicolons.csv" -TargetColumn label -PredictionColumn p* -ErrorAction Stop
            }
        }
    ) {
        (Get-Failure $Run).ErrorDetails.RecommendedAction | Should -BeLike "*$Action*"
    }
}
