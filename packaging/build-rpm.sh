#!/bin/bash
# build-rpm.sh moodle-node-agent|moodle-coordinator x86_64|aarch64 OUTDIR: compiles the programs and packs them, unsigned.
# Environment: see build.sh.
set -euo pipefail
product=$1 arch=$2 out=$3
source=$(cd "$(dirname "$0")/.." && pwd)
. "$source/packaging/sources.sh"
version=$(version_of_packages) release=${MNA_RELEASE:-1}
case $arch in x86_64) runtime=linux-x64 ;; aarch64) runtime=linux-arm64 ;; esac
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$source"

publish() { # publish PROJECT PROPERTY...
    local project=$1
    shift
    dotnet publish "$project" -c Release -r "$runtime" -nodeReuse:false -v quiet --artifacts-path "$work/artifacts" \
        "-p:Version=$version" -p:ContinuousIntegrationBuild=true -p:IncludeSourceRevisionInInformationalVersion=false \
        -p:EnableSourceLink=false -p:EnableSourceControlManagerQueries=false \
        "-p:PathMap=$source=/src%2c$work=/build" "$@" -o "$work/programs" \
        | tee -a "$work/publish.log" >&2
}

sbom() { # sbom PROJECT...
    local project assets=()
    for project in "$@"; do
        assets+=("$work/artifacts/obj/MoodleNodeAgent.$project/project.assets.json")
    done
    python3 packaging/sbom.py "$product" "$version" "$runtime" "$source_date" "${assets[@]}" > "$work/programs/sbom.spdx.json"
}

compile_agent() {
    local properties=(-p:PublishAot=true) newest
    need_tools clang:clang /usr/include/zlib.h:zlib1g-dev readelf:binutils
    if [ "$arch" = aarch64 ]; then
        need_tools aarch64-linux-gnu-gcc:gcc-aarch64-linux-gnu aarch64-linux-gnu-objcopy:binutils-aarch64-linux-gnu \
            /usr/aarch64-linux-gnu/include:libc6-dev-arm64-cross
        # Linked against the symbols of glibc 2.28 only, so that one program serves Enterprise Linux 8, 9 and 10.
        packaging/glibc228/build.sh packaging/glibc228/glibc-2.28-aarch64.abilist "$work/sysroot"
        properties+=("-p:SysRoot=$work/sysroot" -p:ObjCopyName=aarch64-linux-gnu-objcopy)
    fi
    publish src/Agent "${properties[@]}"
    if grep -qE 'warning IL[23][0-9]{3}' "$work/publish.log"; then
        echo "Cannot ship the agent: its native build has trim or AOT warnings, see above." >&2
        exit 1
    fi
    newest=$(readelf -V "$work/programs/moodle-node-agent" | grep -oE 'GLIBC_[0-9.]+' | sort -Vu | tail -1)
    # The agent for x86_64 is for test hosts, and takes the glibc of the machine that builds it.
    if [ "$arch" = aarch64 ] && [ "$(printf '%s\nGLIBC_2.28\n' "$newest" | sort -V | tail -1)" != GLIBC_2.28 ]; then
        echo "Cannot ship the agent: it needs $newest, and Enterprise Linux 8 has GLIBC_2.28." >&2
        exit 1
    fi
    sbom Agent
    find "$work/programs" -mindepth 1 ! -name moodle-node-agent ! -name sbom.spdx.json -delete
}

compile_coordinator() {
    # With their own .NET: the control host has no internet, and needs no repository but Oracle Linux's.
    publish src/Coordinator --self-contained true -p:DebugType=none
    publish src/Cli --self-contained true -p:DebugType=none
    # Needs a tracing library that Enterprise Linux does not have.
    rm -f "$work/programs/libcoreclrtraceptprovider.so"
    sbom Coordinator Cli
}

cached=${MNA_BUILD_CACHE:+$MNA_BUILD_CACHE/$product-$version-$arch-$(hash_of_programs "$product")}
if [ -n "$cached" ] && [ -d "$cached" ]; then
    ln -s "$cached" "$work/programs"
else
    case $product in
        moodle-node-agent) compile_agent ;;
        moodle-coordinator) compile_coordinator ;;
    esac
    if [ -n "$cached" ]; then
        mkdir -p "$MNA_BUILD_CACHE"
        # What was built from other sources is not asked for again, but by branches that are built side by side.
        find "$MNA_BUILD_CACHE" -mindepth 1 -maxdepth 1 -name "$product-*-$arch-*" -mmin +1440 -exec rm -rf {} +
        cp -r "$work/programs" "$cached.$$"
        mv -T "$cached.$$" "$cached" 2>/dev/null || rm -rf "$cached.$$"
    fi
fi

export SOURCE_DATE_EPOCH=$source_date
rpmbuild -bb --quiet --target "$arch-linux" --define "_topdir $work/rpm" --define "package_version $version" \
    --define "package_release $release" --define "programs $work/programs" --define "source $source" \
    "packaging/$product.spec" >&2
mv "$work/rpm/RPMS/$arch/$product-$version-$release.$arch.rpm" "$out/"
