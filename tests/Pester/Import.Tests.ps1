BeforeAll {
    Import-Module CrossEntropy

    # Runs a script in a process that has loaded nothing yet.
    function Invoke-InFreshShell([scriptblock] $Script, [object[]] $ArgumentList) {
        Start-Job $Script -ArgumentList $ArgumentList | Receive-Job -Wait -AutoRemoveJob
    }
}

Describe 'Import' {
    It 'works again after a removal that came before the kernels were needed' {
        Invoke-InFreshShell {
            Import-Module CrossEntropy
            Remove-Module CrossEntropy
            Import-Module CrossEntropy
            Measure-CrossEntropy 0, 1 0.5, 0.5 -Kind Binary -Convention Exact -Raw
        } | Should -Be ([Math]::Log(2))
    }

    It 'works in a second runspace after the first has removed the module' {
        Invoke-InFreshShell {
            Import-Module CrossEntropy
            $other = [powershell]::Create()
            $null = $other.AddScript('Import-Module CrossEntropy').Invoke()
            Remove-Module CrossEntropy
            $other.Commands.Clear()
            $other.AddScript('Measure-CrossEntropy 0, 1 0.5, 0.5 -Kind Binary -Convention Exact -Raw').Invoke()
        } | Should -Be ([Math]::Log(2))
    }

    It 'is not disturbed by another System.Numerics.Tensors in the shell, nor disturbs it' {
        $loss, $loaded = Invoke-InFreshShell -ArgumentList "$TestDrive/System.Numerics.Tensors.dll" {
            $other = [Reflection.Emit.PersistedAssemblyBuilder]::new('System.Numerics.Tensors, Version=1.0.0.0', [object].Assembly)
            $null = $other.DefineDynamicModule('Other')
            $other.Save($args[0])
            $null = [Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath($args[0])
            Measure-CrossEntropy 0, 1 (ConvertTo-Probability 1, 1) -Kind Binary -Convention Exact -Raw
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object FullName -Like 'System.Numerics.Tensors,*' | ForEach-Object {
                [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name
            }
        }
        $loss | Should -Be ([Math]::Log(2))
        $loaded | Sort-Object | Should -Be 'CrossEntropy', 'Default'
    }

    It 'loads nothing but the cmdlets into the default context' {
        Invoke-InFreshShell {
            $null = Measure-CrossEntropy 0, 1 0.5, 0.5 -Kind Binary
            [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.Location -like '*CrossEntropy*' | Split-Path -Leaf
        } | Should -Be 'LossCmdlets.dll'
    }

    # What is generic over float and double alone would be half as many again.
    It 'leaves little of the first measurement of <What> to be compiled, where the module is precompiled' -ForEach @(
        @{ What = 'arrays'; Most = 100; Run = { Measure-CrossEntropy 1, 0, 1 0.9, 0.2, 0.7 } }
        @{ What = 'a CSV file'; Most = 190; Run = { Measure-CrossEntropy -Path $args[1] -TargetColumn label -PredictionColumn p* } }
    ) {
        $kernels = Join-Path (Get-Module CrossEntropy).ModuleBase bin dependencies LossKernels.dll
        $image = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead($kernels))
        $isPrecompiled = $image.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size -gt 0
        $image.Dispose()
        if (-not $isPrecompiled) { Set-ItResult -Skipped -Because 'the module was built without the compiler' }

        $csv = Join-Path $PSScriptRoot .. .. examples data digits predictions.csv
        Invoke-InFreshShell -ArgumentList "$Run", $csv {
            Import-Module CrossEntropy
            $run = [scriptblock]::Create($args[0])
            $before = [Runtime.JitInfo]::GetCompiledMethodCount()
            $null = & $run @args
            [Runtime.JitInfo]::GetCompiledMethodCount() - $before
        } | Should -BeLessThan $Most
    }
}

Describe 'Help' {
    BeforeDiscovery {
        $cmdlets = (Get-Module CrossEntropy -ListAvailable)[0].ExportedCmdlets.Keys
    }

    It 'of <_> shows the parameter sets that the cmdlet has' -ForEach $cmdlets {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $command = Get-Command $_

        # Some are taken in every set, to say what stands in their place, and mean something in those that they name.
        $places = @{}
        foreach ($property in $command.ImplementingType.GetProperties()) {
            $property.GetCustomAttributes($false) | Where-Object { $_.GetType().Name -eq 'BelongsToAttribute' } | ForEach-Object { $places[$property.Name] = $_.Sets }
        }
        $expected = $command.ParameterSets | ForEach-Object {
            $set = $_.Name
            $own = $_.Parameters | Where-Object { $_.Name -notin $common -and (-not $places[$_.Name] -or $set -in $places[$_.Name]) }
            ($own | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.IsMandatory)" }) -join ', '
        }
        $shown = (Get-Help $_ -Full).syntax.syntaxItem | ForEach-Object {
            ($_.parameter | Sort-Object name | ForEach-Object { "$($_.name) $([bool]::Parse($_.required))" }) -join ', '
        }
        $shown | Sort-Object | Should -Be ($expected | Sort-Object)
    }
}
