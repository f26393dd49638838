#!/bin/bash
# What:     a SCIM filter on one entry of several, emails[type eq "work" and value co "@example.com"], with npm's scim2-parse-filter.
# Versions: npm scim2-parse-filter 0.2.10, scim-query-filter-parser 2.0.4 as the other reader.
# Expected: users with one address that is both: inside the brackets all conditions hold for the same entry (RFC 7644 section 3.4.2.2).
# Seen:     users whose work address is elsewhere and whose private one is at example.com, too: the brackets are taken apart, as if it said
#           emails.type … and emails.value …. The other reader is right. An empty list counts as present ("emails pr").
# Matters:  a rule such as "groups[type eq "direct" and value eq "admins"]" finds people who are direct members of one group and indirect ones of
#           the other. Check the entries in your own code.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . scim2-parse-filter@0.2.10 scim-query-filter-parser@2.0.4 > /dev/null
cat > filter.js <<'J'
const one = require('scim2-parse-filter'), other = require('scim-query-filter-parser');
const users = [
  { userName: 'alice', emails: [{ type: 'work', value: 'a@example.com' }] },
  { userName: 'bob', emails: [{ type: 'work', value: 'b@example.org' }, { type: 'home', value: 'b@example.com' }] },
  { userName: 'carol', emails: [] }];
for (const text of ['emails[type eq "work" and value co "@example.com"]', 'emails pr']) {
  const names = matches => users.filter(u => matches(u)).map(u => u.userName).join(' ');
  console.log(`${text}: ${names(one.filter(one.parse(text)))} / ${names(other.compileFilter(text))}`);
}
J
seen=$(node filter.js); echo "$seen"; echo "expected: alice / alice, and alice bob / alice bob"
[ "$seen" = 'emails[type eq "work" and value co "@example.com"]: alice bob / alice
emails pr: alice bob carol / alice bob' ] || { echo "CHANGED"; exit 1; }
echo "still so: one condition for each of two entries"
