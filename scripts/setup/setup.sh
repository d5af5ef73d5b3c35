#!/bin/sh
# Usage: setup.sh LAYER...
# Brings whatever is missing: Node, the npm packages, the bundles, and the named layers of Debian packages. Nothing
# is installed into the system: all of it goes into the checkout and the user's cache. Every stage makes its result
# beside its place and moves it there when it is complete, so that an interrupted set-up goes on where it stopped.
set -eu
root=$(cd "${0%/*}/../.." && pwd)
. "$root/scripts/setup/env.sh"
. "$root/scripts/setup/node.sh"

say() { echo "lvslab: $*" >&2; }

die() { # MESSAGE: exit status 3 is "unsupported here"
  say "$*"
  exit 3
}

# The kernel takes a lock off a dead process. Children inherit it: what an interrupted set-up left running is over
# before the next one begins. It guards the cache (descriptor 9) and the checkout (8), which users may share.
lock() { # DESCRIPTOR WHAT
  flock -n "$1" && return
  say "another set-up is at work in $2; waiting for it"
  flock "$1"
}

npm_packages() {
  npm_ready && return
  if ! "$node" "$root/scripts/setup/installed.ts"; then
    [ -w "$root" ] || die "$root/node_modules is not complete, and only its owner can set it up"
    say 'fetching the npm packages'
    rm -f "$root/node_modules/.lvslab-lock"
    (cd "$root" && npm ci --include=dev $npm_options >/dev/null) ||
      die 'could not get the npm packages: nothing can be built'
  fi
  [ ! -w "$root/node_modules" ] || cp "$root/package-lock.json" "$root/node_modules/.lvslab-lock"
}

bundles() {
  bundles_ready && return
  [ -w "$root" ] || die "$root/dist is not up to date, and only its owner can build it"
  say 'building'
  mkdir -p "$root/dist"
  sources >"$root/dist/.sources.new"
  "$node" "$root/scripts/setup/bundle.ts" || die 'could not build lvslab'
  mv "$root/dist/.sources.new" "$root/dist/.sources"
}

# A layer that could not be had this time is tried again at the next start; what is there may suffice until then.
layer() { # LAYER
  layer_ready "$1" && return
  foundation "$1" >"$cache/.new-$1.foundation" || true
  if ! "$node" "$root/scripts/setup/layer.ts" "$1" "$cache"; then
    incomplete=1
    return
  fi
  mv "$cache/.new-$1.foundation" "$cache/$1.foundation"
}

mkdir -p "$cache" && [ -w "$cache" ] || die "cannot write to $cache; LVSLAB_CACHE names another folder"
exec 9>>"$cache/lock" 8<"$root/package.json"
lock 9 "$cache"
lock 8 "$root"
rm -rf "$cache"/.new-*

started=$(date +%s)
choose_node
npm_packages
bundles
incomplete=
for name; do layer "$name"; done
[ -z "$incomplete" ] || exit 0
rm -rf "$cache/apt"
say "set up in $(($(date +%s) - started)) s"
