#!/bin/bash
# What:     lines of known_hosts with a pattern, a hashed name, a tab, or without the port of a server on another port, for six clients.
# Versions: Debian 12: ssh and sshd 9.2p1, paramiko 2.12.0, asyncssh 2.10.1, curl 7.88 with libssh2 1.10.0, ruby-net-ssh 7.0.1, erlang-ssh 25.2.3.
# Expected: sshd(8)'s format, as they all say: patterns with * and ?, hashed names, white space between the fields. A line without a port holds
#           for port 22 only.
# Seen:     a plain line, and a list of names, are read by all. A pattern is unknown to paramiko, curl and Erlang; a hashed name to Erlang. A tab
#           hides the line from paramiko and Erlang. And a line without a port serves ssh, asyncssh and curl on any port.
# Matters:  one line "*.example.org" for all hosts, or an inventory tool that writes tabs, works in every test with ssh and stops scripts
#           with "unknown host". For programs other than ssh write one line for each name and port, with blanks, and not hashed.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it starts a sshd of its own on loopback"; exit 1; }
work=$(mktemp -d); trap '[ ! -s "$work/sshd.pid" ] || kill "$(cat "$work/sshd.pid")"; rm -rf "$work"' EXIT; cd "$work"
command -v curl > /dev/null || { echo "install curl"; exit 1; }
apt-get download -qq python3-paramiko=2.12.0-2 python3-asyncssh=2.10.1-2+deb12u2 python3-cryptography python3-cffi-backend python3-nacl python3-bcrypt python3-six python3-typing-extensions \
  ruby-net-ssh=1:7.0.1-1 ruby3.1 libruby3.1 ruby-rubygems erlang-ssh=1:25.2.3+dfsg-1+deb12u4 erlang-base=1:25.2.3+dfsg-1+deb12u4 erlang-crypto=1:25.2.3+dfsg-1+deb12u4 erlang-public-key=1:25.2.3+dfsg-1+deb12u4 \
  erlang-asn1=1:25.2.3+dfsg-1+deb12u4 2> apt.log || { cat apt.log; exit 1; }
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
cat > client.erl <<'P'
-module(client). -export([main/0]).
main() ->
    [Port, Dir] = init:get_plain_arguments(), ssh:start(),
    case ssh:connect("127.0.0.1", list_to_integer(Port), [{user, "root"}, {user_dir, Dir}, {silently_accept_hosts, false}, {user_interaction, false}, {auth_methods, "publickey"}]) of
        {ok, _} -> halt(0); _ -> halt(1)
    end.
P
sed -i "s#=/usr/lib/erlang#=$work/usr/lib/erlang#" usr/lib/erlang/bin/erl; export ERL_ROOTDIR=$work/usr/lib/erlang
mkdir -p home/.ssh; "$ERL_ROOTDIR/bin/erl" -noshell -eval 'halt(case compile:file("client.erl") of {ok, _} -> 0; _ -> 1 end).'; cp key home/.ssh/id_rsa
try() { if timeout 60 "${@:2}" > /dev/null 2>&1 < /dev/null; then printf '%s ' "$1"; fi; }
export -f netssh; export work port PYTHONPATH=$work/usr/lib/python3/dist-packages PYTHONWARNINGS=ignore
readers() {
  printf '%b\n' "$1" > home/.ssh/known_hosts; [ -z "${2-}" ] || ssh-keygen -q -H -f home/.ssh/known_hosts > /dev/null 2>&1
  try ssh ssh -F none -i key -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=home/.ssh/known_hosts -o GlobalKnownHostsFile=none -p "$port" root@127.0.0.1 true
  try paramiko /usr/bin/python3 paramiko_.py "$port"
  try asyncssh /usr/bin/python3 asyncssh_.py "$port"
  try curl env "HOME=$work/home" curl -sS -u root: --key key --pubkey key.pub "sftp://127.0.0.1:$port/etc/hostname"
  try net-ssh bash -c netssh
  try erlang "$ERL_ROOTDIR/bin/erl" -noshell -pa "$work" -s client main -extra "$port" "$work/home/.ssh"
}
public=$(cut -d' ' -f1,2 host.pub); seen=; all='ssh paramiko asyncssh curl net-ssh erlang '
look() { local now; now=$(readers "$2" "${3-}"); printf '%-24s %s\n' "$1" "$now"; seen="$seen$1: $now;"; }
look 'plain' "[127.0.0.1]:$port $public"
look 'list and comment' "[host.example.org]:$port,[127.0.0.1]:$port $public alice's host"
look 'pattern' "[127.0.0.*]:$port $public"
look 'hashed' "[127.0.0.1]:$port $public" hashed
look 'tab' "[127.0.0.1]:$port\t$public"
look 'no port' "127.0.0.1 $public"
echo "expected: all six, except for the last line"
[ "$seen" = "plain: $all;list and comment: $all;pattern: ssh asyncssh net-ssh ;hashed: ssh paramiko asyncssh curl net-ssh ;tab: ssh asyncssh curl net-ssh ;no port: ssh asyncssh curl ;" ] || { echo "CHANGED: $seen"; exit 1; }
echo "still so: each reads another part of the format"
