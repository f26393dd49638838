#!/bin/bash
# What:     a line in known_hosts with a key of a kind that the reader does not know yet, for another host or for this one.
# Versions: Debian 12: ssh and sshd 9.2p1, paramiko 2.12.0, asyncssh 2.10.1, curl 7.88 with libssh2 1.10.0, golang.org/x/crypto 0.4.0 with Go 1.19,
#           ruby-net-ssh 7.0.1.
# Expected: the line is passed over, as ssh does: a file that programs of all ages share has kinds that some do not know.
# Seen:     Go's knownhosts refuses the whole file, whichever host the line is for; curl ends the connection if it is for this host ("Unknown host
#           key type"), although the next line has the key that the server shows. paramiko, asyncssh and net-ssh pass over it.
# Matters:  a new ssh writes such lines by itself (UpdateHostKeys adds all keys of a host), after which programs in Go reach no host at all, and
#           curl not this one. Give them a file of their own.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work"' EXIT; cd "$work"
command -v curl > /dev/null || { echo "install curl"; exit 1; }
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
  try ssh ssh -F none -i key -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=home/.ssh/known_hosts -o GlobalKnownHostsFile=none -p "$port" root@127.0.0.1 true
  try paramiko /usr/bin/python3 paramiko_.py "$port"
  try asyncssh /usr/bin/python3 asyncssh_.py "$port"
  try curl env "HOME=$work/home" curl -sS -u root: --key key --pubkey key.pub "sftp://127.0.0.1:$port/etc/hostname"
  try go ./client "$port"
  try net-ssh bash -c netssh
}
kind=ssh-future@example.org
line="[127.0.0.1]:$port $(cut -d' ' -f1,2 host.pub)"
printf '%s\n' "$line" > home/.ssh/known_hosts; plain=$(readers)
unknown="$kind $({ printf '\0\0\0\026%s\0\0\0\004abcd' $kind; } | base64 -w0)"
printf '%s\n' "other.example.org $unknown" "$line" > home/.ssh/known_hosts; other=$(readers)
printf '%s\n' "[127.0.0.1]:$port $unknown" "$line" > home/.ssh/known_hosts; same=$(readers)
echo "without such a line:           $plain"
echo "with one of another host:      $other (expected the same)"
echo "with one of this host, above:  $same (expected the same)"
grep -ho 'Unknown host key type\|unknown key algorithm' curl.log go.log || true
[ "$plain" = 'ssh paramiko asyncssh curl go net-ssh ' ] && [ "$other" = 'ssh paramiko asyncssh curl net-ssh ' ] && [ "$same" = 'ssh paramiko asyncssh net-ssh ' ] || { echo "CHANGED"; exit 1; }
echo "still so: an unknown line closes the file for Go, and the host for curl"
