#!/usr/bin/env bash
# The figures that the README quotes: ./bench.sh [demo] [RUNS], ./bench.sh cloud (the local cloud's API),
# ./bench.sh failures (what each failure costs the users of the demo),
# ./bench.sh agent [RUNS] (size, memory and processor of one agent as shipped),
# ./bench.sh apply [--json] (the coordinator's own share of an apply, on the simulation's clock),
# ./bench.sh agents [N...] (one coordinator with N agents on this machine),
# ./bench.sh peers [N...] (N booted hosts: Ansible, a shell script over ssh and our agents side by side)
set -euo pipefail
cd "$(dirname "$0")"
if [ "${1:-}" = peers ]; then
    . packaging/prerequisites.sh
    install_packages ansible openssh-server openssh-client
fi
exec dotnet run --project tests/Benchmarks -c Release -- "$@"
