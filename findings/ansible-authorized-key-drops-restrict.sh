#!/bin/bash
# What:     Ansible's authorized_key with a key that is already in the file, under restrict and a forced command; the task names no options.
# Versions: Debian ansible-core 2.14.18-0+deb12u2, ansible 7.7.0+dfsg-3+deb12u1 (collection ansible.posix).
# Expected: the key is present, so nothing is done ("changed": false); or at least what stands before it stays, as a task that does not
#           mention an attribute leaves it alone elsewhere in Ansible.
# Seen:     "changed": true, and the line is written anew without restrict and command: the key that could run one program has a shell
#           with everything. The comment is kept only if the task has it.
# Matters:  a role for all machines "put alice's key everywhere" opens the accounts in which her key was tied down by hand or by another role. Say
#           key_options in each task, or keep restricted keys in a file of their own (AuthorizedKeysFile takes two).
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq ansible-core=2.14.18-0+deb12u2 ansible=7.7.0+dfsg-3+deb12u1 python3-jinja2 python3-markupsafe python3-yaml python3-packaging python3-resolvelib python3-cryptography python3-cffi-backend 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do case $package in
  ansible_*) dpkg-deb --fsys-tarfile "$package" | tar -x --wildcards './usr/lib/python3/dist-packages/ansible_collections/ansible/posix/*';;
  *) dpkg-deb -x "$package" .;;
esac; done
ssh-keygen -q -t ed25519 -N '' -C alice@laptop -f key
echo "restrict,command=\"/usr/bin/backup\" $(cat key.pub)" > authorized_keys; cp authorized_keys before
export HOME=$work ANSIBLE_NOCOLOR=1 ANSIBLE_LOCALHOST_WARNING=0 ANSIBLE_PYTHON_INTERPRETER=/usr/bin/python3 PYTHONPATH=$work/usr/lib/python3/dist-packages
task() { /usr/bin/python3 usr/bin/ansible -i localhost, -c local localhost -m ansible.posix.authorized_key -a "user=$(id -un) path=$work/authorized_keys manage_dir=no key='$(cat key.pub)' $1" 2>&1 | grep -o '"changed": [a-z]*'; }
same=$(task "key_options='restrict,command=\"/usr/bin/backup\"'"); kept=$(cmp -s authorized_keys before && echo 'the same file' || echo 'another file')
changed=$(task '')
echo "the task names the options: $same, $kept"
echo "the task names none:        $changed, $(cut -c1-40 authorized_keys)… (expected \"changed\": false)"
[ "$same, $kept" = '"changed": false, the same file' ] && [ "$changed" = '"changed": true' ] && cmp -s authorized_keys key.pub || { echo "CHANGED"; exit 1; }
echo "still so: no options are no restrictions"
