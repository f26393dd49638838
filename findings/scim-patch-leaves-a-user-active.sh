#!/bin/bash
# What:     a SCIM PATCH that switches a user off, with the attribute's name in other letters ("Active"), given to npm's scim-patch.
# Versions: npm scim-patch 0.8.3.
# Expected: active becomes false: attribute names are case insensitive (RFC 7643 section 2.1).
# Seen:     a second attribute "Active" is added beside active, which stays true; the same for name.FamilyName. The operation's own name ("Replace") is
#           taken in any case, and a name inside a filter (emails[Type eq …]) too.
# Matters:  the identity provider gets a success, the person who left stays active. Bring names to the schema's spelling before the patch,
#           and refuse what the schema does not have.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . scim-patch@0.8.3 > /dev/null
cat > patch.js <<'J'
const { scimPatch } = require('scim-patch'), time = new Date(0);
const user = () => ({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'alice', active: true, name: { familyName: 'A' }, emails: [{ type: 'work', value: 'a@example.org' }],
  meta: { resourceType: 'User', created: time, lastModified: time, location: '' } });
for (const operation of [{ op: 'Replace', path: 'active', value: false }, { op: 'replace', path: 'emails[Type eq "work"].value', value: 'b@example.org' }, { op: 'replace', path: 'Active', value: false },
  { op: 'replace', path: 'name.FamilyName', value: 'B' }]) {
  const { userName, schemas, meta, ...rest } = scimPatch(user(), [operation]); console.log(operation.path, JSON.stringify(rest));
}
J
seen=$(node patch.js); echo "$seen"
echo "expected: \"active\":false for the third, \"familyName\":\"B\" for the fourth"
[ "$seen" = 'active {"active":false,"name":{"familyName":"A"},"emails":[{"type":"work","value":"a@example.org"}]}
emails[Type eq "work"].value {"active":true,"name":{"familyName":"A"},"emails":[{"type":"work","value":"b@example.org"}]}
Active {"active":true,"name":{"familyName":"A"},"emails":[{"type":"work","value":"a@example.org"}],"Active":false}
name.FamilyName {"active":true,"name":{"familyName":"A","FamilyName":"B"},"emails":[{"type":"work","value":"a@example.org"}]}' ] || { echo "CHANGED"; exit 1; }
echo "still so: Active is not active"
