Describe 'ConvertTo-OneHot' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It 'says that each label has quotes of its own' {
        foreach ($failure in (Get-Failure { 'cat' | ConvertTo-OneHot -Class 'cat,dog' }), (Get-Failure { ConvertFrom-OneHot 0, 1 -Class 'cat,dog' })) {
            $failure.ErrorDetails.RecommendedAction | Should -Be "Give each label quotes of its own: -Class 'cat', 'dog'; 'cat,dog' is one label."
        }
    }

    It 'makes one Tensor, a row a label' {
        $tensor = 1, 2, 4 | ConvertTo-OneHot -ClassCount 5
        @($tensor) | Should -HaveCount 1
        $tensor | Should -BeOfType LossCmdlets.Output.Tensor
        $tensor.Shape | Should -Be 3, 5
        $tensor.DataType | Should -Be 'Float32'
        $tensor.Values | Should -Be 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1
    }

    It '-AsRow writes the rows one by one: <What>' -ForEach @(
        @{ What = 'with -ClassCount'; Options = @{ ClassCount = 5 }; Type = [float[]] }
        @{ What = 'without'; Options = @{}; Type = [float[]] }
        @{ What = 'in double precision'; Options = @{ DataType = 'Float64' }; Type = [double[]] }
    ) {
        $rows = 1, 2, 4 | ConvertTo-OneHot -AsRow @options
        $rows | Should -HaveCount 3
        $rows.ForEach{ , $_ | Should -BeOfType $type }
        $rows[2] | Should -Be 0, 0, 0, 0, 1
    }

    It 'streams with -ClassCount or -Class' {
        $script:taken = 0
        $first = 1..1000 | ForEach-Object { $script:taken++; $_ % 3 } | ConvertTo-OneHot -ClassCount 3 -AsRow | Select-Object -First 2
        $first | Should -HaveCount 2
        $taken | Should -Be 2
    }

    It '<What>: <Expected>' -ForEach @(
        @{ What = 'whole numbers give 0 to the greatest'; Labels = 2, 0; Expected = '2, 3'; Ones = 2, 3 }
        @{ What = 'numeric text gives 0 to the greatest'; Labels = '2', '0'; Expected = '2, 3'; Ones = 2, 3 }
        @{ What = 'whole doubles are whole numbers'; Labels = 2.0, 0.0; Expected = '2, 3'; Ones = 2, 3 }
        @{ What = 'booleans are 1 and 0'; Labels = $true, $false; Expected = '2, 2'; Ones = 1, 2 }
        @{ What = 'one label is one row'; Labels = 2; Expected = '1, 3'; Ones = , 2 }
        @{ What = 'a typed array'; Labels = [long[]](2, 0); Expected = '2, 3'; Ones = 2, 3 }
        @{ What = 'a matrix of labels has an axis more'; Labels = (0, 1), (1, 1); Expected = '2, 2, 2'; Ones = 0, 3, 5, 7 }
    ) {
        foreach ($tensor in (ConvertTo-OneHot $labels), ($labels | ConvertTo-OneHot)) {
            Get-ShapeText $tensor | Should -Be $expected
            0..($tensor.Values.Length - 1) | Where-Object { $tensor.Values[$_] -eq 1 } | Should -Be $ones
            ($tensor.Values | Measure-Object -Sum).Sum | Should -Be $ones.Count
            $tensor.Class | Should -BeNullOrEmpty
        }
    }

    It '-Axis <Axis> puts the classes there' -ForEach @(
        @{ Axis = 0; Expected = '3, 2, 2'; Values = 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0 }
        @{ Axis = 1; Expected = '2, 3, 2'; Values = 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0 }
        @{ Axis = -2; Expected = '2, 3, 2'; Values = 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0 }
        @{ Axis = 2; Expected = '2, 2, 3'; Values = 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0 }
    ) {
        $tensor = ConvertTo-OneHot @((0, 2), (2, 1)) -Axis $axis
        Get-ShapeText $tensor | Should -Be $expected
        $tensor.Values | Should -Be $values
        (ConvertFrom-OneHot $tensor -Axis $axis).Values | Should -Be 0, 2, 2, 1
    }

    It '-Axis keeps the labels of columns only' {
        ('b', 'a' | ConvertTo-OneHot -Axis 1).Class | Should -BeExactly 'a', 'b'
        $tensor = 'b', 'a' | ConvertTo-OneHot -Axis 0
        $tensor.Class | Should -BeNullOrEmpty
        $tensor | ConvertFrom-OneHot -Axis 0 | Should -Be 1, 0
        $tensor | ConvertFrom-OneHot -Axis 0 -Class a, b | Should -BeExactly 'b', 'a'
        'b', 'a', 'b' | ConvertTo-OneHot | ConvertFrom-OneHot -Axis 0 | Should -Be 1, 0
    }

    It '-Axis <Options.Axis> is refused: <Message>' -ForEach @(
        @{ Options = @{ Axis = 2 }; Id = 'ParameterOutOfRange'; Message = 'Axis is 2; it must be from -2 to 1 for the shape (2, 3).' }
        @{ Options = @{ Axis = 0; AsRow = $true }; Id = 'OptionNotSupported'; Message = '-Axis has no meaning with -AsRow, which writes rows of one axis.' }
    ) {
        $failure = Get-Failure { ConvertTo-OneHot 0, 2 @options }
        $failure.FullyQualifiedErrorId | Should -BeLike "$id*"
        $failure.Exception.Message | Should -Be $message
    }

    It 'text gives its distinct labels in ordinal order, which the Tensor knows' {
        $tensor = 'dog', 'cat', 'Zebra', 'dog' | ConvertTo-OneHot
        $tensor.Class | Should -BeExactly 'Zebra', 'cat', 'dog'
        $tensor.Rows.ForEach{ $_ -join ' ' } | Should -Be '0 0 1', '0 1 0', '1 0 0', '0 0 1'
        $tensor | Out-String | Should -Match 'Zebra\s+cat\s+dog'
    }

    It '-Class gives the order: <What>' -ForEach @(
        @{ What = 'of text'; Labels = 'cat', 'dog'; Class = 'dog', 'owl', 'cat'; Ones = 2, 3 }
        @{ What = 'of numbers'; Labels = 30, 10; Class = 10, 20, 30; Ones = 2, 3 }
        @{ What = 'of text that is a number'; Labels = '1.0', '2'; Class = 2, 1; Ones = 1, 2 }
    ) {
        $tensor = $labels | ConvertTo-OneHot -Class $class
        0..($tensor.Values.Length - 1) | Where-Object { $tensor.Values[$_] -eq 1 } | Should -Be $ones
        $tensor.Class | Should -Be $class
    }

    It 'writes other values than 1 and 0' {
        (1, 0 | ConvertTo-OneHot -OnValue 0.9 -OffValue 0.05 -ClassCount 3 -DataType Float64).Values | Should -Be 0.05, 0.9, 0.05, 0.9, 0.05, 0.05
        (1, 0 | ConvertTo-OneHot -OnValue 5 -OffValue -5).Values | Should -Be -5, 5, 5, -5
    }

    It 'fails: <Id>, <What>' -ForEach @(
        @{ Id = 'LabelOutOfRange'; What = 'a number too great for a class'; Message = 'Label 3000000000 of sample 1 is too great to number a class*2147483647*'; Remedy = '^Name the classes with -Class'; Run = { ConvertTo-OneHot 0, 3000000000 } }
        @{ Id = 'LabelOutOfRange'; What = 'the same as text'; Message = 'Label 3000000000 *'; Remedy = '^Name the classes with -Class'; Run = { '0', '3000000000' | ConvertTo-OneHot } }
        @{ Id = 'LabelOutOfRange'; What = 'a number below 0'; Message = '*classes are numbered from 0.'; Remedy = '^Number the labels from 0'; Run = { ConvertTo-OneHot 0, -1 } }
        @{ Id = 'LabelOutOfRange'; What = 'a number beyond -ClassCount'; Message = '*one of the 2 classes 0 to 1.'; Remedy = 'greater -ClassCount'; Run = { ConvertTo-OneHot 0, 3000000000 -ClassCount 2 } }
        @{ Id = 'LabelOutOfRange'; What = 'text beside -ClassCount'; Message = "Label 'a' of sample 0 is not one of the 2 classes 0 to 1."; Remedy = '^Name the classes with -Class in the place of -ClassCount, or leave it out'; Run = { ConvertTo-OneHot a, b -ClassCount 2 } }
        @{ Id = 'ParameterOutOfRange'; What = 'one value for on and off'; Message = 'OnValue is 0.5; it must be another number than -OffValue*'; Remedy = '-OnValue is 1 and -OffValue 0'; Run = { ConvertTo-OneHot 0, 1 -OnValue 0.5 -OffValue 0.5 } }
        @{ Id = 'ParameterOutOfRange'; What = 'NaN for on'; Message = 'OnValue is NaN; it must be a number.'; Remedy = '-OnValue is 1 and -OffValue 0'; Run = { ConvertTo-OneHot 0, 1 -OnValue ([double]::NaN) } }
        @{ Id = 'ParameterOutOfRange'; What = 'NaN for off'; Message = 'OffValue is NaN; it must be a number.'; Remedy = '-OnValue is 1 and -OffValue 0'; Run = { ConvertTo-OneHot 0, 1 -OffValue NaN -DataType Float64 } }
        @{ Id = 'ParameterOutOfRange'; What = 'what is one in single precision'; Message = 'OnValue is *'; Remedy = 'Leave out'; Run = { ConvertTo-OneHot 0, 1 -OffValue 0.9999999999 } }
        @{ Id = 'ParameterOutOfRange'; What = 'what single precision has not'; Message = 'OnValue is 1E+300; it must be a number that Float32 has.'; Remedy = '-DataType Float64'; Run = { ConvertTo-OneHot 0, 1 -OnValue 1e300 } }
        @{ Id = 'ParameterOutOfRange'; What = 'what single precision has not, elsewhere'; Message = 'OffValue is -1E+300*'; Remedy = '-DataType Float64'; Run = { ConvertTo-OneHot 0, 1 -OffValue -1e300 } }
    ) {
        $failure = Get-Failure $run
        $failure.FullyQualifiedErrorId | Should -Be "$id,LossCmdlets.Commands.ConvertToOneHotCommand"
        "$failure" | Should -BeLike $message
        $failure.ErrorDetails.RecommendedAction | Should -Match $remedy
    }

    It 'takes in double precision what single precision has not' {
        (ConvertTo-OneHot 0, 1 -OnValue 1e300 -DataType Float64).Values | Should -Be 1e300, 0, 0, 1e300
        (ConvertTo-OneHot 0, 1 -OffValue 0.9999999999 -DataType Float64).Values[1] | Should -Be 0.9999999999
    }

    It 'knows -DataType <_>' -ForEach 'Float32', 'Float64' {
        (1, 0 | ConvertTo-OneHot -DataType $_).DataType | Should -Be $_
    }
}

Describe 'ConvertFrom-OneHot' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It 'gives back <What>' -ForEach @(
        @{ What = 'numbers'; Labels = 1, 2, 4; Options = @{}; Type = [int] }
        @{ What = 'numbers, with -ClassCount'; Labels = 1, 2, 4; Options = @{ ClassCount = 9 }; Type = [int] }
        @{ What = 'text'; Labels = 'dog', 'cat', 'dog'; Options = @{}; Type = [string] }
        @{ What = 'text, with -Class'; Labels = 'dog', 'cat', 'dog'; Options = @{ Class = 'owl', 'dog', 'cat' }; Type = [string] }
        @{ What = 'a single label'; Labels = , 3; Options = @{}; Type = [int] }
    ) {
        $m = $labels | ConvertTo-OneHot @options
        foreach ($back in ($m | ConvertFrom-OneHot), (ConvertFrom-OneHot $m), ($labels | ConvertTo-OneHot @options | ConvertFrom-OneHot)) {
            $back | Should -BeExactly $labels
            $back | Should -BeOfType $type
        }
    }

    It 'gives back a matrix of labels as a Tensor' {
        $back = ConvertTo-OneHot @((0, 1), (2, 1)) | ConvertFrom-OneHot
        Get-ShapeText $back | Should -Be '2, 2'
        $back.Values | Should -Be 0, 1, 2, 1
    }

    It 'gives back what went through a job' {
        Start-Job { Import-Module $using:builtModule; 'dog', 'cat', 'dog' | ConvertTo-OneHot } | Receive-Job -Wait -AutoRemoveJob | ConvertFrom-OneHot |
            Should -BeExactly 'dog', 'cat', 'dog'
    }

    It 'takes the largest of scores: <What>' -ForEach @(
        @{ What = 'arrays'; Run = { ConvertFrom-OneHot @((0.2, 0.7, 0.1), (-1, -3, -2)) } }
        @{ What = 'piped arrays'; Run = { (0.2, 0.7, 0.1), (-1, -3, -2) | ConvertFrom-OneHot } }
        @{ What = 'a matrix'; Run = { ConvertFrom-OneHot ([double[, ]][LossCmdlets.Output.Tensor]::new(((0.2, 0.7, 0.1), (-1, -3, -2)))) } }
    ) {
        & $Run | Should -Be 1, 0
    }

    It 'names labels with -Class' {
        ConvertFrom-OneHot @((0.2, 0.7, 0.1), (0.8, 0.1, 0.1)) -Class cat, dog, owl | Should -BeExactly 'dog', 'cat'
    }

    It 'reads a vector as one row' {
        ConvertFrom-OneHot 0, 0, 1 | Should -Be 2
        0, 0, 1 | ConvertFrom-OneHot | Should -Be 2
    }

    It '-Threshold tells of one that nothing within 0 to 1 reaches, or all does: <Threshold>' -ForEach @(
        @{ Threshold = 5; Says = 'none reaches' }
        @{ Threshold = -1; Says = 'all reach' }
        @{ Threshold = 0; Says = 'all reach' }
    ) {
        $null = ConvertFrom-OneHot @((0, 1), (0.5, 0)) -Threshold $threshold -WarningVariable seen -WarningAction SilentlyContinue
        "$seen" | Should -BeLike "ThresholdOutsideUnit: *$says the threshold. Give a -Threshold*"
        $null = ConvertFrom-OneHot @((0, 9), (-3, 0)) -Threshold $threshold -WarningVariable seen
        $null = ConvertFrom-OneHot @((0, 1), (1, 0)) -Threshold 1 -WarningVariable +seen
        $seen | Should -BeNullOrEmpty
    }

    It '-Threshold gives all labels that reach it: <What>' -ForEach @(
        @{ What = 'numbers'; Options = @{}; Expected = '0 2', '', '1' }
        @{ What = 'text'; Options = @{ Class = 'a', 'b', 'c' }; Expected = 'a c', '', 'b' }
    ) {
        $sets = ConvertFrom-OneHot @((0.5, 0.1, 0.9), (0.1, 0.2, 0.3), (0.4, 0.6, 0.4)) -Threshold 0.5 @options
        $sets | Should -HaveCount 3
        $sets.ForEach{ $_ -join ' ' } | Should -Be $expected
    }

    It 'warns of rows of one value, whose greatest says nothing' {
        ConvertFrom-OneHot @((, 0), (, 1)) -WarningVariable seen -WarningAction SilentlyContinue | Should -Be 0, 0
        "$seen" | Should -Match 'one value.*-Threshold'
        $null = ConvertFrom-OneHot @((, 0), (, 1)) -Threshold 0.5 -WarningVariable seen
        $seen | Should -BeNullOrEmpty
    }

    It 'does not warn of rows that are one-hot, though of a single class' {
        'cat', 'cat' | ConvertTo-OneHot | ConvertFrom-OneHot -WarningVariable seen | Should -Be cat, cat
        ConvertFrom-OneHot @((, 1), (, 1)) -WarningVariable +seen | Should -Be 0, 0
        $seen | Should -BeNullOrEmpty
    }

    It 'warns where no value is the largest' {
        $label = ConvertFrom-OneHot @((0, 1, 0), (1, 1, 0)) -WarningVariable seen -WarningAction SilentlyContinue
        $label | Should -Be 1, 0
        "$seen" | Should -Match 'Row 1.*-Threshold'
    }
}

Describe 'Tensor' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $tensor = [LossCmdlets.Output.Tensor]::new(((1, 2, 3), (4, 5, 6)))
    }

    It 'keeps its shape in a variable, in a pipeline and in an array' {
        $variable = $tensor
        $variable.Shape | Should -Be 2, 3
        @($variable | ForEach-Object { $_ }).Count | Should -Be 1
        @($variable, $variable).Count | Should -Be 2
    }

    It 'has indexes from both ends' {
        $tensor[1, 0] | Should -Be 4
        $tensor[-1, -1] | Should -Be 6
        $tensor[1] | Should -Be 4, 5, 6
        $tensor[-2] | Should -Be 1, 2, 3
        { Set-StrictMode -Version 3; $tensor[2, 0] } | Should -Throw '*Axis 0*'
    }

    It 'converts to <_>' -ForEach ([float[, ]]), ([double[, ]]) {
        $matrix = $tensor -as $_
        , $matrix | Should -BeOfType $_
        ($matrix[0, 0], $matrix[1, 2], $matrix.GetLength(1)) | Should -Be 1, 6, 3
        , $tensor.ToArray() | Should -BeOfType ([double[, ]])
    }

    It 'has rows' {
        $tensor.Rows | Should -HaveCount 2
        $tensor.Rows[1] | Should -Be 4, 5, 6
    }
}

Describe 'Records in the place of their values' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $records = 'cat,0.2,0.8', 'dog,0.9,0.1' | ConvertFrom-Csv -Header label, p0, p1
    }

    It 'are no input of <_>, which says how their values are taken' -ForEach 'ConvertTo-OneHot', 'ConvertFrom-OneHot', 'ConvertTo-Probability', 'ConvertTo-Logit' {
        $failure = Get-Failure { $records | & $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NonNumericValue,*'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'ForEach-Object label.*ForEach-Object \{ , \(\$_\.p0, \$_\.p1\) \}'
    }

    It 'give them as the remedy says' {
        $records | ForEach-Object label | ConvertTo-OneHot | ConvertFrom-OneHot | Should -Be cat, dog
        $records | ForEach-Object { , ($_.p0, $_.p1) } | ConvertFrom-OneHot | Should -Be 1, 0
    }
}
