#Requires -Version 7.6

# Runs the suite on the built module, in a process that has loaded no other Pester; exits with 1 unless every gate is passed.
[CmdletBinding()]
param([Parameter(Mandatory)] [version] $PesterVersion)

$ErrorActionPreference = 'Stop'
$root = Convert-Path "$PSScriptRoot/../.."
$env:PSModulePath = "$root/out", "$root/out/modules", $env:PSModulePath -join [IO.Path]::PathSeparator
Import-Module Pester -RequiredVersion $PesterVersion

$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$result = Invoke-Pester -Configuration $configuration

"Pester $PesterVersion on PowerShell $($PSVersionTable.PSVersion):"
"$($result.PassedCount) passed, $($result.FailedCount) failed"

# A discovery that fails reads as no test at all, and an empty -ForEach vanishes: hence more than the count of failures.
$goldenCases = 0
Get-ChildItem "$root/tests/golden/*.json" | ForEach-Object { $goldenCases += @(Get-Content $_ -Raw | ConvertFrom-Json).Count }
$complaints = @(
    if ($result.Result -ne 'Passed') { "the result is '$($result.Result)'" }
    if ($result.FailedContainersCount -gt 0) { "$($result.FailedContainersCount) files could not be read as tests" }
    if ($result.PassedCount -lt $goldenCases) { "$($result.PassedCount) tests passed, and there are $goldenCases golden cases" }
)
if ($complaints) {
    "The Pester suite failed: $($complaints -join '; ')."
    exit 1
}
