// A web application that signs users in, as the documentation of openid-client shows it: PKCE, state and
// nonce in the session of the browser, then UserInfo. GET / answers 200 only to users who are signed in.
// ../checkclient_test.go attacks it.
import { createServer } from 'node:http'
import { randomUUID } from 'node:crypto'
import * as client from 'openid-client'

const { ISSUER, CLIENT_ID, CLIENT_SECRET, VERIFY_SIGNATURES } = process.env
const insecure = { execute: [client.allowInsecureRequests] } // http on loopback
const sessions = new Map()
let config

const cookie = (id) => `sid=${id}; Path=/; HttpOnly; SameSite=Lax`
const sid = (req) => /(?:^|; )sid=([^;]+)/.exec(req.headers.cookie ?? '')?.[1]
const escaped = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

async function login(req, res) {
  if (!config) {
    const found = await client.discovery(new URL(ISSUER), CLIENT_ID, undefined, client.ClientSecretBasic(CLIENT_SECRET), insecure)
    if (VERIFY_SIGNATURES) client.enableNonRepudiationChecks(found)
    found.timeout = 5 // seconds; 30 is the default
    config = found
  }
  const pending = { pkceCodeVerifier: client.randomPKCECodeVerifier(), expectedState: client.randomState(), expectedNonce: client.randomNonce() }
  const id = randomUUID()
  sessions.set(id, { pending })
  const to = client.buildAuthorizationUrl(config, {
    redirect_uri: `${base}/callback`, scope: 'openid profile', state: pending.expectedState, nonce: pending.expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pending.pkceCodeVerifier), code_challenge_method: 'S256',
  })
  res.writeHead(302, { location: to.href, 'set-cookie': cookie(id) }).end()
}

async function callback(req, res) {
  const pending = sessions.get(sid(req))?.pending
  sessions.delete(sid(req))
  if (!pending) return res.writeHead(400).end('this browser has not begun a sign-in')
  const tokens = await client.authorizationCodeGrant(config, new URL(req.url, base), { ...pending, idTokenExpected: true })
  const user = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub)
  const id = randomUUID()
  sessions.set(id, { user })
  res.writeHead(303, { location: '/', 'set-cookie': cookie(id) }).end()
}

function home(req, res) {
  const user = sessions.get(sid(req))?.user
  if (!user) return res.writeHead(401).end('sign in at /login')
  res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<p>hello ${escaped(user.name)}`)
}

const pages = { '/login': login, '/callback': callback, '/': home }
const server = createServer(async (req, res) => {
  try {
    await (pages[new URL(req.url, base).pathname] ?? ((_, r) => r.writeHead(404).end()))(req, res)
  } catch (err) {
    console.error(err.code ?? err.message)
    res.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end('the sign-in failed')
  }
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const base = `http://127.0.0.1:${server.address().port}`
console.log(base)
