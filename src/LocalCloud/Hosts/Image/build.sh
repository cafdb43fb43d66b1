#!/bin/bash
# Builds the base image of the local cloud's hosts: Debian 12 from the machine's own apt sources, dressed as Enterprise
# Linux by adapter packages that say so. Usage: build.sh RECIPE_FOLDER TARGET_FOLDER < APT_SOURCES
set -euo pipefail
recipe=$1
target=$2
root=$target/root
step() { echo "step: $*"; }

step "Debian 12 with systemd, dnf, Apache and PHP"
mmdebstrap --variant=minbase --mode=root --quiet \
    --include="$(paste -sd, "$recipe/packages.txt")" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    bookworm "$root" -

step "Services that are Debian's, not Enterprise Linux's"
units=$root/etc/systemd/system
rm -rf "$units"/{getty.target.wants,timers.target.wants,sysinit.target.wants}
rm -f "$units"/multi-user.target.wants/{apache2,php8.2-fpm,e2scrub_reap}.service
rm -f "$units/cloud-init.target.wants/cloud-init-hotplugd.socket"
rm -f "$units"/multi-user.target.wants/firewalld.service "$units/dbus-org.fedoraproject.FirewallD1.service"
for unit in apache2.service apache-htcacheclean.service php8.2-fpm.service phpsessionclean.timer e2scrub_reap.service \
    run-rpc_pipefs.mount systemd-networkd.service systemd-resolved.service systemd-firstboot.service \
    systemd-sysusers.service systemd-binfmt.service proc-sys-fs-binfmt_misc.automount systemd-modules-load.service \
    systemd-repart.service systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-pstore.service \
    systemd-machine-id-commit.service systemd-random-seed.service systemd-timesyncd.service \
    dev-hugepages.mount sys-fs-fuse-connections.mount sys-kernel-debug.mount sys-kernel-tracing.mount \
    sys-kernel-config.mount kmod-static-nodes.service selinux-autorelabel-mark.service getty-static.service \
    console-getty.service getty.target apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer \
    e2scrub_all.timer fstrim.timer logrotate.timer cloud-init-hotplugd.socket; do
    ln -sfn /dev/null "$units/$unit"
done

step "Names and paths of Enterprise Linux"
rm -rf "$root"/etc/apache2/* "$root"/etc/php/8.2/{cli,fpm} "$root"/var/www/html "$root"/etc/apt/sources.list
rm -rf "$root"/etc/apt/sources.list.d/* "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*.bin
rm -f "$root"/etc/cron.d/php "$root"/etc/logrotate.d/{apache2,php8.2-fpm}
ln -s ../httpd/conf/httpd.conf "$root/etc/apache2/apache2.conf"
# Debian's PHP looks in folders per program; Enterprise Linux's in one for all. An extension is loaded only once its
# package has brought its file to /etc/php.d.
mkdir -p "$root"/etc/php/8.2/{cli,fpm} "$root/etc/php.d"
for program in cli fpm; do
    ln -s ../../../php.d "$root/etc/php/8.2/$program/conf.d"
    ln -s ../../../php.ini "$root/etc/php/8.2/$program/php.ini"
done
ln -s ../../../php-fpm.conf "$root/etc/php/8.2/fpm/php-fpm.conf"
for name in php phar phar.phar php-fpm; do
    rm -f "$root/usr/bin/$name" "$root/usr/sbin/$name" "$root/etc/alternatives/$name"
done
install -m 0644 "$recipe/system/cloud.cfg" "$root/etc/cloud/cloud.cfg"
rm -f "$root"/etc/cloud/cloud.cfg.d/*
touch "$root/etc/fstab"
install -d "$root/etc/sysconfig" "$root/etc/dnf" "$root/etc/yum.repos.d" "$root/etc/rpm" "$root/var/lib/rpm"
# Debian's rpm keeps its database in the caller's home; Enterprise Linux's in the system.
echo '%_dbpath /var/lib/rpm' > "$root/etc/rpm/macros"
install -m 0644 "$recipe/system/dnf.conf" "$root/etc/dnf/dnf.conf"
install -m 0644 "$recipe/system/adapters.repo" "$root/etc/yum.repos.d/oracle-linux-ol9-adapters.repo"
# A slow fsync is all that this saves: the disk of a host lives as long as the local cloud.
install -d "$root/etc/systemd/system.conf.d" "$root/etc/systemd/journald.conf.d"
printf '[Manager]\nDefaultTimeoutStopSec=15s\nShowStatus=no\n' > "$root/etc/systemd/system.conf.d/local-cloud.conf"
printf '[Journal]\nStorage=persistent\nSystemMaxUse=64M\n' > "$root/etc/systemd/journald.conf.d/local-cloud.conf"

step "SELinux's policy store and its stand-in getsebool"
install -d "$root/usr/share/local-cloud"
mv "$root/usr/sbin/getsebool" "$root/usr/sbin/getsebool.real"
install -m 0755 "$recipe/selinux/getsebool" "$root/usr/sbin/getsebool"
chroot "$root" semanage boolean -l -n |
    awk '{ gsub(/[(),]/, " "); print $1 "=" $3 }' | sort > "$root/usr/share/local-cloud/selinux-booleans"
grep -q '^httpd_use_nfs=' "$root/usr/share/local-cloud/selinux-booleans"

step "Adapter packages"
work=$target/adapters
tree=$work/tree
debian() { chroot "$root" dpkg-query -W -f '${Version}' "$1" | sed 's/^[0-9]*://; s/[-+~].*//'; }
install -d "$tree"/usr/{bin,sbin,lib/tmpfiles.d,lib/systemd/system,share/httpd} "$tree"/etc/logrotate.d \
    "$tree"/etc/httpd/{conf,conf.d,conf.modules.d} "$tree"/etc/{php.d,php-fpm.d} \
    "$tree"/var/{log/httpd,log/php-fpm,lib/php/session,lib/php/opcache,www/html,www/cgi-bin}
cp "$recipe/system/os-release" "$tree/usr/lib/os-release"
cp "$recipe/web/httpd.conf" "$tree/etc/httpd/conf/"
cp "$recipe/web/00-base.conf" "$tree/etc/httpd/conf.modules.d/"
cp "$recipe/web/httpd.service" "$recipe/php/php-fpm.service" "$tree/usr/lib/systemd/system/"
cp "$recipe/web/tmpfiles.conf" "$tree/usr/lib/tmpfiles.d/httpd.conf"
cp "$recipe/web/logrotate.conf" "$tree/etc/logrotate.d/httpd"
cp "$recipe/php/tmpfiles.conf" "$tree/usr/lib/tmpfiles.d/php-fpm.conf"
cp "$recipe/php/php-fpm.conf" "$tree/etc/"
cp "$recipe/php/www.conf" "$tree/etc/php-fpm.d/"
cp "$recipe/php/php.conf" "$tree/etc/httpd/conf.d/"
cp "$root/usr/lib/php/8.2/php.ini-production" "$tree/etc/php.ini"
install -m 0755 "$recipe/nfs/mount.nfs" "$tree/usr/sbin/mount.nfs"
ln -s mount.nfs "$tree/usr/sbin/mount.nfs4"
# firewalld and needs-restarting are Debian's own; on a host they are there once their package is installed. Of dnf's
# plugins no other is wanted: they would speak in each of its answers.
find "$root/usr/lib/python3/dist-packages/dnf-plugins" -name '*.py' ! -name needs_restarting.py -delete
mv "$root/usr/bin/firewall-cmd" "$root/usr/bin/firewall-offline-cmd" "$tree/usr/bin/"
mv "$root/usr/lib/systemd/system/firewalld.service" "$tree/usr/lib/systemd/system/"
ln -s ../libexec/dnf-utils-3 "$tree/usr/bin/needs-restarting"
ln -s apache2 "$tree/usr/sbin/httpd"
ln -s apache2 "$tree/usr/sbin/apachectl"
ln -s php-fpm8.2 "$tree/usr/sbin/php-fpm"
ln -s php8.2 "$tree/usr/bin/php"
ln -s ../../usr/lib/apache2/modules "$tree/etc/httpd/modules"
ln -s ../../var/log/httpd "$tree/etc/httpd/logs"
ln -s ../../run/httpd "$tree/etc/httpd/run"

php_version=$(debian php8.2-cli)
: > "$work/extensions"
while read -r package extensions; do
    case $package in ''|'#'*) continue ;; esac
    files=
    for extension in $extensions; do
        case $extension in +*) continue ;; esac
        name=${extension#*-}
        kind=extension
        if [ "$name" = opcache ]; then kind=zend_extension; fi
        echo "$kind=$name" > "$tree/etc/php.d/$extension.ini"
        files+="%config(noreplace) /etc/php.d/$extension.ini"$'\n'
    done
    case $package in
        php-common|php-cli) printf %s "$files" > "$work/ini.$package" ;;
        *)
            requires=php-common
            if [ "$package" = php-mysqlnd ]; then requires=php-pdo; fi
            printf '%%package -n %s\nEpoch: 0\nVersion: %s\nAutoReqProv: no\nRequires: %s = %s\n' \
                "$package" "$php_version" "$requires" "$php_version"
            printf 'Summary: Local cloud adapter: loads extensions of Debian'"'"'s PHP\n'
            printf 'Provides: %s\n' "$(echo "${extensions//+/}" | tr ' ' '\n' | sed 's/^[0-9]*-//; s/^/php-/' |
                grep -vx "$package" | paste -sd' ' | sed 's/^$/php(adapter)/')"
            printf '%%description -n %s\n%%{say}\n%%files -n %s\n%s\n' "$package" "$package" "$files" ;;
    esac
done < "$recipe/php/extensions.txt" >> "$work/extensions"

provides() {
    local pattern file
    for pattern; do
        for file in "$root"/usr/lib/*-linux-gnu/$pattern "$root"/usr/lib64/$pattern; do
            if [ -e "$file" ]; then /usr/lib/rpm/elfdeps -P "$(readlink -f "$file")"; fi
        done
    done | sort -u | sed 's/^/Provides: /'
}
provides 'libc.so.6' 'libm.so.6' 'libpthread.so.0' 'libdl.so.2' 'librt.so.1' 'libresolv.so.2' 'libutil.so.1' \
    'libgcc_s.so.1' 'libstdc++.so.6' 'libz.so.1' 'ld-linux-*' > "$work/provides.glibc"
provides 'libssl.so.3' 'libcrypto.so.3' > "$work/provides.openssl"
provides 'libsystemd.so.0' > "$work/provides.systemd"
sed -e "/^@PROVIDES:glibc@/{r $work/provides.glibc" -e 'd}' \
    -e "/^@PROVIDES:openssl@/{r $work/provides.openssl" -e 'd}' \
    -e "/^@PROVIDES:systemd@/{r $work/provides.systemd" -e 'd}' \
    -e "/^@INI:php-common@/{r $work/ini.php-common" -e 'd}' \
    -e "/^@INI:php-cli@/{r $work/ini.php-cli" -e 'd}' \
    -e "/^@PHP_EXTENSIONS@/{r $work/extensions" -e 'd}' "$recipe/adapters.spec" > "$work/adapters.spec"
rpmbuild -bb --quiet --nodeps --define "_topdir $work/rpmbuild" --define "_sourcedir $work" \
    --define "_rpmdir $work/rpms" --define "v_php $php_version" --define "v_httpd $(debian apache2)" \
    --define "v_glibc $(debian libc6)" --define "v_gcc $(debian libgcc-s1)" --define "v_zlib $(debian zlib1g)" \
    --define "v_bash $(debian bash)" --define "v_openssl $(debian libssl3)" --define "v_shadow $(debian passwd)" \
    --define "v_systemd $(debian systemd)" --define "v_selinux $(debian policycoreutils)" \
    --define "v_firewalld $(debian firewalld)" --define "v_dnfutils $(debian dnf-plugins-core)" "$work/adapters.spec"
repository=$root/usr/share/oraclelinux-adapters
install -d "$repository"
find "$work/rpms" -name '*.rpm' -exec cp -t "$repository" {} +
createrepo_c --quiet "$repository"

step "The packages that every Enterprise Linux host has"
rm -f "$root/etc/os-release"
ln -s ../usr/lib/os-release "$root/etc/os-release"
chroot "$root" dnf --quiet --assumeyes --releasever 9 install oraclelinux-release glibc bash openssl-libs shadow-utils systemd \
    policycoreutils
chroot "$root" dnf --quiet makecache
chroot "$root" systemctl --quiet enable cloud-init-local.service cloud-init.service cloud-config.service \
    cloud-final.service
: > "$root/etc/machine-id"
rm -f "$root/var/lib/dbus/machine-id" "$root/etc/hostname"
printf 'nameserver 169.254.169.254\n' > "$root/etc/resolv.conf"
printf '127.0.0.1 localhost localhost.localdomain\n::1 localhost localhost.localdomain\n' > "$root/etc/hosts"
rm -rf "$work" "$root/root/.rpmdb" "$root"/var/log/* "$root"/tmp/*
install -d "$root/var/log/journal"
