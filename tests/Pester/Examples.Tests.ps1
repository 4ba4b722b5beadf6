# What a reader tries first must do what it is said to do.
BeforeDiscovery {
    . $PSScriptRoot/Common.ps1
    $section = (Get-Content $repository/README.md -Raw) -split '(?m)^## ' -match '^Ten examples' | Select-Object -First 1
    $lines = '((?:(?!```).*\n)+)'
    $number = 0
    $examples = @(foreach ($match in [regex]::Matches($section, "(?m)^``````powershell\r?\n$lines``````\r?\n``````text\r?\n$lines``````")) {
            @{ Number = ++$number; Code = $match.Groups[1].Value; Shown = $match.Groups[2].Value }
        })
}

Describe 'README' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It 'has ten examples' -ForEach @{ Found = $examples.Count } {
        $found | Should -Be 10
    }

    It 'shows what example <Number> prints' -ForEach $examples {
        Get-FoldedText (Invoke-Example $code) | Should -BeExactly (Get-FoldedText $shown)
    }
}

Describe 'examples/quickstart.ps1' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It 'agrees with PyTorch and scikit-learn' {
        # Invoke-Fresh throws where the exit code is not 0.
        $lines = Invoke-Fresh -WithoutModule "& '$repository/examples/quickstart.ps1'; exit `$LASTEXITCODE"
        @($lines -match ' agrees$') | Should -HaveCount 5
        $lines -match 'DIFFERS' | Should -BeNullOrEmpty
    }
}

Describe 'about_CrossEntropy' {
    BeforeDiscovery {
        . $PSScriptRoot/Common.ps1
        # Lines of input until one has an answer, which stands below them, or below an empty line where it is a view.
        $topic = Get-Content $repository/src/LossCmdlets/Help/about_CrossEntropy.md -Raw
        $answers = foreach ($match in [regex]::Matches($topic, '(?m)^((?:    (?:PS>|>>) .+\r?\n)+)(?:\r?\n)?((?:    (?!PS>|>>).+\r?\n)+)')) {
            @{ Code = $match.Groups[1].Value -replace '(?m)^    (PS>|>>) '; Shown = $match.Groups[2].Value }
        }
    }

    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It 'has an answer to each of its questions' -ForEach @{ Found = @($answers); Topic = $topic } {
        $found | Should -HaveCount 26
        @($found.Code -join "`n" -split '\r?\n' | Where-Object { $_ }) | Should -HaveCount ([regex]::Matches($topic, '(?m)^    (PS>|>>) ').Count)
    }

    It 'shows what <Code> prints' -ForEach $answers {
        Get-FoldedText (Invoke-Example $code) | Should -BeExactly (Get-FoldedText $shown)
    }
}

Describe 'examples/Model.Tests.ps1' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1

        # A suite in a suite needs a shell of its own, with the same Pester.
        function Invoke-ExampleSuite([string] $Path) {
            Invoke-Fresh "
                Import-Module '$((Get-Module Pester).Path -replace 'psm1$', 'psd1')'
                `$result = Invoke-Pester '$Path' -PassThru -Output None
                `$result.Result; `$result.PassedCount; `$result.FailedCount; `$result.Failed.ErrorRecord.FullyQualifiedErrorId" | Select-Object -Last 4
        }
    }

    It 'holds the sample models to their losses' {
        Invoke-ExampleSuite "$repository/examples/Model.Tests.ps1" | Should -Be Passed, 8, 0
    }

    It 'fails where a model costs more than it may' {
        $strict = Join-Path $TestDrive examples
        Copy-Item $repository/examples $strict -Recurse
        (Get-Content $strict/Model.Tests.ps1 -Raw) -replace 'Maximum = 0\.26', 'Maximum = 0.25' | Set-Content $strict/Model.Tests.ps1
        Invoke-ExampleSuite "$strict/Model.Tests.ps1" | Should -Be Failed, 7, 1, 'AssertionFailed,LossCmdlets.Commands.AssertCrossEntropyCommand'
    }
}
