// Package checks is every defence of the client, one value each. The IDs are
// stable: the log, the inspector, the labs and docs/defences.md use them.
//
//	login.go     the start of a login and the way back    RFC 9700 §4.7, RFC 9207
//	idtoken.go   the ID token and UserInfo                OIDC Core §3.1.3.7, §5.3.2
//	handover.go  how an app gets its session              RFC 8252, RFC 7636
//	session.go   what a browser with a cookie may do      RFC 10017 §6.1.3.3
//	logout.go    the logout token                         OIDC Back-Channel Logout §2.6
//	proxy.go     what goes through /api/                 RFC 3986, RFC 9110
//	provider.go  the authorization server's metadata      RFC 8414 §3.3
//	pushed.go    requests that do not pass the browser    RFC 9126
//	proof.go     tokens that are bound to a key           RFC 9449
//	mixup.go     several authorization servers            RFC 9700 §4.4
//	stepup.go    another sign-in, and what came of it     RFC 9470
package checks
