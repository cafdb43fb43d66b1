#!/bin/bash
# build-cli.sh OUTDIR [TARGET...]: moodlectl as one file that needs nothing installed, for an operator's own machine.
# TARGET: linux-x64 linux-arm64 osx-arm64 osx-x64 win-x64; default: all. Native code for Linux; the others bring their
# .NET along inside the file, since no machine compiles natively for another system.
# MNA_VERSION  version; default: that of Directory.Build.props
set -euo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)
. "$source/packaging/sources.sh"
. "$source/packaging/publish.sh"
[ $# -gt 0 ] || { echo "usage: build-cli.sh OUTDIR [TARGET...]" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(linux-x64 linux-arm64 osx-arm64 osx-x64 win-x64)
for runtime in "${targets[@]}"; do
    case $runtime in
        linux-x64|linux-arm64|osx-arm64|osx-x64|win-x64) ;;
        *) echo "Cannot build for $runtime: only linux-x64, linux-arm64, osx-arm64, osx-x64 and win-x64 are known." >&2; exit 2 ;;
    esac
done
version=$(version_of_packages)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cd "$source"
work=
trap 'rm -rf "$work"' EXIT
for runtime in "${targets[@]}"; do
    rm -rf "$work"
    work=$(mktemp -d)
    suffix=
    case $runtime in
        linux-*) publish_native src/Cli moodlectl ;;
        *) publish src/Cli --self-contained true -p:PublishSingleFile=true -p:PublishTrimmed=true -p:DebugType=none ;;
    esac
    [ "$runtime" != win-x64 ] || suffix=.exe
    file=$out/moodlectl-$version-$runtime$suffix
    mv "$work/programs/moodlectl$suffix" "$file"
    echo "$file"
done
