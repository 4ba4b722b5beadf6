# The numbers that the frameworks' own documentation shows.
BeforeDiscovery {
    $cases = Get-Content "$PSScriptRoot/../golden/documented.json" -Raw | ConvertFrom-Json -AsHashtable -NoEnumerate
    $table = (Get-Content "$PSScriptRoot/../../README.md" -Raw) -split '(?m)^## ' -match '^The documented numbers'
    $shown = foreach ($row in [regex]::Matches($table, '(?m)^\| (?<same>the same with )?`(?<code>.+)` \| (?<printed>[\d., ]*\d).* \| (?<documented>.+) \|')) {
        if ($row.Groups['same'].Success) { $code = "$call $($row.Groups['code'])" } else { $code = $call = $row.Groups['code'].Value }
        @{ Code = $code; Printed = $row.Groups['printed'].Value; Documented = $row.Groups['documented'].Value }
    }
}

Describe 'Documented numbers' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It 'gives <id>' -ForEach $cases {
        $options = @{ Kind = $kind; Convention = $convention; Reduction = $reduction; FromLogits = [bool]$_['fromLogits'] }
        $predictions = $prediction
        if ($prediction -is [string]) {
            $prediction | Should -BeExactly 'softmax([[5.0,7.0]])' -Because 'that is the one expression known here'
            $predictions = ConvertTo-Probability @(, (5.0, 7.0))
        }

        $result = Measure-CrossEntropy $target $predictions @options -WarningAction Ignore
        if ($reduction -in 'None', 'PerElement') {
            $result.Loss | Should -BeNullOrEmpty
            Get-ShapeText $result.Values | Should -Be (Get-ShapeText $expected)
            Assert-Near @($result.Values ? ($result.Values.Values ?? $result.Values) : $null) @($expected | ForEach-Object { $_ }) $rtol
        }
        else {
            Assert-Near $result.Loss $expected $rtol
        }
    }

    It 'has five numbers in the README' -ForEach @{ Found = @($shown).Count } {
        $found | Should -Be 5
    }

    It 'prints what the README says: <Printed> of <Code>' -ForEach $shown {
        $result = & ([scriptblock]::Create("$code -WarningAction Ignore"))
        "$result" | Should -BeExactly $printed
        $result | Out-String | Should -Match ([regex]::Escape($printed))
        Assert-Near ($printed -split ', ') ($documented -split ', ') 5e-7
    }

    It 'warns that predictions which are no probabilities may be logits' {
        $null = Measure-CrossEntropy @(, (0, 1)) @(, (5.0, 7.0)) -Kind Categorical -WarningVariable seen -WarningAction SilentlyContinue
        $seen | Should -HaveCount 1
        $seen[0].Message | Should -Match '-FromLogits'
    }
}
