BeforeAll { . $PSScriptRoot/Common.ps1 }

Describe 'benchmarks' {
    It 'compares in shells how data come in' {
        $rows = dotnet $repository/benchmarks/bin/Release/net10.0/Benchmarks.dll --input --quick 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$rows"
        $works = $rows -match '^\|.*\|\s*\d+\.\d+ \|$' -replace '^\|\s*(.*?)\s*\|.*', '$1' | Select-Object -Unique
        'npy, in the library', 'object[] of object[], in a shell', 'Import-Csv to Measure-CrossEntropy', 'Measure-CrossEntropy -Path', 'Import-Module' | Should -BeIn $works
    }
}
