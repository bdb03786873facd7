#!/usr/bin/env bash
# Installs kind and helm at the versions that this project is tested with, each checked against its release's own sum:
# `npm run tools`, or `npm run tools -- DIR` for another folder than ~/.local/bin. Linux and macOS.
set -euo pipefail
kind_version=v0.31.0
helm_version=v3.19.2
into=${1:-$HOME/.local/bin}
os=$(uname -s | tr '[:upper:]' '[:lower:]')
case $(uname -m) in x86_64) arch=amd64 ;; aarch64 | arm64) arch=arm64 ;; *) echo "no build for $(uname -m)" >&2; exit 4 ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$into"

fetch() { curl --fail --silent --show-error --location --retry 3 --output "$work/$1" "$2"; }
# The sum files name other paths than ours; only the sum counts.
check() { echo "$(cut -d' ' -f1 "$work/$1.sum")  $work/$1" | { sha256sum --check --quiet 2>/dev/null || shasum -a 256 --check --quiet; }; }

kind_url=https://github.com/kubernetes-sigs/kind/releases/download/$kind_version/kind-$os-$arch
fetch kind "$kind_url"
fetch kind.sum "$kind_url.sha256sum"
check kind
install -m 755 "$work/kind" "$into/kind"

helm_url=https://get.helm.sh/helm-$helm_version-$os-$arch.tar.gz
fetch helm.tar.gz "$helm_url"
fetch helm.tar.gz.sum "$helm_url.sha256sum"
check helm.tar.gz
tar -xzf "$work/helm.tar.gz" -C "$work"
install -m 755 "$work/$os-$arch/helm" "$into/helm"

"$into/kind" version
"$into/helm" version --short
