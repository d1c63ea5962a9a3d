# The first process of a machine: puts it on the root folder $1, with what it writes kept in memory.
# $2: folder that the machines share with the test, seen as /mnt; $3: this project; $4: host name
set -eu
mount --make-rprivate /
place=$2/machines/$4
mkdir -p "$place"
mount -t tmpfs -o mode=755 tmpfs "$place"
mkdir -m 755 "$place/upper" "$place/work" "$place/root"
mount -t overlay overlay -o "lowerdir=$1,upperdir=$place/upper,workdir=$place/work" "$place/root"
cd "$place/root"
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do
	: > "dev/$device"
	mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/shm dev/pts
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr
mount -t tmpfs tmpfs tmp
chmod 1777 tmp dev/shm
mount -t tmpfs -o mode=755 tmpfs run
mkdir -p "./$3" mnt
mount --bind "$2" mnt
mount --bind "$3" "./$3"
ln -sf "$3/node_modules/node/bin/node" usr/local/bin/node
hostname "$4"
ip link set lo up
exec chroot . sh -c 'echo $$ > "/mnt/machines/$1.ready"; trap "exit 0" TERM; while :; do sleep 1000 & wait; done' sh "$4"
