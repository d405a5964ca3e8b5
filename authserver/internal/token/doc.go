// Package token is POST /token (RFC 6749 §3.2).
//
//	handler.go            the steps that all grants share; proof of possession, RFC 9449 §5
//	code.go               authorization_code   RFC 6749 §4.1.3, RFC 7636 §4.6
//	refresh.go            refresh_token        RFC 6749 §6, RFC 9700 §4.14
//	clientcredentials.go  client_credentials   RFC 6749 §4.4
//	device.go             device_code          RFC 8628 §3.4
//	exchange.go           token-exchange       RFC 8693 §2
//	delegate.go           its actor, target and scope
//	audience.go           the one resource that an access token is for   RFC 8707
//	response.go           the response             RFC 6749 §5.1
//
//	code:     issued ──redeem──▶ used ──redeem again──▶ its grant is revoked
//	refresh:  current ──refresh──▶ previous (same successor within the grace)
//	          ──later, or older──▶ the family is revoked
//
// Every grant decides all refusals first and does the one step that cannot be
// undone last. A refused code stays with its client: a thief who has the code and
// not the verifier must not be able to spend it. Wrong verifiers are counted, and
// the tenth ends the code (RFC 7636 §7.1). redirect_uri may be left out when the
// code is bound by PKCE (OAuth 2.1 §10.2); if it is sent it must match. The
// password grant does not exist (RFC 9700 §2.4).
package token
