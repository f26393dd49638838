#!/bin/bash
# What:     two keys of one kind for one host in known_hosts, the former one first: the days in which a host key is exchanged.
# Versions: Debian 12: ssh and sshd 9.2p1, paramiko 2.12.0, asyncssh 2.10.1, golang.org/x/crypto 0.4.0 with Go 1.19, ruby-net-ssh 7.0.1.
# Expected: either key is accepted: "It is permissible to have several lines for the same host" (sshd(8)), and ssh's own UpdateHostKeys
#           adds the new line below.
# Seen:     paramiko says BadHostKeyException and Go's knownhosts "key mismatch": for each kind of key they keep the first line only.
#           With the new key first, both get in, and the former one is the one that is refused.
# Matters:  a host key that is exchanged the careful way (both keys known everywhere, then the switch) shuts out programs in Python and Go at the
#           switch, with the message for an attack. Change to a key of another kind, or have the new line come first.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq python3-paramiko=2.12.0-2 python3-asyncssh=2.10.1-2+deb12u2 python3-cryptography python3-cffi-backend python3-nacl python3-bcrypt python3-six python3-typing-extensions \
  ruby-net-ssh=1:7.0.1-1 ruby3.1 libruby3.1 ruby-rubygems golang-1.19-go golang-1.19-src golang-golang-x-crypto-dev=1:0.4.0-1 golang-golang-x-sys-dev golang-golang-x-net-dev golang-golang-x-text-dev golang-golang-x-term-dev 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
ssh-keygen -q -t rsa -b 2048 -m PEM -N '' -f key; ssh-keygen -q -t rsa -b 2048 -N '' -f host; ssh-keygen -q -t rsa -b 2048 -N '' -f former
cat > sshd.conf <<C
ListenAddress 127.0.0.1
HostKey $work/host
AuthorizedKeysFile $work/key.pub
StrictModes no
UsePAM no
PubkeyAcceptedAlgorithms +ssh-rsa
HostKeyAlgorithms +ssh-rsa
PidFile $work/sshd.pid
Subsystem sftp internal-sftp
C
mkdir -p /run/sshd
for port in $(shuf -i 20000-30000 -n 20); do
  /usr/sbin/sshd -f sshd.conf -p "$port" -E "$work/sshd.log" 2> /dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s sshd.pid ] && break 2; sleep 0.1; done
done
cat > paramiko_.py <<'P'
import paramiko, sys
client = paramiko.SSHClient(); client.load_host_keys('home/.ssh/known_hosts'); client.set_missing_host_key_policy(paramiko.RejectPolicy())
client.connect('127.0.0.1', int(sys.argv[1]), 'root', key_filename='key', look_for_keys=False, allow_agent=False)
P
cat > asyncssh_.py <<'P'
import asyncio, asyncssh, sys
async def main():
    async with asyncssh.connect('127.0.0.1', int(sys.argv[1]), username='root', known_hosts='home/.ssh/known_hosts', client_keys=['key'], config=None, agent_path=None): pass
asyncio.run(main())
P
cat > netssh.rb <<'P'
require 'net/ssh'
Net::SSH.start('127.0.0.1', 'root', port: ARGV[0].to_i, keys: ['key'], keys_only: true, config: false, use_agent: false,
               user_known_hosts_file: ['home/.ssh/known_hosts'], global_known_hosts_file: [], verify_host_key: :always) { |s| s.exec!('true') }
P
netssh() { LD_LIBRARY_PATH=$work/usr/lib/$(uname -m)-linux-gnu RUBYLIB=$work/usr/share/rubygems-integration/all/gems/net-ssh-7.0.1/lib:$work/usr/lib/ruby/vendor_ruby:$work/usr/lib/ruby/3.1.0:$work/usr/lib/$(uname -m)-linux-gnu/ruby/3.1.0 "$work/usr/bin/ruby3.1" netssh.rb "$port"; }
cat > client.go <<'G'
package main

import (
	"fmt"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
	"os"
)

func main() {
	text, _ := os.ReadFile("key")
	key, _ := ssh.ParsePrivateKey(text)
	check, err := knownhosts.New("home/.ssh/known_hosts")
	if err == nil {
		_, err = ssh.Dial("tcp", "127.0.0.1:"+os.Args[1], &ssh.ClientConfig{User: "root", Auth: []ssh.AuthMethod{ssh.PublicKeys(key)}, HostKeyCallback: check})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
G
GOROOT=$work/usr/lib/go-1.19 GOPATH=$work/usr/share/gocode GOCACHE=$work/cache GO111MODULE=off CGO_ENABLED=0 "$work/usr/lib/go-1.19/bin/go" build -o client client.go
mkdir -p home/.ssh
try() { if timeout 60 "${@:2}" > "$1.log" 2>&1 < /dev/null; then printf '%s ' "$1"; fi; }
export -f netssh; export work port PYTHONPATH=$work/usr/lib/python3/dist-packages PYTHONWARNINGS=ignore
readers() {
  for k in "$@"; do echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 "$k.pub")"; done > home/.ssh/known_hosts
  try ssh ssh -F none -i key -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=home/.ssh/known_hosts -o GlobalKnownHostsFile=none -p "$port" root@127.0.0.1 true
  try paramiko /usr/bin/python3 paramiko_.py "$port"
  try asyncssh /usr/bin/python3 asyncssh_.py "$port"
  try go ./client "$port"
  try net-ssh bash -c netssh
}
only=$(readers host); last=$(readers former host); grep -o 'BadHostKeyException\|key mismatch' paramiko.log go.log | sort -u; first=$(readers host former); none=$(readers former)
echo "the host's key alone:          $only"
echo "the former key, then this one: $last (expected all five)"
echo "this one, then the former:     $first"
echo "the former key alone:          ${none:-none}"
all='ssh paramiko asyncssh go net-ssh '
[ "$only" = "$all" ] && [ "$last" = 'ssh asyncssh net-ssh ' ] && [ "$first" = "$all" ] && [ -z "$none" ] || { echo "CHANGED"; exit 1; }
echo "still so: paramiko and Go know one key of a kind"
