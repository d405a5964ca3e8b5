// Package clientcheck attacks a web application that signs users in with OAuth 2 or OpenID Connect, and
// reports which defences it has. It is both the authorization server of the application (package hostile)
// and the browser of the user.
//
//	honest sign-ins → how the client behaves when it accepts → one attack after another → report
//
// Each attack differs from the honest sign-in in exactly one respect, so a client that refuses it has
// noticed that one thing. An attack has succeeded if the client signs the user in, unless its defence
// says otherwise.
//
//	run.go        the settings, and the order of a run
//	scenario.go   a defence with its attacks, and when it applies
//	baseline.go   honest sign-ins, and what to say if they fail
//	needs.go      what must be so for a defence to apply
//	before.go     attacks that only work before the client has fetched metadata and keys
//	attempt.go    one sign-in
//	oracle.go     whether the user is signed in
//	fresh.go      whether values are random enough
//	response*.go  attacks on the authorization response     RFC 6749 §4.1.2, RFC 9207, RFC 9700
//	pkce.go       proof key for code exchange               RFC 7636
//	claims*.go    attacks on the claims of the ID token     OIDC Core §3.1.3.7
//	signature.go  attacks on its signature                  RFC 8725
//	keys.go       metadata and keys                         RFC 8414, RFC 7517
//	token.go      attacks on the token endpoint             RFC 6749 §5
//	userinfo.go   attacks on UserInfo                       OIDC Core §5.3
//	page.go       what the browser sees                     RFC 9700 §4.3
//	session.go    the session after the sign-in             RFC 6265
//	returnto.go   where the sign-in leads                   RFC 9700 §4.11
//	dpop.go       proofs of possession                      RFC 9449
//	last.go       whether an honest sign-in still works
//
// What it does not do: it runs no scripts, so it cannot test applications that sign in within the browser;
// it does not attack refresh and logout; and it tests one authorization server, so it sees mix-up only
// through iss.
package clientcheck
