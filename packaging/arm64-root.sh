#!/bin/bash
# arm64-root.sh SUITE FOLDER: the libraries that the agent loads, of Debian's arm64 packages of a suite such as bookworm,
# so that the aarch64 agent runs under qemu-aarch64-static -L FOLDER. Does nothing when they are there.
set -euo pipefail
suite=$1 folder=$2
[ ! -d "$folder" ] || exit 0
case $suite in
    bullseye) packages=(libc6 libgcc-s1 zlib1g libssl1.1) ;;
    *) packages=(libc6 libgcc-s1 zlib1g libssl3) ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{lists/partial,cache/archives/partial,debs,root/etc}
: > "$work/status"
# The mirror that this machine's own sources name.
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
[ -n "$mirror" ] || { echo "Cannot find a mirror of bookworm in /etc/apt. Run apt-get update, then this again." >&2; exit 1; }
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" \
    > "$work/sources.list"
apt=(apt-get -q -q -o "Dir::State=$work" -o "Dir::State::lists=$work/lists" -o "Dir::State::status=$work/status"
    -o "Dir::Cache=$work/cache" -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=-
    -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Acquire::Languages=none -o APT::Sandbox::User=root)
"${apt[@]}" update
(cd "$work/debs" && "${apt[@]}" download "${packages[@]}")
for package in "$work"/debs/*.deb; do
    dpkg -x "$package" "$work/root"
done
mkdir -p "$(dirname "$folder")"
cp -r "$work/root" "$folder.$$"
mv -T "$folder.$$" "$folder" 2>/dev/null || rm -rf "$folder.$$"
[ -d "$folder" ]
