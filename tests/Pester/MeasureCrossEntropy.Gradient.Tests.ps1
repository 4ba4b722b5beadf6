# The derivatives against their formulas.
Describe 'Measure-CrossEntropy -Gradient' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        # Rows that sum to one, so that no convention has anything to normalise; Exact has no epsilon that would blur the formulas.
        $rows = (0.2, 0.3, 0.5), (0.1, 0.6, 0.3), (0.7, 0.1, 0.2)
        $labels = 2, 1, 0
        $exact = @{ Convention = 'Exact' }
    }

    It 'has the shape of the predictions' -ForEach @(
        @{ Target = 1, 0, 1; Prediction = 0.9, 0.2, 0.7; Shape = '3' }
        @{ Target = 2, 1; Prediction = @((0.2, 0.3, 0.5), (0.1, 0.6, 0.3)); Shape = '2, 3' }
    ) {
        $result = Measure-CrossEntropy $target $prediction -Gradient
        $result.Gradient | Should -BeOfType ([LossCmdlets.Output.Tensor])
        $result.Gradient.Shape -join ', ' | Should -Be $shape
    }

    It 'is -1/p over the number of losses at the label' {
        $gradient = (Measure-CrossEntropy $labels $rows -Gradient @exact).Gradient
        Assert-Near $gradient.Values (0, 0, (-1 / 0.5 / 3), 0, (-1 / 0.6 / 3), 0, (-1 / 0.7 / 3), 0, 0) 1e-15
    }

    It 'of logits is softmax less target, over the temperature' {
        $p = ConvertTo-Probability ([double[]](1, 2, 3)) -Temperature 2
        $gradient = (Measure-CrossEntropy 2 @(, (1.0, 2.0, 3.0)) -FromLogits -Temperature 2 -Gradient @exact).Gradient
        Assert-Near $gradient.Values (($p[0] / 2), ($p[1] / 2), (($p[2] - 1) / 2)) 1e-14
    }

    It 'of losses that are kept is that of their sum' {
        $gradient = (Measure-CrossEntropy 1, 0 0.8, 0.4 -Reduction None -Gradient @exact).Gradient
        Assert-Near $gradient.Values ((-1 / 0.8), (1 / 0.6)) 1e-15
    }

    It 'warns of what the data type has no number for, and has one where that is done what the warning says: <What>' -ForEach @(
        @{ What = 'a weight'; Seen = 'One derivative is beyond single precision and written as -Infinity, first -2\.5E\+39 in sample 0'; First = -1e39 / 0.2000001 / 2; Call = { Measure-CrossEntropy 1, 0 0.2, 0.3 -SampleWeight 1e39, 1 -Gradient @options } }
        @{ What = 'a positive weight'; Seen = '^GradientOverflow: One derivative'; First = -2.5e38 * 4; Call = { Measure-CrossEntropy 1 0 -FromLogits -PositiveWeight 2e39 -Gradient @options } }
        @{ What = 'a temperature'; Seen = '^GradientOverflow: 2 derivatives are beyond single precision and written as infinite, first -5E\+38 in sample 0'; First = -5e38; Call = { Measure-CrossEntropy 0 @(, (1, 1)) -FromLogits -Temperature 1e-39 -Gradient @options } }
    ) {
        $options = @{ DataType = 'Float32' }
        $found = (& $call -WarningAction Ignore 3>$null).Diagnostics
        "$found" | Should -Match $seen
        $found.Remedy | Should -Match '^Add -DataType Float64, or give smaller weights'
        $null = & $call 3>&1 | Tee-Object -Variable written
        "$($written | Where-Object { $_ -is [Management.Automation.WarningRecord] })" | Should -Match 'GradientOverflow'
        $options = @{ DataType = 'Float64' }
        $result = & $call
        $result.Diagnostics | Should -BeNullOrEmpty
        Assert-Near $result.Gradient.Values[0] $first 1e-8
    }

    It 'is not there where it was not asked for' { (Measure-CrossEntropy 1 0.5).Gradient | Should -BeNullOrEmpty }

    It 'goes through jobs' {
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Measure-CrossEntropy $labels $rows -Gradient @exact)))
        $copy.Gradient.Shape | Should -Be 3, 3
        Assert-Near $copy.Gradient.Values[2] (-1 / 0.5 / 3) 1e-15
    }

    It 'goes through JSON, with its shape, its type and its labels: <What>' -ForEach @(
        @{ What = 'types as numbers'; Json = @{} }
        @{ What = 'types by name'; Json = @{ EnumsAsStrings = $true } }
    ) {
        $gradient = (Measure-CrossEntropy 1, 0 @((0.25, 0.75), (0.3, 0.7)) -Class 0, 1 -Gradient).Gradient
        $back = [LossCmdlets.Output.Tensor]::new(($gradient | ConvertTo-Json @json | ConvertFrom-Json))
        $back.DataType | Should -Be Float32
        $back.Shape | Should -Be 2, 2
        $back.Values | Should -Be $gradient.Values
        $labelled = 'a', 'b' | ConvertTo-OneHot -DataType Float64 | ConvertTo-Json @json | ConvertFrom-Json
        $labelled | ConvertFrom-OneHot | Should -Be a, b
        [LossCmdlets.Output.Tensor]::new($labelled).DataType | Should -Be Float64
    }
}
