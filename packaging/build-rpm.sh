#!/bin/bash
# build-rpm.sh [x86_64|aarch64] OUTDIR: publishes the agent as one native program and packs it. Does nothing when the
# sources are those of the package that lies in OUTDIR already.
set -euo pipefail
if [ $# -eq 1 ]; then
    arch=$(uname -m) out=$1
else
    arch=${1:?usage: build-rpm.sh [x86_64|aarch64] OUTDIR} out=${2:?usage: build-rpm.sh [x86_64|aarch64] OUTDIR}
fi
case $arch in
    x86_64) runtime=linux-x64 ;;
    aarch64) runtime=linux-arm64 ;;
    *) echo "Cannot build for $arch: only x86_64 and aarch64 are known." >&2; exit 2 ;;
esac
source=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$out"; out=$(cd "$out" && pwd)
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$source/Directory.Build.props")
package=$out/moodle-node-agent-$version-1.$arch.rpm
stamp=$out/.moodle-node-agent.$arch.sources

cd "$source"
sources=$(find src/Agent src/Protocol protos packaging systemd Directory.*.props analysis.globalconfig global.json \
    \( -name bin -o -name obj \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
if [ -f "$package" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sources" ]; then
    echo "$package"
    exit 0
fi

tools=()
need() { command -v "$1" >/dev/null || tools+=("$2"); }
need clang clang
need rpmbuild rpm
[ -e /usr/include/zlib.h ] || tools+=(zlib1g-dev)
if [ "$arch" = aarch64 ] && [ "$(uname -m)" != aarch64 ]; then
    need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
    need aarch64-linux-gnu-objcopy binutils-aarch64-linux-gnu
    need python3 python3
    [ -d /usr/aarch64-linux-gnu/include ] || tools+=(libc6-dev-arm64-cross)
fi
if [ ${#tools[@]} -gt 0 ]; then
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=900 install -y --no-install-recommends "${tools[@]}" >&2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
properties=(-p:PublishAot=true -p:ContinuousIntegrationBuild=true "-p:PathMap=$source=/src")
if [ "$arch" = aarch64 ]; then
    # Linked against the symbols of glibc 2.28 only, so that one program serves Enterprise Linux 8, 9 and 10.
    packaging/glibc228/build.sh packaging/glibc228/glibc-2.28-aarch64.abilist "$work/sysroot"
    properties+=("-p:SysRoot=$work/sysroot" -p:ObjCopyName=aarch64-linux-gnu-objcopy)
fi
dotnet publish src/Agent -c Release -r "$runtime" -nodeReuse:false -v quiet \
    --artifacts-path "$work/artifacts" "${properties[@]}" -o "$work/publish" | tee "$work/publish.log" >&2
if grep -qE 'warning IL[23][0-9]{3}' "$work/publish.log"; then
    echo "Cannot ship the agent: its native build has trim or AOT warnings, see above." >&2
    exit 1
fi
if [ "$arch" = aarch64 ]; then
    newest=$(readelf -V "$work/publish/moodle-node-agent" | grep -oE 'GLIBC_[0-9.]+' | sort -Vu | tail -1)
    if [ "$(printf '%s\nGLIBC_2.28\n' "$newest" | sort -V | tail -1)" != GLIBC_2.28 ]; then
        echo "Cannot ship the agent: it needs $newest, and Enterprise Linux 8 has GLIBC_2.28." >&2
        exit 1
    fi
fi

export SOURCE_DATE_EPOCH=1795305600
rpmbuild -bb --quiet --target "$arch-linux" --define "_topdir $work/rpm" --define "agent_version $version" \
    --define "agent_binary $work/publish/moodle-node-agent" --define "agent_source $source" \
    packaging/moodle-node-agent.spec >&2
# Renamed in one step: whoever serves the folder never sees half a package.
cp "$work/rpm/RPMS/$arch/$(basename "$package")" "$package.new"
mv "$package.new" "$package"
echo "$sources" > "$stamp"
echo "$package"
