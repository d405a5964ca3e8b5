import * as oauth from 'oauth4webapi'
import { check, connect, key, open, settings, tell } from './person.mjs'

const http = { [oauth.allowInsecureRequests]: true } // on loopback
const issuer = new URL(settings.issuer)

async function discover(algorithm) {
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm, ...http }))
}

// code is the authorization code flow with PKCE, state and nonce; then userinfo,
// refresh, revocation.
async function code(client, auth, { par = false, DPoP } = {}) {
  const as = await discover(par ? 'oauth2' : 'oidc')
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const nonce = oauth.generateRandomNonce()
  const parameters = new URLSearchParams({
    client_id: client.client_id, response_type: 'code', redirect_uri: settings.callback, scope: settings.scope, state, nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  })
  const to = new URL(as.authorization_endpoint)
  to.search = parameters
  const options = { ...http, DPoP }
  if (par) {
    const push = () => oauth.pushedAuthorizationRequest(as, client, auth, parameters, options)
    const pushed = await twice(DPoP, async () => oauth.processPushedAuthorizationResponse(as, client, await push()))
    to.search = new URLSearchParams({ client_id: client.client_id, request_uri: pushed.request_uri })
  }
  const back = oauth.validateAuthResponse(as, client, await open(to), state) // RFC 9207 as well
  const tokens = await twice(DPoP, async () => oauth.processAuthorizationCodeResponse(as, client,
    await oauth.authorizationCodeGrantRequest(as, client, auth, back, settings.callback, verifier, options),
    { expectedNonce: nonce, requireIdToken: true }))
  const { sub } = oauth.getValidatedIdTokenClaims(tokens)
  const info = await twice(DPoP, async () => oauth.processUserInfoResponse(as, client, sub,
    await oauth.userInfoRequest(as, client, tokens.access_token, options)))
  check(info.name === 'Alice Liddell', JSON.stringify(info))
  const renewed = await twice(DPoP, async () => oauth.processRefreshTokenResponse(as, client,
    await oauth.refreshTokenGrantRequest(as, client, auth, tokens.refresh_token, options)))
  check(renewed.refresh_token !== tokens.refresh_token, 'refresh')
  await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, auth, renewed.refresh_token, http))
  return { as, tokens }
}

// twice sends a request again when the server wants its nonce in the proof.
async function twice(DPoP, send) {
  try {
    return await send()
  } catch (err) {
    if (!DPoP || !oauth.isDPoPNonceError(err)) throw err
    return send()
  }
}

const web = { client_id: 'web-basic' }
const basic = oauth.ClientSecretBasic(settings.secret)

await tell({
  'code, client_secret_basic': async () => {
    const { as, tokens } = await code(web, basic)
    const asked = new Request('https://api.example/', { headers: { authorization: `Bearer ${tokens.access_token}` } })
    const claims = await oauth.validateJwtAccessToken(as, asked, settings.resource, http) // RFC 9068 §4
    check(claims.client_id === 'web-basic' && claims.scope.includes('notes:read'), JSON.stringify(claims))
  },
  'code, client_secret_post': async () => code({ client_id: 'web-body' }, oauth.ClientSecretPost(settings.secret)),
  'code, no secret': async () => code({ client_id: 'app' }, oauth.None()),
  'code, private_key_jwt': async () => code({ client_id: 'web-key' }, oauth.PrivateKeyJwt(await key())),
  'code, ES256 ID token, EdDSA userinfo': async () =>
    code({ client_id: 'web-signed', id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'EdDSA' }, basic),
  'code, pushed (RFC 9126)': async () => code(web, basic, { par: true }),
  'code, DPoP (RFC 9449)': async () => {
    const { tokens } = await code(web, basic, { par: true, DPoP: oauth.DPoP(web, await oauth.generateKeyPair('ES256')) })
    check(tokens.token_type === 'dpop', tokens.token_type)
  },
  'client credentials': async () => {
    const as = await discover('oauth2')
    const client = { client_id: 'service' }
    const tokens = await oauth.processClientCredentialsResponse(as, client, await oauth.clientCredentialsGrantRequest(
      as, client, oauth.ClientSecretBasic(settings.serviceSecret), { scope: 'notes:read' }, http))
    check(tokens.access_token && !tokens.refresh_token, 'client credentials')
  },
  'device (RFC 8628)': async () => {
    const as = await discover('oidc')
    const client = { client_id: 'tv', id_token_signed_response_alg: 'ES256' }
    const device = await oauth.processDeviceAuthorizationResponse(as, client,
      await oauth.deviceAuthorizationRequest(as, client, oauth.None(), { scope: 'openid notes:read' }, http))
    await connect(device.verification_uri_complete)
    const tokens = await oauth.processDeviceCodeResponse(as, client,
      await oauth.deviceCodeGrantRequest(as, client, oauth.None(), device.device_code, http))
    check(tokens.id_token, 'device: no ID token')
  },
  'introspection, signed (RFC 9701)': async () => {
    const as = await discover('oauth2')
    const service = { client_id: 'service' }
    const tokens = await oauth.processClientCredentialsResponse(as, service, await oauth.clientCredentialsGrantRequest(
      as, service, oauth.ClientSecretBasic(settings.serviceSecret), { scope: 'notes:read' }, http))
    const api = { client_id: 'notes-api', introspection_signed_response_alg: 'RS256' }
    const said = await oauth.processIntrospectionResponse(as, api, await oauth.introspectionRequest(
      as, api, oauth.ClientSecretBasic(settings.apiSecret), tokens.access_token, { ...http, requestJwtResponse: true }))
    check(said.active && said.client_id === 'service', JSON.stringify(said))
  },
})
