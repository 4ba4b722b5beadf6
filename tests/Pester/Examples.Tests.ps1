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
        $questions = (Get-Content $repository/src/LossCmdlets/Help/about_CrossEntropy.md -Raw) -split '(?m)^### ' -match '^Questions' | Select-Object -First 1
        $answers = foreach ($match in [regex]::Matches($questions, '(?m)^    PS> (.+)\r?\n((?:    (?!PS>).+\r?\n)+)')) {
            @{ Code = $match.Groups[1].Value; Shown = $match.Groups[2].Value }
        }
    }

    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It 'has fourteen answers' -ForEach @{ Found = @($answers).Count } {
        $found | Should -Be 14
    }

    It 'shows what <Code> prints' -ForEach $answers {
        Get-FoldedText (Invoke-Example $code) | Should -BeExactly (Get-FoldedText $shown)
    }
}
