const https = require('https'), fs = require('fs'), orig = https.request
const c = require('@duosecurity/duo_api/lib/constants')
const [port, ca, ikey, skey, version] = process.argv.slice(2)
c.DUO_PINNED_CERT = fs.readFileSync(ca)
https.request = (o, cb) => orig({ ...o, port }, cb)
const duo = require('@duosecurity/duo_api')
const client = new duo.Client(ikey, skey, 'localhost', Number(version))
const calls = [['GET', '/auth/v2/ping', {}], ['GET', '/auth/v2/check', {}], ['POST', '/auth/v2/preauth', { username: "o'brien (admin)*!", ipaddr: '2001:db8::7' }],
  ['POST', '/auth/v2/auth', { username: 'ada', factor: 'passcode', passcode: 'ÄÖ six words', async: '1' }], ['GET', '/auth/v2/auth_status', { txid: 'a b+c' }]]
;(function next () { const call = calls.shift(); if (call) client.jsonApiCall(...call, next) })()
