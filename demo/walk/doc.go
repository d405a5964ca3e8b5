// Package walk performs one grant or extension of OAuth 2 against an authorization server, as a client and
// as a browser would, and returns every message as a recorded flow. `quartet walk` prints it.
//
//	walk.go      Run: performs a flow
//	flows.go     Flows: what can be performed
//	target.go    Target: the server, and the clients of its seed
//	embedded.go  Embedded: a stack in this process, for one walk
//	result.go    Result: what a walk has done, and the response that it ends with
//	script.go    the curl script that performs the flow again
//	wire.go      Wire: a message as it is on the wire
//	external.go  Elsewhere: another authorization server, of which only the client's view is known
//	send.go      sends a message, and waits until it is recorded
//	raw.go       Raw: a message without a mask, for the person who asks for it
//	record.go    joins what was sent with what the server recorded
//	fingerprint.go gives equal values equal fingerprints in both
//	browser.go   the user's browser: cookies, redirects, forms
//	callback.go  the redirect URI of the client, at a port of this machine
//	person.go    a sign-in by the person at the terminal, in a browser of their own
//	request.go   requests of the client: authentication, token requests, the API
//	refused.go   Refused: what the server did not allow
//
// The flows:
//
//	code.go         authorization code with PKCE, pushed authorization requests    RFC 6749 §4.1, RFC 7636, RFC 9126
//	refresh.go      refresh                                                        RFC 6749 §6
//	machine.go      client credentials, the resource request                       RFC 6749 §4.4, RFC 6750
//	dpop.go         sender-constrained tokens                                      RFC 9449
//	device.go       device authorization                                           RFC 8628
//	exchange.go     token exchange                                                 RFC 8693
//	inspection.go   introspection, revocation                                      RFC 7662, RFC 7009
//	openid.go       ID token and userinfo                                          OIDC Core
//	logout.go       logout by the client and to the other clients                  OIDC RP-Initiated Logout, Back-Channel Logout
//
// The walk has recorders of its own (shared/trace), so that secrets are masked before anybody sees a
// message. A server of this project records what it received too, and its checks: see record.go.
package walk
