#!/usr/bin/env bash
# The whole product on one machine: a local cloud with real hosts and databases, a coordinator, and a site on them.
#
#   ./demo.sh [up] [--archive FILE]   make the site (again: check that nothing has to change)
#   ./demo.sh up --control-host       the same with the coordinator on a host of its own, as on OCI
#   ./demo.sh status [--json]         the site as it stands
#   ./demo.sh exec NODE -- COMMAND    run a command on a web node
#   ./demo.sh ctl ARGUMENTS           moodlectl against the demo
#   ./demo.sh recover FILE PASSFILE   a new coordinator from a recovery bundle, in the place of a lost one
#   ./demo.sh down                    remove everything
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/packaging/prerequisites.sh"

state=${MOODLE_DEMO_STATE:-/var/lib/moodle-demo}
cache=${MOODLE_DEMO_CACHE:-/var/cache/moodle-local-cloud}
out=$here/out
port=${MOODLE_DEMO_PORT:-12750}
cloud_address=127.0.0.1:$port
# Demos side by side must not meet at one public address.
public_addresses=127.77.$(((port - 12750 + 65536) % 256)).0/24
# With a control host this machine is an operator's: its key and its card lie here.
control_host=
use_control_host() {
    control_host=yes
    unset MOODLECTL_SOCKET
    export XDG_CONFIG_HOME=$state/operator
}
export MOODLECTL_SOCKET=$state/coordinator/operator.sock
if [ -f "$state/control-host" ]; then use_control_host; fi
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

usage() { sed -n '2,11s/^# \{0,1\}//p' "$0"; }

# A process that this script started: its pid file has the pid and the start time that the kernel tells.
# One that has ended and waits to be reaped does not count.
start_time() { awk '{ sub(/.*\) /, ""); if ($1 !~ /[ZX]/) print $20 }' "/proc/$1/stat" 2>/dev/null; }
running() {
    local pid began
    [ -f "$state/$1.pid" ] && read -r pid began < "$state/$1.pid" && [ -n "$began" ] && [ "$(start_time "$pid")" = "$began" ]
}
start() { # start NAME READY-LINE SECONDS COMMAND...
    local name=$1 ready=$2 seconds=$3 pid
    shift 3
    mkdir -p "$state/log"
    : > "$state/log/$name.log"
    setsid "$@" > "$state/log/$name.log" 2>&1 < /dev/null 9>&- &
    pid=$!
    echo "$pid $(start_time "$pid")" > "$state/$name.pid"
    for _ in $(seq $((seconds * 10))); do
        grep -q "$ready" "$state/log/$name.log" && return 0
        [ -d "/proc/$pid" ] || break
        sleep 0.1
    done
    tail -n 20 "$state/log/$name.log" >&2
    echo "Cannot start $name: it did not become ready (its last lines are above; all: $state/log/$name.log)." >&2
    return 1
}
stop() { # stop NAME SECONDS
    local pid began
    running "$1" || { rm -f "$state/$1.pid"; return 0; }
    read -r pid began < "$state/$1.pid"
    kill -TERM "$pid" 2>/dev/null || true
    for _ in $(seq $(($2 * 10))); do
        running "$1" || break
        sleep 0.1
    done
    if running "$1"; then kill -KILL "$pid" 2>/dev/null || true; fi
    rm -f "$state/$1.pid"
}
need_running() {
    running local-cloud && { [ -n "$control_host" ] || running coordinator; } && return 0
    echo "The demo is not running. Start it with ./demo.sh" >&2
    exit 5
}

build() {
    local stamp=$out/.built
    if [ -f "$stamp" ] && [ -z "$(find "$here/src" "$here/protos" "$here/packaging" "$here/systemd" \
            "$here"/Directory.*.props "$here/analysis.globalconfig" \
            \( -name bin -o -name obj \) -prune -o -type f -newer "$stamp" -print -quit)" ]; then
        return 0
    fi
    mkdir -p "$out"
    local started=$out/.building
    touch "$started"
    local pair
    for pair in LocalCloud:local-cloud Coordinator:coordinator Cli:moodlectl; do
        echo "Building ${pair#*:}"
        dotnet publish "$here/src/${pair%:*}" -c Release -v quiet --nologo -o "$out/${pair#*:}" > "$out/build.log" 2>&1 ||
            { tail -n 30 "$out/build.log" >&2; echo "Cannot build ${pair#*:}: see above." >&2; exit 1; }
    done
    echo "Building the agent and its RPM"
    MNA_BUILD_CACHE=$cache/packages "$here/packaging/build.sh" --agent --arch "$(uname -m)" "$out/packages" \
        > "$out/build.log" 2>&1 ||
        { tail -n 30 "$out/build.log" >&2; echo "Cannot build the agent's RPM: see above." >&2; exit 1; }
    mv "$started" "$stamp"
}
build_control_host() {
    echo "Building the coordinator's RPM"
    MNA_BUILD_CACHE=$cache/packages "$here/packaging/build.sh" --agent --coordinator --arch "$(uname -m)" "$out/packages" \
        > "$out/build.log" 2>&1 ||
        { tail -n 30 "$out/build.log" >&2; echo "Cannot build the coordinator's RPM: see above." >&2; exit 1; }
}

remove_all() {
    stop coordinator 10
    stop local-cloud 60
    if [ -x "$out/local-cloud/moodle-local-cloud" ] && [ -d "$state" ]; then
        "$out/local-cloud/moodle-local-cloud" down --state "$state/cloud"
    fi
    rm -rf "$state"
}

start_coordinator() {
    start coordinator "^ready" 30 nsenter --net="$(cat "$state/cloud/control-namespace")" \
        "$out/coordinator/moodle-coordinator" serve --state "$state/coordinator" \
        --oci-config "$state/cloud/oci/config" --oci-endpoint "http://$cloud_address" \
        --packages "$out/packages" --socket "$MOODLECTL_SOCKET" --metrics 127.0.0.1:9464
}
recover() { # recover BUNDLE PASSPHRASE-FILE
    [ $# = 2 ] || { usage >&2; exit 2; }
    running local-cloud || { echo "The demo is not running. Start it with ./demo.sh" >&2; exit 5; }
    running coordinator && { echo "The coordinator runs: nothing is lost." >&2; exit 2; }
    start_coordinator
    "$out/moodlectl/moodlectl" recovery restore "$1" --passphrase-file "$2"
    # It begins anew with what was restored.
    for _ in $(seq 300); do
        [ "$(grep -c '^ready' "$state/log/coordinator.log")" -ge 2 ] && break
        sleep 0.1
    done
    up
}

up() {
    need_root ./demo.sh
    need_dotnet
    local fresh= code=0 control_address=10.0.0.5 launch=()
    if [ "${1:-}" = --control-host ]; then
        shift
        if [ -z "$control_host" ] && running local-cloud; then
            echo "The demo runs without a control host. Take it down first: ./demo.sh down" >&2
            exit 2
        fi
        use_control_host
    fi
    local arguments=("$@")
    local site=${MOODLE_DEMO_SITE:-$here/examples/demo.yaml}
    if [ -n "$control_host" ]; then site=${MOODLE_DEMO_SITE:-$here/examples/control-host.yaml}; fi
    exec 9> "/run/lock/moodle-demo$(tr / - <<< "$state").lock"
    flock -n 9 || { echo "Another ./demo.sh is at work. Wait until it has ended." >&2; exit 4; }
    if ! running local-cloud; then
        if [ -d "$state/cloud" ]; then
            echo "Removing what an earlier demo left"
            remove_all
        fi
        need_disk "$cache" 3000
        need_disk "$out" 1500
        install_packages "${DEMO_PACKAGES[@]}"
        build
        [ -z "$control_host" ] || { build_control_host; control_address=none; }
        "$out/moodlectl/moodlectl" validate "$site" "$@" || exit $?
        "$out/local-cloud/moodle-local-cloud" prepare --cache "$cache"
        fresh=yes
        trap 'echo "Removing what was started"; remove_all' EXIT
        start local-cloud "listening on" 30 "$out/local-cloud/moodle-local-cloud" serve --state "$state/cloud" \
            --cache "$cache" --listen "$cloud_address" --latency-factor "${MOODLE_DEMO_LATENCY_FACTOR:-300}" \
            --public-addresses "$public_addresses" --control-address "$control_address"
        [ -z "$control_host" ] || touch "$state/control-host"
    fi
    if [ -n "$fresh" ] && [ $# -gt 0 ]; then
        printf '%s\0' "$@" > "$state/arguments"
    elif [ $# = 0 ] && [ -f "$state/arguments" ]; then
        # A running demo stays what it is: without a word on the archive, the one that it was made with counts.
        mapfile -d '' arguments < "$state/arguments"
        echo "As before: ${arguments[*]}"
    fi
    # A coordinator that was killed goes on where its journal ends.
    if [ -n "$control_host" ]; then
        launch=(--oci-config "$state/cloud/oci/config" --oci-endpoint "http://$cloud_address"
            --coordinator "$out/coordinator/moodle-coordinator" --packages "$out/packages")
    else
        running coordinator || start_coordinator
    fi
    # Not with our lock: the coordinator that a killed moodlectl leaves takes a moment to end.
    "$out/moodlectl/moodlectl" apply "$site" "${launch[@]}" "${arguments[@]}" 9>&- || code=$?
    # Bad input creates nothing, so nothing is left running for it; after a failure the parts stay for a look.
    if [ -n "$fresh" ] && [ "$code" != 2 ]; then trap - EXIT; fi
    if [ "$code" = 1 ]; then
        echo "The demo stays up for a look: ./demo.sh exec web-1 -- journalctl -e, logs in $state/log; ./demo.sh down removes it." >&2
    fi
    return "$code"
}

verb=up
case ${1:-} in up|status|exec|ctl|recover|down) verb=$1; shift ;; -h|--help|help) usage; exit 0 ;; -*|"") ;; *) usage >&2; exit 2 ;; esac
case $verb in
    up) up "$@" ;;
    status) need_running; exec "$out/moodlectl/moodlectl" status "$@" ;;
    ctl) need_running; exec "$out/moodlectl/moodlectl" "$@" ;;
    recover) need_root "./demo.sh recover"; recover "$@" ;;
    exec) need_root "./demo.sh exec"; need_running
        exec "$out/local-cloud/moodle-local-cloud" exec --state "$state/cloud" "$@" ;;
    down) need_root "./demo.sh down"; remove_all; echo "The demo is gone." ;;
esac
