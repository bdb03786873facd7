#!/usr/bin/env bash
# Installs kind and helm at the versions that this project is tested with, each checked against the sum below, which is that of its release:
# `npm run tools`, or `npm run tools -- DIR` for another folder than ~/.local/bin. Linux and macOS. What is there already in this
# version is not fetched again. On GitHub Actions the folder joins the PATH of the steps that follow.
set -euo pipefail
kind_version=v0.31.0
helm_version=v3.19.2
into=${1:-$HOME/.local/bin}
os=$(uname -s | tr '[:upper:]' '[:lower:]')
case $(uname -m) in x86_64) arch=amd64 ;; aarch64 | arm64) arch=arm64 ;; *) echo "no build for $(uname -m)" >&2; exit 4 ;; esac
# As in kind-$os-$arch.sha256sum and helm-$helm_version-$os-$arch.tar.gz.sha256sum beside the releases.
case $os-$arch in
  linux-amd64)
    kind_sum=eb244cbafcc157dff60cf68693c14c9a75c4e6e6fedaf9cd71c58117cb93e3fa
    helm_sum=2114c9dea2844dce6d0ee2d792a9aae846be8cf53d5b19dc2988b5a0e8fec26e ;;
  linux-arm64)
    kind_sum=8e1014e87c34901cc422a1445866835d1e666f2a61301c27e722bdeab5a1f7e4
    helm_sum=566e9f3a5a83a81e4b03503ae37e368edd52d699619e8a9bb1fdf21561ae0e88 ;;
  darwin-amd64)
    kind_sum=a8b3cf77b2ad77aec5bf710d1a2589d9117576132af812885cad41e9dede4d4e
    helm_sum=7ef4416cdef4c2d78a09e1c8f07a51e945dc0343c883a46b1f628deab52690b7 ;;
  darwin-arm64)
    kind_sum=88bf554fe9da6311c9f8c2d082613c002911a476f6b5090e9420b35d84e70c5c
    helm_sum=f0847f899479b66a6dd8d9fcd452e8db2562e4cf3f7de28103f9fcf2b824f1d5 ;;
  *) echo "no build for $os: see kind.sigs.k8s.io and helm.sh" >&2; exit 4 ;;
esac
for needed in curl tar; do
  command -v "$needed" >/dev/null || { echo "$needed is needed, and not on the PATH" >&2; exit 4; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$into"
into=$(cd "$into" && pwd)

fetch() { curl --fail --silent --show-error --location --retry 3 --output "$work/$1" "$2" || { echo "cannot fetch $2" >&2; exit 4; }; }

sum() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1
}

check() {
  local measured
  measured=$(sum "$work/$1")
  if [ "$measured" != "$2" ]; then
    echo "$1 is not what its release was: its sha256 is $measured, not $2; it was not installed" >&2
    exit 4
  fi
}

# Of another version they are replaced: the suite is tested with these.
has() { [ -x "$into/$1" ] && "$into/$1" version 2>/dev/null | grep -qF "$2"; }

if ! has kind "kind $kind_version "; then
  fetch kind "https://github.com/kubernetes-sigs/kind/releases/download/$kind_version/kind-$os-$arch"
  check kind "$kind_sum"
  install -m 755 "$work/kind" "$into/kind"
fi

if ! has helm "\"$helm_version\""; then
  fetch helm.tar.gz "https://get.helm.sh/helm-$helm_version-$os-$arch.tar.gz"
  check helm.tar.gz "$helm_sum"
  tar -xzf "$work/helm.tar.gz" -C "$work"
  install -m 755 "$work/$os-$arch/helm" "$into/helm"
fi

"$into/kind" version
"$into/helm" version --short
if [ -n "${GITHUB_PATH:-}" ]; then echo "$into" >> "$GITHUB_PATH"; fi
case ":$PATH:" in *":$into:"*) ;; *) echo "add $into to your PATH" ;; esac
