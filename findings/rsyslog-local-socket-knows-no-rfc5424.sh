#!/bin/bash
# What:     rsyslog with one RFC 5424 line, sent to its UDP port and to its local socket (what /dev/log is).
# Versions: Debian rsyslog 8.2302.0-1+deb12u2, socat 1.7.4.4-2.
# Expected: the same record both times: program "sallyport", message "hello". rsyslog chooses the parser by the line.
# Seen:     on the local socket the line is read as the old format: the program is called "1", after the version number, and the message begins with the
#           time, the host and the program. `logger --rfc5424 -u SOCKET` of util-linux ends the same way.
# Matters:  a program that writes the standard's format to /dev/log is in nobody's file: rules and fail2ban's filters by program name pass it over. Write the old
#           format to the local socket, or standard error under systemd; or set UseSpecialParser="off" for the socket.
set -euo pipefail
command -v socat > /dev/null || { echo "install socat"; exit 1; }
work=$(mktemp -d); trap '[ ! -s "$work/pid" ] || kill "$(cat "$work/pid")" 2> /dev/null || true; rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq rsyslog=8.2302.0-1+deb12u2 libestr0 libfastjson4 liblognorm5 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
lib=$work/usr/lib/$(uname -m)-linux-gnu; port=$(shuf -i 20000-30000 -n 1)
cat > conf <<C
module(load="$lib/rsyslog/imuxsock.so" SysSock.Use="off")
module(load="$lib/rsyslog/imudp.so")
input(type="imuxsock" Socket="$work/log")
input(type="imudp" address="127.0.0.1" port="$port")
template(name="t" type="string" string="%programname%: %msg:::sp-if-no-1st-sp%%msg%\n")
*.* action(type="omfile" file="$work/out" template="t")
C
LD_LIBRARY_PATH=$lib usr/sbin/rsyslogd -f conf -i "$work/pid" -M "$lib/rsyslog" 2> rsyslog.log || { cat rsyslog.log; exit 1; }
for _ in $(seq 100); do [ -S log ] && break; sleep 0.1; done
line='<86>1 2026-11-28T02:00:01Z host sallyport 12 - - hello'
printf %s "$line" | socat - "UDP:127.0.0.1:$port"
for _ in $(seq 100); do [ -s out ] && break; sleep 0.1; done
printf %s "$line" | socat - "UNIX-SENDTO:$work/log"
for _ in $(seq 100); do [ "$(wc -l < out)" -ge 2 ] && break; sleep 0.1; done
udp=$(sed -n 1p out) local=$(sed -n 2p out)
echo "expected: sallyport: hello, twice"
printf 'by UDP:   %s\nlocally:  %s\n' "$udp" "$local"
[ "$udp" = 'sallyport:  hello' ] && [ "$local" = '1:  2026-11-28T02:00:01Z host sallyport 12 - - hello' ] || { echo "CHANGED"; exit 1; }
echo "still so: on the local socket the program is called 1"
