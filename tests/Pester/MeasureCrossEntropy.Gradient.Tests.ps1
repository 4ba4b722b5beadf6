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
