# Makes the root folder $1: a minimal Debian with what an admin's tools need. Run in namespaces of its own.
set -eu
root=$1
suite=$2
mirror=$3
mount --make-rprivate /
debootstrap --variant=minbase --include="$4" "$suite" "$root" "$mirror"
cd "$root"
cat > etc/apt/sources.list << END
deb $mirror $suite main
deb $mirror $suite-updates main
deb $mirror-security $suite-security main
END
cat > etc/dpkg/dpkg.cfg.d/small << END
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
path-exclude=/usr/share/locale/*
END
mount --rbind /dev dev
mount -t proc proc proc
cat /etc/resolv.conf > etc/resolv.conf
export DEBIAN_FRONTEND=noninteractive LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
chroot . apt-get -q update
chroot . apt-get -q -y upgrade
rm -rf var/cache/apt/archives/*.deb var/cache/apt/*.bin usr/share/doc usr/share/man usr/share/locale

# Remedies are written for a machine with sudo and systemd; here these words do the same.
cat > usr/local/bin/sudo << 'END'
#!/bin/sh
exec "$@"
END
cat > usr/local/bin/systemctl << 'END'
#!/bin/sh
# Services are run by Debian's own start scripts
verb=$1
shift
units= now=
for word; do
	case $word in
	--now) now=yes ;;
	-*) ;;
	*) word=${word%.service} && units="$units ${word%@-}" ;;
	esac
done
case $verb in
enable) [ "$now" ] && verb=start || exit 0 ;;
disable) [ "$now" ] && verb=stop || exit 0 ;;
daemon-reload) exit 0 ;;
esac
for unit in $units; do
	"/etc/init.d/$unit" "$verb" || exit
done
END
cat > usr/local/bin/journalctl << 'END'
#!/bin/sh
# The units that mail servers log under all write to one file here
exec cat /var/log/mail.log
END
chmod 755 usr/local/bin/*
