# One-hot rows of labels, and labels of rows, as the frameworks' tests and pages have them.
BeforeDiscovery {
    . $PSScriptRoot/Common.ps1

    # What the cmdlets do not do as the framework does, and why.
    $unknownLabel = 'a label that is no class is refused, where the framework gives a row without a class'
    $exceptions = @{
        'onehot-001' = $unknownLabel; 'onehot-002' = $unknownLabel; 'onehot-003' = $unknownLabel; 'onehot-004' = $unknownLabel
        'onehot-010' = $unknownLabel; 'onehot-011' = $unknownLabel; 'onehot-017' = $unknownLabel; 'onehot-020' = $unknownLabel
        'onehot-026' = $unknownLabel; 'onehot-035' = $unknownLabel; 'onehot-038' = $unknownLabel; 'onehot-062' = $unknownLabel
        'onehot-034' = 'a negative label is refused, where ONNX counts from the last class'
        'onehot-012' = 'a single class is taken'
    }
    $names = @{
        depth = 'ClassCount'; num_classes = 'ClassCount'; on_value = 'OnValue'; pos_label = 'OnValue'; off_value = 'OffValue'; neg_label = 'OffValue'
        axis = 'Axis'; classes = 'Class'
    }
    $cases = Get-Content $repository/tests/golden/one-hot.json -Raw | ConvertFrom-Json -AsHashtable | ForEach-Object {
        $parameters = @{}
        foreach ($name in $_.params.Keys) {
            # PyTorch's word for classes that the labels are to tell.
            if ($name -ne 'num_classes' -or $_.params[$name] -ne -1) { $parameters[$names[$name]] = $_.params[$name] }
        }
        @{ Id = $_.id; Call = "$($_.framework) $($_.loss)"; Case = $_; Parameters = $parameters; Reason = $exceptions[$_.id] }
    }
    $encodings = $cases | Where-Object { $null -ne $_.Case.y_true }
    $decodings = $cases | Where-Object { $null -ne $_.Case.y_pred }
}

Describe 'Published one-hot rows' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        function Expand-Number($Value) {
            if ($Value -is [array]) { $Value | ForEach-Object { Expand-Number $_ } } else { [double]$Value }
        }
    }

    It 'are of every framework that has them, and each exception is a case' -ForEach @{ Found = $encodings; Back = $decodings; Exceptions = $exceptions } {
        $found.Count | Should -BeGreaterOrEqual 60
        $back.Count | Should -BeGreaterOrEqual 10
        $found.Case.framework | Sort-Object -Unique | Should -Be 'jax', 'keras3', 'onnx', 'sklearn', 'tf2', 'tfjs', 'torch'
        $exceptions.Keys | Where-Object { $_ -notin $found.Id } | Should -BeNullOrEmpty
    }

    It '<Id>: <Call>' -ForEach @($encodings | Where-Object { -not $_.Reason -and -not $_.Case.error }) {
        $tensor = ConvertTo-OneHot -InputObject $case.y_true @parameters
        $tensor.Values | Should -Be @(Expand-Number $case.expected)
        Get-ShapeText $tensor | Should -Be (Get-ShapeText $case.expected)
    }

    It '<Id> is refused: <Call>' -ForEach @($encodings | Where-Object { -not $_.Reason -and $_.Case.error }) {
        { ConvertTo-OneHot -InputObject $case.y_true @parameters } | Should -Throw
    }

    It '<Id> is another one on purpose, <Reason>: <Call>' -ForEach @($encodings | Where-Object { $_.Reason }) {
        if ($case.error) { { ConvertTo-OneHot -InputObject $case.y_true @parameters } | Should -Not -Throw }
        else { { ConvertTo-OneHot -InputObject $case.y_true @parameters } | Should -Throw -ErrorId 'LabelOutOfRange*' }
    }

    It '<Id>: <Call>' -ForEach @($decodings | Where-Object { $_.Case.loss -eq 'argmax' }) {
        ConvertFrom-OneHot -InputObject $case.y_pred @parameters | Should -BeExactly $case.expected
    }

    It '<Id>: <Call>' -ForEach @($decodings | Where-Object { $_.Case.loss -eq 'multi_hot' }) {
        $sets = @(ConvertFrom-OneHot -InputObject $case.y_pred -Threshold 1 @parameters)
        $sets.ForEach{ $_ -join ' ' } | Should -BeExactly $case.expected.ForEach{ $_ -join ' ' }
    }
}
