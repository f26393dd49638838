#!/bin/bash
# What:     pam_faillock in the auth and account phases, as its manual shows: wrong codes, and then a service that needs no authentication for
#           the same name: sshd with a key, cron.
# Versions: Debian libpam-modules 1.5.2-6+deb12u1, libpam-modules-bin (faillock), pamtester 0.1.2-4.
# Expected: what clears the failures is a successful authentication: pam_faillock counts those.
# Seen:     the account phase alone clears them. sshd with a key, cron at each job, and su by root run it without any auth before.
# Matters:  an account with a cron job each minute, or a monitoring key, is never locked, whatever deny= says. Where codes are counted, put
#           "pam_faillock.so authsucc" into auth, and leave pam_faillock out of account.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "run as root: it writes two PAM services of its own"; exit 1; }
command -v pamtester > /dev/null && command -v faillock > /dev/null || { echo "install pamtester"; exit 1; }
service=finding-$$
work=$(mktemp -d); trap 'rm -rf "$work" "/etc/pam.d/$service" "/etc/pam.d/$service-key"' EXIT; cd "$work"
cat > "/etc/pam.d/$service" <<P
auth required pam_faillock.so preauth dir=$work/tally deny=5
auth [success=1 default=ignore] pam_deny.so
auth [default=die] pam_faillock.so authfail dir=$work/tally deny=5
account required pam_faillock.so dir=$work/tally
account required pam_permit.so
P
printf 'account required pam_permit.so\n' > "/etc/pam.d/$service-key"
mkdir tally
failures() { faillock --dir "$work/tally" --user nobody | grep -c ' V$' || true; }
for _ in 1 2 3; do pamtester "$service" nobody authenticate > /dev/null 2>&1 < /dev/null || true; done; before=$(failures)
pamtester "$service-key" nobody acct_mgmt > /dev/null 2>&1; without=$(failures)
pamtester "$service" nobody acct_mgmt > /dev/null 2>&1; after=$(failures)
echo "three wrong codes: $before failures; after an account phase without the module: $without; after one with it and no authentication: $after (expected 3)"
[ "$before $without $after" = '3 3 0' ] || { echo "CHANGED"; exit 1; }
echo "still so: the account phase clears the failures"
