# Sourced with $root set: where things are, and whether anything is missing. It runs before every command, so it
# starts as few processes as it can and reads no large file.

cache=${LVSLAB_CACHE:-${XDG_CACHE_HOME:-${HOME:?is not set, and neither is LVSLAB_CACHE}/.cache}/lvslab}
case $cache in /*) ;; *) cache=$PWD/$cache ;; esac
export LVSLAB_CACHE="$cache"
node=$cache/bin/node

# What the bundles are made from: every file with its size and its time.
sources() {
  find "$root/src" "$root/scripts/setup/bundle.ts" "$root/scripts/setup/report-bundle.ts" "$root/package-lock.json" -type f -printf '%P %s %T@\n'
}

bundles_ready() {
  [ -e "$root/dist/cli.js" ] && sources | cmp -s - "$root/dist/.sources"
}

npm_ready() {
  cmp -s "$root/package-lock.json" "$root/node_modules/.lvslab-lock"
}

# What a layer of Debian packages depends on: its list, and what is installed on this machine. The status file is
# replaced at every installation and removal, so that its inode, size and time tell without reading it.
foundation() { # LAYER
  cat "$root/scripts/setup/$1.packages"
  stat -c '%i %s %Y' /var/lib/dpkg/status 2>/dev/null
}

# A layer that cannot be made on this machine is ready too: a file tells why it is missing.
layer_ready() { # LAYER
  { [ -e "$cache/$1/lvslab-sysroot.json" ] || [ -e "$cache/$1.missing" ]; } &&
    foundation "$1" | cmp -s - "$cache/$1.foundation"
}
