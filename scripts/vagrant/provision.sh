#!/bin/sh
# Makes a Debian machine ready for lvslab, as root: provision.sh USER FOLDER. What it installs into the system is git and
# what npm needs; the rest is lvslab's own set-up, done by USER in the checkout at FOLDER. Safe to run again.
# LVSLAB_ROOT stands before the paths of the two files that it writes.
set -eu
user=$1 folder=$2 root=${LVSLAB_ROOT-}

export DEBIAN_FRONTEND=noninteractive
packages='ca-certificates git'
command -v npm >/dev/null || packages="$packages nodejs npm"
apt-get update -q
apt-get install -qy --no-install-recommends $packages

mkdir -p "$root/usr/local/bin" "$root/etc/profile.d"
cat >"$root/usr/local/bin/lvslab" <<END
#!/bin/sh
exec '$folder/scripts/lvslab' "\$@"
END
chmod 755 "$root/usr/local/bin/lvslab"

# Whoever logs in at a terminal is told what there is; a script that does is not.
cat >"$root/etc/profile.d/lvslab.sh" <<'END'
if [ -t 0 ] && [ -t 1 ]; then
  lvslab list --brief
  printf '\nlvslab ui shows all of it; lvslab run dr runs one; lvslab --help tells the rest.\n'
fi
END

runuser -u "$user" -- "$folder/scripts/lvslab" doctor
