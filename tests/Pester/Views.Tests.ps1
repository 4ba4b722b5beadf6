# On a terminal of 80 columns a table has whole headings and whole numbers, however long names, labels and groups are.
Describe 'Tables on 80 columns' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $rows = @((0.1, 0.9), (0.2, 0.8), (0.3, 0.7))
        $oneHot = @((0, 1), (1, 0), (0, 1))
        $records = 0.3, 0.7 | ForEach-Object { @{ g = "resnet50, finetuned, fold $_, of all"; z = 1; p = $_; w = 2 } }
        $byGroup = @{ TargetProperty = 'z'; PredictionProperty = 'p'; GroupBy = 'g' }
        $label = @{ Label = 'the head for the validation of all' }
    }

    It 'show <What>' -ForEach @(
        @{ What = 'a loss in double precision'; Columns = 'Loss StdError Kind Convention Reduction Samples Classes'; Call = { Measure-CrossEntropy $oneHot $rows -Convention ScikitLearn } }
        @{ What = 'losses that are kept'; Columns = 'Loss StdError Kind Convention Reduction Samples Classes'; Call = { Measure-CrossEntropy $oneHot $rows -Convention Exact -Reduction None } }
        @{ What = 'losses that are kept, of a long name'; Columns = 'Loss StdError Kind Convention Reduction Samples Classes'; Call = { Measure-CrossEntropy $oneHot $rows -Convention TensorFlowJs -Reduction None } }
        @{ What = 'a group'; Columns = 'Loss StdError Kind Convention Samples Group'; Call = { $records | Measure-CrossEntropy @byGroup -Convention ScikitLearn } }
        @{ What = 'a label'; Columns = 'Loss StdError Kind Convention Samples Label'; Call = { Measure-CrossEntropy $oneHot $rows -Convention ScikitLearn @label } }
        @{ What = 'details'; Columns = 'Loss StdError Accuracy Brier ECE Kind Samples'; Call = { Measure-CrossEntropy $oneHot $rows -Convention ScikitLearn -Detailed } }
        @{ What = 'details of groups'; Columns = 'Loss StdError Accuracy Brier ECE Samples Group'; Call = { $records | Measure-CrossEntropy @byGroup -Convention ScikitLearn -Detailed } }
        @{ What = 'a loss of a long name'; Columns = 'Loss StdError Name Convention Samples'; Call = { Measure-Loss GaussianNegativeLogLikelihood 1, 2, 2 @((1, 1.3), (2, 1.7), (2, 1.9)) -Convention Exact } }
        @{ What = 'a loss of a long name, of groups'; Columns = 'Loss StdError Name Samples Group'; Call = { $records | Measure-Loss MeanAbsolutePercentageError @byGroup -Convention Exact } }
        @{ What = 'a loss of a long name, with a label'; Columns = 'Loss StdError Name Samples Label'; Call = { Measure-Loss GaussianNegativeLogLikelihood 1, 2, 2 @((1, 1.3), (2, 1.7), (2, 1.9)) -Convention Exact @label } }
        @{ What = 'an accuracy of a long name'; Columns = 'Accuracy StdError Name Convention Samples'; Call = { Measure-Loss SparseTopKCategoricalAccuracy 0, 1, 1 $rows -K 1 -Convention Exact } }
        @{ What = 'an accuracy of a long name, with a label'; Columns = 'Accuracy StdError Name Samples Label'; Call = { Measure-Loss SparseTopKCategoricalAccuracy 0, 1, 1 $rows -K 1 -Convention Exact @label } }
        @{ What = 'the losses'; Columns = 'Name Aliases Formula'; Call = { Get-LossFunction } }
        @{ What = 'the conventions'; Columns = 'Name Binary from Classes from Axis Ignored Numbers Mean divides by'; Call = { Get-CrossEntropyConvention } }
        @{ What = 'a comparison'; Columns = 'Convention Form Loss Difference Reason'; Call = { Compare-CrossEntropyConvention 1, 0, 1 0.9, 0.2, 0 } }
        @{ What = 'a comparison with a number'; Columns = 'Convention Form Loss Difference Match Reason'; Call = { Compare-CrossEntropyConvention 1, 0, 1 0.9, 0.2, 0 -Reference 5 } }
    ) {
        $shown = & $call
        $lines = @(($shown | Out-String -Width 80) -replace '\x1b\[[\d;]*m' -split '\r?\n' | Where-Object { $_.Trim() })
        ($lines[0].Trim() -split '\s+') -join ' ' | Should -BeExactly $columns
        $lines[1] | Should -Match '^-[- ]*$' -Because 'the headings are on one line'

        # What is cut are formulas, and the losses that are kept: never a number, nor a text that tells results apart.
        $lines | Select-Object -Skip 2 | Where-Object { $_ -replace '^\S+ …\s' -match '…' -and $columns -notmatch '^Name Aliases' } | Should -BeNullOrEmpty
        foreach ($result in $shown) {
            foreach ($property in 'Loss', 'StandardError', 'SampleCount') {
                if ($null -ne $result.$property -and $result -is [LossCmdlets.Output.LossResult]) {
                    $number = $property -eq 'StandardError' ? [LossCmdlets.Output.ResultText]::Short($result.$property) : $property -eq 'Loss' ? "$result" : "$($result.$property)"
                    $lines -match "(^|\s)$([regex]::Escape($number))(\s|$)" | Should -Not -BeNullOrEmpty -Because $number
                }
            }
        }
    }
}

# Behind a table PowerShell shows what is of another type as a list, whatever its view is.
Describe 'Tensors' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        function Get-Lines { @(($input | Out-String -Width 80) -replace '\x1b\[[\d;]*m' -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ }) }
        $tensor = ConvertTo-OneHot cat, dog
        $matrix = 'cat  dog', '  1    0', '  0    1'
    }

    It 'are matrices, <What>' -ForEach @(
        @{ What = 'alone'; Shown = { $tensor } }
        @{ What = 'behind a table'; Shown = { Measure-CrossEntropy 1 0.5; $tensor } }
        @{ What = 'behind a file'; Shown = { Get-Item $repository; $tensor } }
        @{ What = 'out of a job, behind a table'; Shown = { Get-Item $repository; [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($tensor)) } }
        @{ What = 'as a list'; Shown = { $tensor | Format-List } }
    ) {
        $lines = & $shown | Get-Lines
        $lines.TrimStart()[-4] | Should -Match '(^|: )Tensor \(2, 2\) Float32$'
        $indent = $lines[-3].Length - $matrix[0].Length
        $lines[-3..-1] | Should -Be ($matrix.ForEach{ ' ' * $indent + $_ })
    }

    It 'have their properties where these are asked for' {
        ($tensor | Format-List * | Get-Lines) -replace '\s*:.*' | Should -Be Shape, DataType, Class, Key, Values, Rows
        ($tensor | Get-Member -MemberType Properties).Name | Should -Be Class, DataType, Key, Rows, Shape, Values
        ($tensor | ConvertTo-Json | ConvertFrom-Json).PSObject.Properties.Name | Should -Be Shape, DataType, Class, Key, Values, Rows
        $tensor | Format-Table | Get-Lines | Select-Object -Last 1 | Should -Match '^\s*2, 2\s+Float32\s+cat, dog$'
    }
}
