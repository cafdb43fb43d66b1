# Sourced by build.sh: the key that signs packages and repository. Sets release_fingerprint.

release_key_file=RPM-GPG-KEY-moodle-node-agent

# open_release_key OUTDIR WORK
open_release_key() {
    local out=$1 work=$2 name=${MNA_RELEASE_KEY:-}
    if [ -z "$name" ]; then
        # gpg's own folder cannot lie in OUTDIR: its sockets take short paths only.
        export GNUPGHOME=$work/gnupg
        install -d -m 0700 "$GNUPGHOME"
        name="Moodle node agent TEST KEY, not a release"
        if [ -f "$out/test-key.asc" ]; then
            gpg --batch --quiet --import "$out/test-key.asc"
        else
            # RSA, since rpm of Enterprise Linux 8 reads no other kind for certain.
            gpg --batch --quiet --passphrase '' --quick-generate-key "$name" rsa4096 sign never
            (umask 077 && gpg --batch --armor --export-secret-keys "$name" > "$out/test-key.asc")
        fi
        echo "MNA_RELEASE_KEY is not set: signed with the test key of $out/test-key.asc, not for a release." >&2
    fi
    release_fingerprint=$(gpg --batch --with-colons --list-secret-keys "$name" | awk -F: '$1 == "fpr" { print $10; exit }')
    if [ -z "$release_fingerprint" ]; then
        echo "Cannot sign: there is no secret key \"$name\" in ${GNUPGHOME:-~/.gnupg}. Set MNA_RELEASE_KEY and GNUPGHOME." >&2
        exit 1
    fi
    gpg --batch --armor --export "$release_fingerprint" > "$work/key"
    cmp --quiet "$work/key" "$out/$release_key_file" || cp "$work/key" "$out/$release_key_file"
    mkdir "$work/rpmdb"
    rpmkeys --dbpath "$work/rpmdb" --import "$work/key"
    signatures=$work/rpmdb
}

sign_package() { # sign_package FILE
    # Debian's rpm looks for gpg2.
    rpmsign --addsign --define "__gpg $(command -v gpg)" --define "_gpg_name $release_fingerprint" \
        --define "_gpg_digest_algo sha256" "$1" > /dev/null
    # rpm -K ends well for a package without a signature too.
    if ! rpmkeys --dbpath "$signatures" --checksig "$1" | grep -q 'digests signatures OK$'; then
        echo "Cannot ship $1: its signature by $release_fingerprint is not there after signing." >&2
        exit 1
    fi
}
