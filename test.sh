#!/usr/bin/env bash
# The one test command. Runs as root on Debian 12 with the .NET 10 SDK; installs what it needs.
#
#   ./test.sh               all rings
#   ./test.sh unit cloud    some of: unit, cloud, simulation, hosts, e2e
#   ./test.sh simulation [--seed N] [--schedules N]
#                           the simulation alone; its last lines are cases, orphans, duplicates, diverged
#
# The last line is "N passed, N failed, N skipped".
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here"
. packaging/prerequisites.sh
rings=("$@")
if [ "${1:-}" = simulation ]; then
    rings=(simulation)
    shift
    while [ $# -gt 0 ]; do
        case $1:${2:-} in
            --seed:[0-9]*) export SIMULATION_SEED=$2; shift 2 ;;
            --schedules:[0-9]*) export SIMULATION_SCHEDULES=$2; shift 2 ;;
            *) rings+=("$1"); shift ;;
        esac
    done
fi
[ ${#rings[@]} = 0 ] && rings=(unit cloud simulation hosts e2e)
for ring in "${rings[@]}"; do
    case $ring in unit|cloud|simulation|hosts|e2e) ;;
        *) echo "No ring '$ring': unit, cloud, simulation, hosts, e2e." >&2; exit 2 ;;
    esac
done
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
need_root ./test.sh
need_dotnet
install_packages "${DEMO_PACKAGES[@]}" php-cli php-mysql
case " ${rings[*]} " in *" hosts "*) install_packages qemu-user-static ;; esac
case " ${rings[*]} " in *" e2e "*) install_packages chromium ;; esac
case " ${rings[*]} " in
    *" cloud "*|*" e2e "*) command -v node >/dev/null && command -v npm >/dev/null || install_packages nodejs npm ;;
esac

results=$here/TestResults
rm -rf "$results"
mkdir -p "$results"
passed=0 failed=0 skipped=0
# Figures that tests want printed, such as the exposure of the units.
export MOODLE_TEST_REPORT=$results/report.txt

add() { # add TRX: adds its counters up
    local total executed ok bad
    read -r total executed ok bad < <(sed -n 's/.*<Counters total="\([0-9]*\)" executed="\([0-9]*\)" passed="\([0-9]*\)" failed="\([0-9]*\)".*/\1 \2 \3 \4/p' "$1" | head -n 1)
    passed=$((passed + ok)); failed=$((failed + bad)); skipped=$((skipped + total - executed))
}
run() { # run RING FILTER PROJECT...
    local ring=$1 filter=$2 project name began=$SECONDS
    shift 2
    for project in "$@"; do
        name=$ring-$(basename "$project")
        if ! dotnet test "$project" -c Release --no-build --nologo --filter "$filter" \
                --logger "trx;LogFileName=$name.trx" --results-directory "$results" > "$results/$name.log" 2>&1; then
            grep -vE '^\s*$' "$results/$name.log" | tail -n 60
            [ -f "$results/$name.trx" ] || { echo "$name: the test run ended without a result."; failed=$((failed + 1)); }
        fi
        [ -f "$results/$name.trx" ] && add "$results/$name.trx"
    done
    [ ! -f "$MOODLE_TEST_REPORT" ] || { cat "$MOODLE_TEST_REPORT"; rm "$MOODLE_TEST_REPORT"; }
    echo "Ring $ring: $((SECONDS - began)) s"
}

if ! dotnet build MoodleNodeAgent.sln -c Release --nologo -v quiet > "$results/build.log" 2>&1; then
    tail -n 40 "$results/build.log"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi
projects=(tests/Architecture.Tests tests/Sites.Tests tests/Oci.Tests tests/Agent.Tests tests/Coordinator.Tests tests/Cli.Tests tests/LocalCloud.Tests)
for ring in "${rings[@]}"; do
    case $ring in
        unit) run unit 'Ring!=cloud&Ring!=hosts' "${projects[@]}" ;;
        cloud) run cloud 'Ring=cloud' tests/Coordinator.Tests tests/LocalCloud.Tests tests/Cli.Tests ;;
        simulation)
            export SIMULATION_REPORT=$results/simulation.txt
            run simulation 'FullyQualifiedName~Simulation' tests/Simulation
            cat "$SIMULATION_REPORT"
            ;;
        hosts) run hosts 'Ring=hosts' tests/LocalCloud.Tests tests/Coordinator.Tests tests/Agent.Tests ;;
        e2e) run e2e 'FullyQualifiedName~EndToEnd' tests/EndToEnd.Tests ;;
    esac
done
[ "${rings[*]}" = simulation ] || echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
