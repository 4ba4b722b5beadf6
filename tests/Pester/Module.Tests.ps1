# What PowerShell users expect of any module.
BeforeDiscovery {
    . $PSScriptRoot/Common.ps1
    $commands = Get-Command -Module CrossEntropy
    # Once a command: to ask for the help of a parameter or an example costs as much as to ask for all of it.
    $helped = foreach ($command in $commands) {
        $number = 0
        @{
            Command = $command.Name
            Parameters = @($command.Parameters.Keys | Where-Object { $_ -notin [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters })
            Examples = @((Get-Help $command.Name -Full).examples.example | ForEach-Object { @{ Number = ++$number; Code = $_.code } })
        }
    }
}

Describe 'Manifest' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $manifest = Import-PowerShellDataFile $builtModule
        $module = Get-Module CrossEntropy
    }

    It 'is valid' {
        { Test-ModuleManifest $builtModule -ErrorAction Stop } | Should -Not -Throw
        $module.Path | Should -Be (Join-Path (Split-Path $builtModule) bin LossCmdlets.dll)
    }

    It 'exports exactly the cmdlets that it lists, and nothing else' {
        $manifest.CmdletsToExport | Should -HaveCount $module.ExportedCommands.Count
        $module.ExportedCommands.Keys | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        $classes = [AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.Location -eq $module.Path }.GetExportedTypes().Where{ $_.IsSubclassOf([Management.Automation.Cmdlet]) -and -not $_.IsAbstract }
        $classes | Should -HaveCount $manifest.CmdletsToExport.Count
        foreach ($key in 'FunctionsToExport', 'VariablesToExport', 'AliasesToExport') { , $manifest[$key] | Should -BeOfType ([object[]]) }
        "$($manifest.CmdletsToExport + $manifest.FunctionsToExport + $manifest.VariablesToExport + $manifest.AliasesToExport)" | Should -Not -Match '\*'
    }

    It 'says what a gallery asks for: <_>' -ForEach 'Description', 'Author', 'Copyright', 'GUID', 'PowerShellVersion', 'CompatiblePSEditions' {
        $manifest[$_] | Should -Not -BeNullOrEmpty
    }

    It 'has tags, a licence and release notes: <_>' -ForEach 'Tags', 'LicenseUri', 'ReleaseNotes' {
        $manifest.PrivateData.PSData[$_] | Should -Not -BeNullOrEmpty
    }

    It 'keeps its dependencies out of the shell''s own folder of assemblies' {
        $bin = Join-Path (Split-Path $builtModule) bin
        (Get-ChildItem $bin -File -Filter *.dll).Name | Should -Be 'LossCmdlets.dll'
        (Get-ChildItem $bin/dependencies -Filter *.dll).Name | Should -Contain 'LossKernels.dll'
        Get-ChildItem (Split-Path $builtModule) -Recurse -Include *.pdb, System.Management.Automation.dll | Should -BeNullOrEmpty
    }
}

Describe '<_>' -ForEach $commands.Name {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $command = Get-Command $_
    }

    It 'offers the names of files for paths alone' {
        Push-Location $repository
        try {
            foreach ($parameter in $command.Parameters.Values.Where{ -not $_.SwitchParameter -and $_.Name -notin [Management.Automation.Cmdlet]::CommonParameters }) {
                $line = "$($command.Name) -$($parameter.Name) "
                $hasFiles = @((TabExpansion2 $line $line.Length).CompletionMatches.ResultType) -match '^Provider' -as [bool]
                $hasFiles | Should -Be ($parameter.Name -match 'Path$') -Because $line
            }
        }
        finally { Pop-Location }
    }

    It 'has an approved verb and a singular noun' {
        (Get-Verb).Verb | Should -Contain $command.Verb
        $command.Noun | Should -Not -Match '[^sS]s$'
    }

    It 'says what it puts out' {
        $command.OutputType | Should -Not -BeNullOrEmpty
        $command.OutputType.Type | Should -Not -Contain $null
    }

    It 'takes the pipeline by value with one parameter a set, but for sets of paths that are named' {
        foreach ($set in $command.ParameterSets) {
            $isNamed = $set.Name -match '^LiteralPath|^PathPair' -and $set.Parameters.Name -notcontains 'InputObject'
            @($set.Parameters.Where{ $_.ValueFromPipeline }) | Should -HaveCount ($isNamed ? 0 : 1) -Because $set.Name
            @($set.Parameters.Where{ $_.ValueFromPipelineByPropertyName -and $_.Name -ne 'LiteralPath' }) | Should -HaveCount 0 -Because $set.Name
        }
    }

    It 'says what is expected where it asks for a parameter, and of files where they are measured' {
        foreach ($parameter in $command.Parameters.Values) {
            foreach ($attribute in $parameter.Attributes.Where{ $_ -is [Parameter] -and $_.Mandatory }) {
                $attribute.HelpMessage | Should -Match '^[A-Z].+\.$' -Because $parameter.Name
                if ($parameter.Name -in 'Target', 'Prediction') { $attribute.HelpMessage | Should -Match '-Path\b.*-TargetPath\b.*-TargetProperty\b' }
            }
        }
    }

    It 'takes literal paths wherever it takes paths, and from what Get-ChildItem finds where paths are piped' {
        if ($command.Parameters.ContainsKey('Path')) {
            $literal = $command.Parameters['LiteralPath']
            $literal.Aliases | Should -Be 'PSPath', 'LP'
            $isPiped = $command.Parameters['Path'].Attributes.Where{ $_ -is [Parameter] }.ValueFromPipeline
            $literal.Attributes.Where{ $_ -is [Parameter] }.ValueFromPipelineByPropertyName | Should -Be $isPiped
        }
    }

    It 'has parameters in PascalCase, and no boolean where a switch is meant' {
        foreach ($parameter in $command.Parameters.Values) {
            $parameter.Name | Should -MatchExactly '^[A-Z][a-zA-Z]*$'
            $parameter.ParameterType | Should -Not -Be ([bool])
        }
    }

    It 'completes its parameters' {
        $line = "$command -"
        $found = (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
        foreach ($name in $command.Parameters.Keys) { $found | Should -Contain "-$name" }
    }
}

Describe 'Completion of values' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It '<Line> gives <Expected>' -ForEach @(
        @{ Line = 'Measure-CrossEntropy -Kind '; Expected = 'Auto', 'Binary', 'Categorical', 'Sparse' }
        @{ Line = 'Measure-CrossEntropy 1 0.5 -Kind C'; Expected = , 'Categorical' }
        @{ Line = 'Measure-CrossEntropy -Reduction '; Expected = 'Mean', 'None', 'PerElement', 'Sum' }
        @{ Line = 'Measure-CrossEntropy -DataType '; Expected = 'Auto', 'Float32', 'Float64' }
        @{ Line = 'ConvertTo-Probability -Activation '; Expected = 'Sigmoid', 'Softmax' }
        @{ Line = 'ConvertTo-Logit -Activation si'; Expected = , 'Sigmoid' }
        @{ Line = 'Measure-CrossE'; Expected = , 'Measure-CrossEntropy' }
    ) {
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Sort-Object | Should -Be $expected
    }

    It 'offers the properties of the records for <_>' -ForEach 'TargetProperty', 'PredictionProperty', 'WeightProperty' {
        $line = "[pscustomobject]@{ alpha = 1; beta = 2 } | Measure-CrossEntropy -$_ "
        $found = (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
        $found | Should -Contain 'alpha'
        $found | Should -Contain 'beta'
    }

    It 'offers the properties of records that are an argument: <_>' -ForEach '-InputObject $records', '-InputObject:$records', '-TargetProperty alpha -InputObject $records' {
        $global:records = [pscustomobject]@{ alpha = 1; beta = 2 }
        try {
            $line = "Measure-CrossEntropy $_ -PredictionProperty alpha, be"
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'beta'
        }
        finally { Remove-Variable records -Scope Global }
    }

    It 'offers the columns of the file that <_> reads' -ForEach 'Import-Csv', 'ipcsv -LiteralPath', 'Import-Csv -Delimiter "," -Path' {
        $line = "$_ '$repository/examples/data/breast-cancer/predictions.csv' | Measure-CrossEntropy -TargetProperty label -PredictionProperty "
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be label, p
    }
}

Describe 'Help of <Command>' -ForEach $helped {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $described = @{}
        foreach ($entry in (Get-Help $command -Parameter *)) { $described[$entry.name] = "$($entry.description.Text)" }
    }

    It 'describes -<_>' -ForEach $parameters {
        "$($described[$_])".Length | Should -BeGreaterThan 10
    }

    # Longer lines are broken on a terminal of 80 columns, and what is broken cannot be pasted.
    It 'has an example <Number> of short lines' -ForEach $examples {
        $script = ($code -split '\r?\n\s*\r?\n', 2)[0]
        $script -split '\r?\n' | Where-Object Length -GT 75 | Should -BeNullOrEmpty
    }

    It 'has an example <Number> that runs and shows what the help says' -ForEach $examples {
        # The code, an empty line, and what it shows.
        $script, $shown = $code -split '\r?\n\s*\r?\n', 2
        $shown | Should -Not -BeNullOrEmpty
        Get-FoldedText (Invoke-Example $script) | Should -BeExactly (Get-FoldedText $shown)
    }
}

Describe 'Formatting' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        function Get-Lines($Value) { @(($Value | Out-String -Width 120) -split '\r?\n' | Where-Object { $_.Trim() }) }
    }

    It 'of a result is short and shows the loss in the precision of its data' {
        $lines = Get-Lines (Measure-CrossEntropy @((0, 1), (0, 0)) @((0.6, 0.4), (0.4, 0.6)))
        $lines.Count | Should -BeLessOrEqual 12
        "$lines" | Should -Match '0\.81492424\D'
        "$lines" | Should -Match 'Binary'
    }

    It 'of a Tensor shows shape and numbers' {
        (Get-Lines (1, 2, 4 | ConvertTo-OneHot -ClassCount 5)).Trim() | Should -Be 'Tensor (3, 5) Float32', '0  1  0  0  0', '0  0  1  0  0', '0  0  0  0  1'
    }

    It 'of a large Tensor is short and narrow' {
        $lines = Get-Lines (ConvertTo-OneHot (0..499))
        $lines.Count | Should -BeLessOrEqual 30
        ($lines.Length | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 120
        $lines[0] | Should -Match '\(500, 500\)'
    }

    It 'of a Tensor in an object is one line' {
        "$([pscustomobject]@{ Rows = 1, 2 | ConvertTo-OneHot } | Format-List | Out-String)".Trim() | Should -Match '^Rows\s*: .*\(2, 3\).*$'
    }
}

Describe 'Loading' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It 'is found by name, loads by itself, and comes in one go' {
        Invoke-Fresh -WithoutModule "
            `$env:PSModulePath = '$(Split-Path (Split-Path (Split-Path $builtModule)))' + [IO.Path]::PathSeparator + `$env:PSModulePath
            `$null = Measure-CrossEntropy 1 0.5
            (Get-Module CrossEntropy).Version.ToString(); `$Error.Count" | Should -Be $version, 0
    }

    It 'gives the same numbers in a culture with a decimal comma' {
        Invoke-Fresh "
            [cultureinfo]::CurrentCulture = 'de-DE'
            `$result = Measure-CrossEntropy @('1') @('0.25') -Convention Exact
            `"`$result`"; (`$result | Out-String) -match '1\.3862943'; (0.25, 0.5 | ForEach-Object { , @(`$_, 0) } | ConvertTo-Logit -Activation Sigmoid | Out-String) -match '\d,\d'" |
            Should -Be '1.3862943611198906', True, False
    }
}
