#!/usr/bin/env bash
# The figures that the README quotes: ./bench.sh [demo] [RUNS], ./bench.sh agent [RUNS],
# ./bench.sh cloud (the local cloud's API)
set -euo pipefail
cd "$(dirname "$0")"
exec dotnet run --project tests/Benchmarks -c Release -- "$@"
