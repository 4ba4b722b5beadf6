#Requires -Version 7.6

<#
.SYNOPSIS
Builds the module into out/CrossEntropy, tests it, shows it, or measures its speed.

.EXAMPLE
pwsh ./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Bench')]
    [string] $Task = 'Build',

    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true  # a native command that fails ends the script

# The same PowerShell again, in a process that has loaded nothing yet; the .NET tool has no executable of its own.
function Invoke-FreshShell {
    $process = [Environment]::ProcessPath
    if ((Split-Path $process -LeafBase) -eq 'dotnet') { dotnet pwsh -NoProfile @args } else { & $process -NoProfile @args }
}

# True when this version is installed, or was saved from the gallery before.
function Test-Pester([string] $Version) {
    [bool](Get-Module Pester -ListAvailable | Where-Object Version -EQ $Version) -or (Test-Path "out/modules/Pester/$Version")
}

function Save-Pester([string] $Version) {
    try {
        $null = New-Item -ItemType Directory out/modules -Force
        Save-PSResource Pester -Version $Version -Path out/modules -TrustRepository
    }
    catch {
        Write-Verbose "Pester cannot be saved: $_"
    }
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' {
            dotnet build --configuration $Configuration
        }
        'Test' {
            dotnet test --configuration $Configuration
            if (-not (Test-Pester 5.7.1)) { Save-Pester 5.7.1 }
            if (Test-Pester 5.7.1) {
                Invoke-FreshShell -File tests/Pester/Invoke-Suite.ps1 -PesterVersion 5.7.1
            }
            else {
                'The Pester suite was not run: Pester 5.7.1 is not installed and cannot be had from the gallery.'
            }
            if (Test-Pester 6.0.0) {
                Invoke-FreshShell -File tests/Pester/Invoke-Suite.ps1 -PesterVersion 6.0.0
            }
        }
        'Demo' {
            dotnet build --configuration $Configuration --verbosity quiet -consoleLoggerParameters:NoSummary
            Invoke-FreshShell -File examples/quickstart.ps1
        }
        'Bench' {
            dotnet run --configuration $Configuration --project benchmarks
        }
    }
}
finally {
    Pop-Location
}
