// A login as a program with the Duo SDK makes one: what devices are there, a push to the first, then ask until it is over. A line for each answer.
const fs = require('fs')
const https = require('https')
const [port, ca, ikey, skey, version, username] = process.argv.slice(2)
const original = https.request
https.request = (options, callback) => original({ ...options, port, family: 4 }, callback)
require('@duosecurity/duo_api/lib/constants').DUO_PINNED_CERT = fs.readFileSync(ca)
const { Client } = require('@duosecurity/duo_api')

const client = new Client(ikey, skey, 'localhost', Number(version))
const call = (...arguments_) => new Promise(resolve => client.jsonApiCall(...arguments_, answer => {
  console.log(JSON.stringify(answer.response ?? answer))
  resolve(answer.response)
}))

async function logIn () {
  const { devices } = await call('POST', '/auth/v2/preauth', { username, ipaddr: '192.0.2.7' })
  const device = devices.find(known => known.capabilities.includes('push')).device
  const { txid } = await call('POST', '/auth/v2/auth', { username, factor: 'push', device, async: '1', ipaddr: '192.0.2.7', type: 'Program login', pushinfo: 'from=web' })
  while ((await call('GET', '/auth/v2/auth_status', { txid })).result === 'waiting');
}
logIn()
