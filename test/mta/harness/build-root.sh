# Makes the root folder $1 from the base in $2: packages $3 are installed, then $4 is run in it.
# $5: a folder that comes to /opt/haraka, or nothing
set -eu
root=$1
cp -a --reflink=auto "$2" "$root"
cd "$root"
mount --make-rprivate /
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
mkdir -p var/cache/apt/archives
mount -t tmpfs tmpfs var/cache/apt/archives
cat /etc/resolv.conf > etc/resolv.conf
printf '127.0.0.1 localhost\n127.0.1.1 mail.example.test mail\n' > etc/hosts
hostname mail.example.test
printf '#!/bin/sh\nexit 101\n' > usr/sbin/policy-rc.d
chmod 755 usr/sbin/policy-rc.d
export DEBIAN_FRONTEND=noninteractive LC_ALL=C HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
if [ -n "$3" ]; then
	# shellcheck disable=SC2086 # A list of names
	chroot . apt-get install -q -y --no-install-recommends $3
fi
[ -z "$5" ] || cp -a "$5" opt/haraka
printf %s "$4" > tmp/prepare.sh
chroot . sh -eu /tmp/prepare.sh
rm usr/sbin/policy-rc.d
rm -rf var/lib/apt/lists/*
