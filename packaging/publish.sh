# Sourced by build-rpm.sh and build-cli.sh, with "source" (the repository's folder), "work" (a folder of their own),
# "runtime" (.NET's name of the target) and "version".

publish() { # publish PROJECT PROPERTY...: into $work/programs; the same bytes wherever the sources lie
    local project=$1
    shift
    dotnet publish "$project" -c Release -r "$runtime" -nodeReuse:false -v quiet --artifacts-path "$work/artifacts" \
        "-p:Version=$version" -p:ContinuousIntegrationBuild=true -p:IncludeSourceRevisionInInformationalVersion=false \
        -p:EnableSourceLink=false -p:EnableSourceControlManagerQueries=false \
        "-p:PathMap=$source=/src%2c$work=/build" "$@" -o "$work/programs" \
        | tee -a "$work/publish.log" >&2
}

publish_native() { # publish_native PROJECT PROGRAM: compiled for Linux ahead of time, and looked over
    local project=$1 program=$2 properties=(-p:PublishAot=true) newest
    need_tools clang:clang /usr/include/zlib.h:zlib1g-dev readelf:binutils
    if [ "$runtime" = linux-arm64 ]; then
        need_tools aarch64-linux-gnu-gcc:gcc-aarch64-linux-gnu aarch64-linux-gnu-objcopy:binutils-aarch64-linux-gnu \
            /usr/aarch64-linux-gnu/include:libc6-dev-arm64-cross
        # Linked against the symbols of glibc 2.28 only, so that one program serves Enterprise Linux 8, 9 and 10.
        packaging/glibc228/build.sh packaging/glibc228/glibc-2.28-aarch64.abilist "$work/sysroot"
        properties+=("-p:SysRoot=$work/sysroot" -p:ObjCopyName=aarch64-linux-gnu-objcopy)
    fi
    publish "$project" "${properties[@]}"
    if grep -qE 'warning IL[23][0-9]{3}' "$work/publish.log"; then
        echo "Cannot ship $program: its native build has trim or AOT warnings, see above." >&2
        exit 1
    fi
    newest=$(readelf -V "$work/programs/$program" | grep -oE 'GLIBC_[0-9.]+' | sort -Vu | tail -1)
    # What is built for x86_64 takes the glibc of the machine that builds it.
    if [ "$runtime" = linux-arm64 ] && [ "$(printf '%s\nGLIBC_2.28\n' "$newest" | sort -V | tail -1)" != GLIBC_2.28 ]; then
        echo "Cannot ship $program: it needs $newest, and Enterprise Linux 8 has GLIBC_2.28." >&2
        exit 1
    fi
}
