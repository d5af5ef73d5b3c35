#!/bin/sh
# First process of a User-Mode Linux kernel, run by the sysroot's busybox, whose shell has mount, insmod and
# the like built in. It builds a root file system that is the host's, read-only, under the packages of the
# sysroot, under a layer in memory that takes every write; then it starts the engine on the serial line and
# ends the machine with it.
#
# From the kernel's command line: LVSLAB_SYSROOT; LVSLAB_OUT, the one folder of the host that can be written;
# LVSLAB_NODE; LVSLAB_ENGINE; LVSLAB_MODULES, separated by commas, none where all is built in; LVSLAB_REQUESTS, how
# the engine gets its requests: see src/kernel/link.ts.
set -e
# The shell runs what is built in through /proc/self/exe, which is somebody else's until /proc is mounted.
"$LVSLAB_SYSROOT/usr/bin/busybox" mount -t proc proc /proc
grep -qw overlay /proc/filesystems ||
  insmod "$LVSLAB_SYSROOT"/usr/lib/modules/*/kernel/fs/overlayfs/overlay.ko
mount -t tmpfs tmpfs /mnt
cd /mnt
mkdir -p root sysroot upper/usr/bin work new
# The plan enters a namespace for every daemon and capture. Busybox, linked statically, starts in a third of the time.
ln -s busybox upper/usr/bin/nsenter
ln -s busybox upper/usr/bin/sleep
mount -t hostfs none root -o /
mount -t hostfs none sysroot -o "$LVSLAB_SYSROOT"
mount -t overlay overlay new -o lowerdir=sysroot:root,upperdir=upper,workdir=work
cd new
mkdir -p proc sys dev run out old
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t devtmpfs devtmpfs dev
mkdir dev/pts
mount -t devpts devpts dev/pts -o ptmxmode=666
# What daemons share by shm_open(3) goes with the run that they belong to.
ln -s /run dev/shm
mount -t tmpfs tmpfs run
mount -t hostfs none out -o "$LVSLAB_OUT"
# Nobody in a lab shall ask the host's name servers, or anybody for the machine's own name, as curl's LDAP does.
rm -f etc/resolv.conf etc/hosts
: >etc/resolv.conf
printf '%s localhost lvslab\n' 127.0.0.1 ::1 >etc/hosts
pivot_root . old
umount -l /old
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
echo lvslab >/proc/sys/kernel/hostname
IFS=,
# The kernel asks for a module by itself as well, one process each; all at once is faster.
[ -z "$LVSLAB_MODULES" ] ||
  modprobe -a $LVSLAB_MODULES || echo "modprobe: not every module of $LVSLAB_MODULES could be loaded"
exec </dev/ttyS0 >/dev/ttyS0
stty raw -echo
"$LVSLAB_NODE" --max-semi-space-size=1 "$LVSLAB_ENGINE" /out "$LVSLAB_REQUESTS" || echo "the engine ended with status $?" >&2
poweroff -f
