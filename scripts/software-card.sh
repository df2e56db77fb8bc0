#!/usr/bin/env bash
# Puts a graphics card that the processor plays (Mesa's lavapipe, from Debian 12 and its backports) into out/software-card,
# without touching the system: the device that tests of WebGPU run on where there is no card. 34 MB; amd64 alone.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=$PWD/out/software-card
[ ! -f "$dir/card.json" ] || exit 0
. /etc/os-release
[ "${VERSION_CODENAME:-}" = bookworm ] && [ "$(dpkg --print-architecture)" = amd64 ]
rm -rf "$dir"
mkdir -p "$dir"/{lists/partial,cache/archives/partial,root}
cd "$dir"
mirror=$(grep -rhoE '^URIs: \S+' /etc/apt/sources.list.d/debian.sources | head -n 1 | cut -d' ' -f2)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror bookworm-backports main" > backports.list
apt=(-o "Dir::Etc::sourcelist=$dir/backports.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$dir/lists" -o "Dir::Cache=$dir/cache")
apt-get "${apt[@]}" update -qq
apt-get "${apt[@]}" download mesa-vulkan-drivers libdrm2 libdrm-amdgpu1
apt-get download libvulkan1 libllvm15
for deb in *.deb; do dpkg -x "$deb" root; done
lib=$dir/root/usr/lib/x86_64-linux-gnu
sed "s#\"libvulkan_lvp.so\"#\"$lib/libvulkan_lvp.so\"#" root/usr/share/vulkan/icd.d/lvp_icd*.json > card.json.new
rm -rf ./*.deb lists cache
mv card.json.new card.json
