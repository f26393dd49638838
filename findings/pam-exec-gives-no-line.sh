#!/bin/bash
# What:     what a command of pam_exec with expose_authtok reads from its standard input, and what `read` makes of it.
# Versions: Debian libpam-modules 1.5.2-6+deb12u1, pamtester 0.1.2-4, bash 5.2.
# Expected: a line, or the "null-terminated password" that pam_exec(8) speaks of; `IFS= read -r code` takes the typed text and succeeds.
# Seen:     the bare bytes, neither newline nor NUL behind them. `read` fills the variable and returns 1, as at an end of file. Under `set -e`, or with
#           `read … || exit`, the script ends before it has looked at the code; with `while read` it never enters the loop. pam_exec turns
#           that status into "system error" for every code, right or wrong.
# Matters:  the usual ten-line hook (ask an HTTP service about a code) works when tried by hand with echo, and refuses everybody behind PAM. Write
#           `IFS= read -r code || [ -n "$code" ]`.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it makes a PAM service of its own"; exit 1; }
command -v pamtester > /dev/null || { echo "install pamtester"; exit 1; }
work=$(mktemp -d); service=finding$$; trap 'rm -rf "$work" "/etc/pam.d/$service"' EXIT; cd "$work"
printf '#!/bin/sh\nod -An -tx1 > %s/bytes\n' "$work" > bytes.sh
printf '#!/bin/bash\nset -e\nIFS= read -r code\n[ "$code" = 123456 ]\n' > line.sh
printf '#!/bin/bash\nset -e\nIFS= read -r code || [ -n "$code" ]\n[ "$code" = 123456 ]\n' > careful.sh
chmod 755 ./*.sh
hook() { echo "auth required pam_exec.so quiet expose_authtok $1" > "/etc/pam.d/$service"; if echo 123456 | pamtester "$service" nobody authenticate > out 2>&1; then echo opened; else sed -n 's/.*pamtester: //p' out; fi; }
first=$(hook "$work/bytes.sh"); bytes=$(tr -d ' \n' < bytes); line=$(hook "$work/line.sh"); careful=$(hook "$work/careful.sh"); by_hand=$(echo 123456 | ./line.sh && echo opened)
echo "bytes: expected 3132333435360a or …00, seen $bytes"
echo "set -e; read -r code: by hand $by_hand; by pam_exec expected opened, seen $line"
echo "read -r code || [ -n \"\$code\" ]: $careful"
[ "$first" = opened ] && [ "$bytes" = 313233343536 ] && [ "$by_hand" = opened ] && [ "$line" = 'System error' ] && [ "$careful" = opened ] || { echo "CHANGED"; exit 1; }
echo "still so: a typed code is no line"
