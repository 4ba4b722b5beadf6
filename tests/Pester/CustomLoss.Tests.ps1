Describe 'Losses of one''s own' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $meanDifference = {
            param($Target, $Prediction)
            foreach ($i in 0..($Target.Count - 1)) {
                $differences = foreach ($j in 0..($Target[$i].Count - 1)) { $Prediction[$i][$j] - $Target[$i][$j] }
                ($differences | Measure-Object -Average).Average
            }
        }
        $difference = { param($Target, $Prediction) for ($i = 0; $i -lt $Target.Count; $i++) { $Prediction[$i] - $Target[$i] } }
        function Test-Id([scriptblock] $Action, [string] $Id, [string] $Command = 'MeasureLoss') {
            (Get-Failure $Action).FullyQualifiedErrorId | Should -Be "$Id,LossCmdlets.Commands.${Command}Command"
        }
    }

    AfterEach { (Get-LossFunction own_*).Name | Where-Object { $_ } | Unregister-LossFunction }

    It 'are measured by a script block, for the rows of a batch' {
        Measure-Loss $meanDifference @((1, 2), (3, 4)) @((2, 2), (3, 7)) -Reduction None -Raw | Should -Be 0.5, 1.5
        Measure-Loss -ScriptBlock $meanDifference @((1, 2), (3, 4)) @((2, 2), (3, 7)) -Raw | Should -Be 1
        Measure-Loss $meanDifference @((1, 2), (3, 4)) @((2, 2), (3, 7)) -SampleWeight 3, 1 -Reduction Sum -Raw | Should -Be 3
    }

    It 'are given arrays of double, and once a block' {
        $seen = [Collections.Generic.List[object]]::new()
        $look = { param($Target, $Prediction) $seen.Add(($Target.GetType().Name, $Prediction.GetType().Name, $Target.Count)); 0 }
        $null = Measure-Loss $look 1, 2, 3 1, 2, 3
        $null = Measure-Loss $look @((1, 2), (3, 4)) @((2, 2), (3, 7))
        $null = Measure-Loss $look 1, 0 @((2, 2), (3, 7)) -Kind Sparse
        $seen | ForEach-Object { $_ -join ' ' } | Should -Be 'Double[] Double[] 3', 'Double[][] Double[][] 2', 'Double[] Double[][] 2'
        $seen.Clear()
        $null = Measure-Loss $look ([float[]]::new(100000)) ([float[]]::new(100000))
        ($seen | ForEach-Object { $_[2] } | Measure-Object -Sum).Sum | Should -Be 100000
        $seen.Count | Should -BeLessThan 100
    }

    It 'give one number for a block, or one for each sample, and nothing else' {
        Measure-Loss { 7 } 1, 2, 3 1, 2, 3 -Reduction None -Raw | Should -Be 7, 7, 7
        $failure = Get-Failure { Measure-Loss { 1, 2 } 1, 2, 3 1, 2, 3 }
        $failure.FullyQualifiedErrorId | Should -Be 'ShapeMismatch,LossCmdlets.Commands.MeasureLossCommand'
        $failure.Exception.Message | Should -Match '2 numbers for a block of 3 samples'
        Test-Id { Measure-Loss { } 1, 2, 3 1, 2, 3 } ShapeMismatch
        Test-Id { Measure-Loss { 'many' } 1, 2, 3 1, 2, 3 } NonNumericValue
    }

    It 'end with what the script throws' {
        (Get-Failure { Measure-Loss { throw 'no such luck' } 1, 2 1, 2 }).Exception.Message | Should -Match 'no such luck'
    }

    It 'say what they are given where they take arrays for numbers' {
        $failure = Get-Failure { Measure-Loss { param($Target, $Prediction) $Target - $Prediction } 1, 2 1, 2 }
        $failure.FullyQualifiedErrorId | Should -Be 'MethodNotFound,LossCmdlets.Commands.MeasureLossCommand'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'arrays of numbers or of rows: walk through them'
    }

    It 'have no derivatives, and no parameters of others' {
        Test-Id { Measure-Loss $difference 1, 2 1, 2 -Gradient } OptionNotSupported
        Test-Id { Measure-Loss $difference 1, 2 1, 2 -Delta 1 } OptionNotSupported
        Test-Id { Measure-Loss $difference 1, 2 1, 2 -FromLogits } OptionNotSupported
    }

    It 'take records, CSV and npy files, on the thread of the shell' {
        $records = 1..3 | ForEach-Object { [pscustomobject]@{ t = $_; p = 2 * $_ } }
        $records | Measure-Loss $difference -TargetProperty t -PredictionProperty p -Raw | Should -Be 2
        $records | Export-Csv TestDrive:/own.csv
        Measure-Loss $difference -Path TestDrive:/own.csv -TargetColumn t -PredictionColumn p -Raw | Should -Be 2
        1, 2, 3 | Export-Tensor TestDrive:/t.npy
        2, 4, 6 | Export-Tensor TestDrive:/p.npy
        Measure-Loss $difference -TargetPath TestDrive:/t.npy -PredictionPath TestDrive:/p.npy -Raw | Should -Be 2
    }

    It 'have a name once they are registered: measured, listed, completed, forgotten' {
        Register-LossFunction own_loss $difference
        Measure-Loss Own_Loss 1, 2, 3 1.5, 2, 4 -Raw | Should -Be 0.5
        (Measure-Loss own_loss 1, 2 1, 2).Name | Should -Be own_loss
        (Get-LossFunction own_loss).Formula | Should -Match 'Prediction\[\$i\] - '
        (Get-LossFunction).Name | Should -Contain own_loss
        (TabExpansion2 'Measure-Loss own').CompletionMatches.CompletionText | Should -Be own_loss
        (TabExpansion2 'Unregister-LossFunction ').CompletionMatches.CompletionText | Should -Be own_loss
        Unregister-LossFunction own_loss
        Test-Id { Measure-Loss own_loss 1 1 } ParameterOutOfRange
    }

    It 'are completed in the order of their names, in quotes where these need them, whatever was forgotten before' {
        'first', 'second' | ForEach-Object { Register-LossFunction $_ { 0 } }
        Unregister-LossFunction first, second
        Register-LossFunction 'my loss' { 0 }
        Register-LossFunction "my other's" { 0 }
        foreach ($command in 'Measure-Loss my', "Measure-Loss 'my", 'Unregister-LossFunction my', 'Get-LossFunction my') {
            (TabExpansion2 $command).CompletionMatches.CompletionText | Should -Be "'my loss'", "'my other''s'"
        }
        Unregister-LossFunction 'my loss', "my other's"
    }

    It 'take no other loss''s name, unless they are forced to' {
        Test-Id { Register-LossFunction MSELoss { 0 } } ParameterOutOfRange RegisterLossFunction
        Register-LossFunction own_twice { 0 }
        Test-Id { Register-LossFunction own_twice { 1 } } ParameterOutOfRange RegisterLossFunction
        { 1 } | Register-LossFunction own_twice -Force
        Measure-Loss own_twice 1 1 -Raw | Should -Be 1
        Register-LossFunction mse { 5 } -Force
        Measure-Loss mse 1, 2 1, 2 -Raw | Should -Be 5
        Unregister-LossFunction mse
        Measure-Loss mse 1, 2 1, 2 -Raw | Should -Be 0
    }

    It 'cannot be forgotten where they were not registered' {
        Unregister-LossFunction mse, own_none -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.FullyQualifiedErrorId | Should -Be (@('ParameterOutOfRange,LossCmdlets.Commands.UnregisterLossFunctionCommand') * 2)
    }

    It 'are meant by names that are nearly theirs' {
        Register-LossFunction own_loss { 1 }
        (Get-Failure { Measure-Loss own_los 1 1 }).ErrorDetails.RecommendedAction | Should -Match '^Choose own_loss, or one of'
        (Get-Failure { Measure-Loss hingee 1 1 }).ErrorDetails.RecommendedAction | Should -Match '^Choose Hinge'
    }

    It 'are known in the runspace that registered them alone' {
        Register-LossFunction own_here { 1 }
        $other = [powershell]::Create()
        try { $other.AddScript("Import-Module '$builtModule'; (Get-LossFunction own_*).Count").Invoke() | Should -Be 0 }
        finally { $other.Dispose() }
    }
}
