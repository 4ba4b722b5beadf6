# Dot-sourced in every BeforeAll: the built module, and the few helpers that the suites share.
$repository = Split-Path (Split-Path $PSScriptRoot)
$version = (Import-PowerShellDataFile (Join-Path $repository CrossEntropy.psd1)).ModuleVersion
$builtModule = Join-Path $repository out CrossEntropy $version CrossEntropy.psd1
Import-Module $builtModule -Force

function Get-Failure([scriptblock] $Action) {
    try { $null = & $Action }
    catch { return $_ }
    throw 'There was no error.'
}

# Within a relative tolerance, element by element; equal infinities and zeros are near.
function Assert-Near($Actual, $Expected, [double] $RelativeTolerance) {
    @($Actual).Count | Should -Be @($Expected).Count
    for ($i = 0; $i -lt @($Expected).Count; $i++) {
        $actual1, $expected1 = [double]@($Actual)[$i], [double]@($Expected)[$i]
        if ($actual1 -ne $expected1) {
            [Math]::Abs($actual1 - $expected1) | Should -BeLessOrEqual ($RelativeTolerance * [Math]::Abs($expected1)) -Because "$actual1 should be $expected1"
        }
    }
}

# The lengths of nested arrays, or of what a cmdlet gave, as text: '2, 3'.
function Get-ShapeText($Value) {
    if ($Value -is [LossCmdlets.Output.Tensor]) { return $Value.Shape -join ', ' }
    $lengths = while ($Value -is [array]) { $Value.Length; $Value = $Value[0] }
    $lengths -join ', '
}

# The bits of a double: equality that knows no tolerance.
function Get-Bits([double] $Number) { [BitConverter]::DoubleToInt64Bits($Number) }

# Runs a script in a fresh shell that has the module, and gives what it writes as text.
function Invoke-Fresh([string] $Script, [switch] $WithoutModule) {
    $import = $WithoutModule ? '' : "Import-Module '$builtModule'; "
    $process = [Environment]::ProcessPath
    $shell = (Split-Path $process -LeafBase) -eq 'dotnet' ? ($process, 'pwsh') : @($process)  # the .NET tool has no executable of its own
    $arguments = @($shell | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-Command', "`$ErrorActionPreference = 'Stop'; $import$Script"
    $output = & $shell[0] @arguments 2>&1
    if ($LASTEXITCODE) { throw "A fresh shell failed: $output" }
    $output
}

# Runs an example in the root of the repository, and gives as text what the prompt shows.
function Invoke-Example([string] $Code) {
    Push-Location $repository
    try {
        # Statement by statement, as at the prompt: one pipeline for all would print two tables as one.
        $statements = [Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$null).EndBlock.Statements
        $output = foreach ($statement in $statements) {
            . ([scriptblock]::Create($statement.Extent.Text)) 3>&1 |
                ForEach-Object { $_ -is [Management.Automation.WarningRecord] ? "WARNING: $_" : $_ } | Out-String -Width 200
        }
        -join $output
    }
    catch {
        "$($_.InvocationInfo.MyCommand): $($_.Exception.Message) Recommendation: $($_.ErrorDetails.RecommendedAction)"
    }
    finally { Pop-Location }
}

# Without colours, and with the white space folded: how wide the columns are depends on the shell.
function Get-FoldedText([string] $Text) { ($Text -replace '\x1b\[[\d;]*m' -replace '\s+', ' ').Trim() }
