# Sourced by demo.sh and test.sh: what the machine needs, from Debian's packages.

# Programs that build the agent and its package, boot hosts, and stand in for OCI's services.
DEMO_PACKAGES=(
    ca-certificates clang zlib1g-dev binutils rpm createrepo-c gnupg python3          # build the agent and its RPM
    systemd-container mmdebstrap iproute2 nftables util-linux bindfs fuse3            # boot hosts in namespaces
    mariadb-server-core mariadb-client-core                                           # database servers
    nfs-ganesha nfs-ganesha-vfs rpcbind libnfs-utils                                  # NFS server and probe
)

need_root() {
    if [ "$(id -u)" != 0 ]; then
        echo "$1 needs root: it boots hosts, makes network namespaces and mounts. Run: sudo $1" >&2
        exit 2
    fi
}

need_dotnet() {
    if ! command -v dotnet >/dev/null || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
        echo "The .NET 10 SDK is needed and dotnet was not found on PATH. Install it, then run this again." >&2
        exit 2
    fi
}

# install_packages NAME...: installs what is missing, and says why when it cannot. Services that Debian would start
# with a package (rpcbind) stay off.
install_packages() {
    local missing=() name
    for name in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
    done
    [ ${#missing[@]} = 0 ] && return 0
    echo "Installing ${missing[*]}"
    local log policy=/usr/sbin/policy-rc.d own_policy=
    log=$(mktemp)
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' > "$policy"
        chmod 755 "$policy"
        own_policy=yes
    fi
    if { DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 update &&
         DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 \
             install --no-install-recommends "${missing[@]}"; } > "$log" 2>&1; then
        [ -n "$own_policy" ] && rm -f "$policy"
        rm -f "$log"
        return 0
    fi
    [ -n "$own_policy" ] && rm -f "$policy"
    tail -n 15 "$log" >&2
    rm -f "$log"
    echo "Cannot install ${missing[*]} with apt-get (see above). Check the network and the package sources in" \
         "/etc/apt, then run this again; nothing was started." >&2
    exit 1
}

# need_disk DIRECTORY MEGABYTES
need_disk() {
    local free
    mkdir -p "$1"
    free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
    if [ "$free" -lt "$2" ]; then
        echo "Cannot go on: $1 has $free MB free and $2 MB are needed. Free some room, then run this again;" \
             "nothing was started." >&2
        exit 1
    fi
}
