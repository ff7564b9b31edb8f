# How this machine comes to compile for the browser: sourced by setup.sh. The cheapest way that works wins, and the toolchain it gave is
# named in target/wasm-toolchain (empty: the default one), which `cargo xtask` reads.

wasm_target=wasm32-unknown-unknown
wasm_linked=helpstead-wasm # the name under which rustup knows the distribution's compiler

# Whether toolchain $1 (empty: the default) holds a standard library for the browser. The one built here carries the version of the
# compiler it was built by, so that an upgrade of the package does not leave a stale one behind.
has_wasm_std() {
  local lib
  lib=$(wasm_rustc "$1" --print target-libdir --target $wasm_target 2>/dev/null) || return 1
  compgen -G "$lib/libstd-*.rlib" >/dev/null || return 1
  [ ! -e "$lib/built-by" ] || [ "$(cat "$lib/built-by")" = "$(wasm_rustc "$1" -V)" ]
}

wasm_rustc() { local name=$1; shift; if [ -n "$name" ]; then RUSTUP_TOOLCHAIN=$name rustc "$@"; else rustc "$@"; fi; }

need_wasm() {
  mkdir -p target
  if has_wasm_std ""; then use_wasm ""
  elif has_wasm_std $wasm_linked; then use_wasm $wasm_linked
  elif wasm_from_rustup; then use_wasm ""
  elif wasm_from_packages; then use_wasm $wasm_linked
  else give_up "no compiler for the browser: run 'rustup target add $wasm_target' where its download works, or install a Rust >= 1.95 that has that target"
  fi
}

use_wasm() { [ -e target/wasm-toolchain ] && [ "$(cat target/wasm-toolchain)" = "$1" ] || echo "$1" >target/wasm-toolchain; }

wasm_from_rustup() {
  command -v rustup >/dev/null || return 1
  note "adding the browser target to the compiler"
  timeout 180 rustup target add $wasm_target >/dev/null 2>&1 && has_wasm_std ""
}

# Debian and its like: a matching pair of compiler and standard library source comes as packages. The library is built once and laid into
# that compiler's own folder, after which every ordinary cargo command for the browser works.
wasm_from_packages() {
  command -v rustup >/dev/null || return 1
  note "rustup cannot get the browser target; building it from the distribution's packages, about two minutes"
  apt_install rustc-web cargo-web rust-web-src || return 1
  rustup toolchain link $wasm_linked /usr || return 1
  local sysroot build
  sysroot=$(/usr/bin/rustc --print sysroot)/lib/rustlib
  build=$(mktemp -d)
  link_linker "$sysroot" && build_std "$build" && install_std "$build" "$sysroot/$wasm_target/lib"
  local outcome=$?
  rm -rf "$build"
  [ $outcome = 0 ] && has_wasm_std $wasm_linked
}

# Linking needs the compiler's own lld; the distribution's default one is too old for it.
link_linker() {
  local host bin own
  host=$(/usr/bin/rustc -vV | sed -n 's/^host: //p')
  bin=$1/$host/bin
  [ -e "$bin/rust-lld" ] && return
  own=$(rustc --print sysroot)/lib/rustlib/$host/bin/rust-lld
  [ -x "$own" ] || return 1
  as_root mkdir -p "$bin" && as_root ln -sf "$own" "$bin/rust-lld"
}

build_std() {
  (
    cd "$1" && mkdir src && : >src/lib.rs
    printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n' >Cargo.toml
    # Bitcode inside, or a later build with link-time optimisation fails.
    env -u RUSTUP_TOOLCHAIN PATH="/usr/bin:$PATH" RUSTFLAGS=-Cembed-bitcode=yes RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$1/target" \
      /usr/bin/cargo build -q -Zbuild-std=std,panic_abort --target $wasm_target --release
  )
}

install_std() {
  local from=$1/target/$wasm_target/release/deps to=$2
  rm -f "$from"/libempty-*
  /usr/bin/rustc -V >"$from/built-by"
  as_root rm -rf "$to" && as_root mkdir -p "$to" && as_root cp "$from"/*.rlib "$from/built-by" "$to/"
}
