import * as client from 'openid-client'
import { check, connect, key, open, settings, tell } from './person.mjs'

const issuer = new URL(settings.issuer)
const insecure = { execute: [client.allowInsecureRequests] } // http on loopback
const discover = (id, auth, metadata = {}) => client.discovery(issuer, id, metadata, auth, insecure)

// code is the authorization code flow with PKCE, state and nonce; then userinfo,
// refresh, revocation.
async function code(config, { par = false, options = {}, more = {} } = {}) {
  const verifier = client.randomPKCECodeVerifier()
  const state = client.randomState()
  const nonce = client.randomNonce()
  const parameters = {
    redirect_uri: settings.callback, scope: settings.scope, state, nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...more,
  }
  const to = par
    ? await client.buildAuthorizationUrlWithPAR(config, parameters, options)
    : client.buildAuthorizationUrl(config, parameters)
  const back = await open(to)
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
  const tokens = await client.authorizationCodeGrant(config, back, checks, undefined, options)
  const { sub } = tokens.claims()
  const info = await client.fetchUserInfo(config, tokens.access_token, sub, options)
  check(info.email === 'alice@example.com', `userinfo: ${JSON.stringify(info)}`)
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, options)
  check(renewed.refresh_token !== tokens.refresh_token && renewed.claims().sub === sub, 'refresh')
  await client.tokenRevocation(config, renewed.refresh_token)
  await client.refreshTokenGrant(config, renewed.refresh_token, undefined, options).then(
    () => check(false, 'a revoked refresh token was good'),
    (err) => check(err.error === 'invalid_grant', `refresh after revocation: ${err}`),
  )
  return tokens
}

const web = () => discover('web-basic', client.ClientSecretBasic(settings.secret))

await tell({
  'code, client_secret_basic': async () => {
    const tokens = await code(await web())
    const out = client.buildEndSessionUrl(await web(), {
      id_token_hint: tokens.id_token, post_logout_redirect_uri: settings.signedOut, state: 'bye',
    })
    check((await open(out)).searchParams.get('state') === 'bye', 'sign-out')
  },
  'code, client_secret_post': async () => code(await discover('web-body', client.ClientSecretPost(settings.secret))),
  'code, no secret': async () => code(await discover('app', client.None())),
  'code, private_key_jwt': async () => code(await discover('web-key', client.PrivateKeyJwt(await key()))),
  'code, ES256 ID token, EdDSA userinfo': async () => {
    const config = await discover('web-signed', client.ClientSecretBasic(settings.secret), {
      id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'EdDSA',
    })
    client.enableNonRepudiationChecks(config) // verifies the signatures of both
    await code(config)
  },
  'code, max_age and claims': async () =>
    code(await web(), { more: { max_age: '600', claims: JSON.stringify({ id_token: { email: { essential: true } } }) } }),
  'code, pushed (RFC 9126)': async () => code(await web(), { par: true }),
  'code, DPoP (RFC 9449)': async () => {
    const config = await web()
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair())
    const tokens = await code(config, { par: true, options: { DPoP } })
    check(tokens.token_type === 'dpop', `token_type: ${tokens.token_type}`)
  },
  'client credentials': async () => {
    const config = await discover('service', client.ClientSecretBasic(settings.serviceSecret))
    const tokens = await client.clientCredentialsGrant(config, { scope: 'notes:read' })
    check(tokens.access_token && !tokens.refresh_token, 'client credentials')
  },
  'device (RFC 8628)': async () => {
    const config = await discover('tv', client.None(), { id_token_signed_response_alg: 'ES256' })
    const device = await client.initiateDeviceAuthorization(config, { scope: 'openid notes:read' })
    await connect(device.verification_uri_complete)
    const tokens = await client.pollDeviceAuthorizationGrant(config, { ...device, interval: 1 })
    check(tokens.claims().sub, 'device: no sub')
  },
  'introspection (RFC 7662)': async () => {
    const service = await discover('service', client.ClientSecretBasic(settings.serviceSecret))
    const tokens = await client.clientCredentialsGrant(service, { scope: 'notes:read' })
    const api = await discover('notes-api', client.ClientSecretBasic(settings.apiSecret))
    const said = await client.tokenIntrospection(api, tokens.access_token)
    check(said.active && said.client_id === 'service', JSON.stringify(said))
  },
})
