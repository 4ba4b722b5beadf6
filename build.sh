#!/usr/bin/env bash
# ./build.sh demo | test: through build.ps1 where there is a PowerShell 7.6 or later; else what the .NET SDK can do by itself.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

case ${1:-} in
    demo) task=Demo ;;
    test) task=Test ;;
    *) echo "usage: ./build.sh demo|test" >&2; exit 2 ;;
esac

found="no pwsh"
if command -v pwsh >/dev/null; then
    version=$(pwsh --version | sed 's/^PowerShell //')
    if [ "$(printf '7.6\n%s\n' "$version" | sort -V | head -n 1)" = 7.6 ]; then
        exec pwsh -NoProfile -File build.ps1 -Task $task
    fi
    found="pwsh $version only"
fi
if dotnet tool restore >/dev/null 2>&1; then
    exec dotnet pwsh -NoProfile -File build.ps1 -Task $task
fi

case $task in
    Demo)
        echo "The PowerShell demo is not run: it needs PowerShell 7.6, and there is $found. The same through the C# API:"
        dotnet run --configuration Release --file examples/QuickStart.cs ;;
    Test)
        echo "The Pester suite is not run: it needs PowerShell 7.6, and there is $found. The C# tests:"
        dotnet test --configuration Release ;;
esac
