# Sourced by the build scripts; "source" is the repository's folder.

# Date of everything that is built, so that at least nothing in a package tells when it was packed.
source_date=1795305600

version_of_packages() {
    echo "${MNA_VERSION:-$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$source/Directory.Build.props")}"
}

# folders_of PRODUCT: what its programs are compiled from
folders_of() {
    case $1 in
        moodle-node-agent) echo src/Agent src/Protocol protos packaging/glibc228 ;;
        moodle-coordinator) echo src/Coordinator src/Cli src/Sites src/Oci src/Protocol protos ;;
    esac
}

hash_of_files() { # hash_of_files PATH...
    (cd "$source" && find "$@" Directory.*.props analysis.globalconfig global.json packaging/build-rpm.sh \
        packaging/publish.sh packaging/sources.sh \( -name bin -o -name obj \) -prune -o -type f -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum; dotnet --version) | sha256sum | cut -c 1-32
}

# hash_of_programs PRODUCT, hash_of_sources PRODUCT: of what is compiled, and of all that is packed
hash_of_programs() { hash_of_files $(folders_of "$1"); }
hash_of_sources() { hash_of_files $(folders_of "$1") packaging systemd; }

# need_tools PROGRAM:PACKAGE...: installs the Debian packages of programs that are missing
need_tools() {
    local pair missing=()
    for pair in "$@"; do
        command -v "${pair%%:*}" >/dev/null || [ -e "${pair%%:*}" ] || missing+=("${pair#*:}")
    done
    [ ${#missing[@]} -eq 0 ] ||
        DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=900 install -y --no-install-recommends \
            "${missing[@]}" >&2
}
