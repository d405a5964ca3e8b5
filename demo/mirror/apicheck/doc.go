// Package apicheck attacks an API with hostile access tokens, and reports which defences it has. It is quartet
// check-api.
//
// It serves an issuer on a loopback address. The user configures the API to trust it. When the API accepts
// a valid token and refuses a request without one, the attacks begin. Requests go to one URL only, that of
// the user. Refusing an attack in any way counts as having the defence; whether the refusals follow RFC
// 6750 is tested separately, by the defences api.response.*.
//
//	options.go      settings
//	run.go          Run
//	serve.go        starts the issuer, and says what to configure
//	issuer.go       metadata and keys of the issuer
//	baseline.go     waits until the API trusts the issuer
//	forger.go       makes tokens, valid ones with changes               RFC 9068 §2
//	proof.go        makes DPoP proofs, also with changes                RFC 9449 §4.2
//	request.go      sends an attempt, and keeps the response            RFC 6750 §2.1
//	check.go        a defence and its attack
//	catalogue.go    all of them, in order
//	alg.go          algorithms                                          RFC 8725 §3.1
//	key.go          kid, and keys that a token brings along             RFC 8725 §3.10
//	signature.go    invalid signatures                                  RFC 7515 §5.2
//	identifiers.go  audience and issuer                                 RFC 9068 §4
//	typ.go          other kinds of tokens                               RFC 8725 §3.11
//	times.go        exp, nbf and iat                                    RFC 7519 §4.1
//	parsing.go      repeated and miscased claims, extensions            RFC 7519 §4, RFC 7515 §4.1.11
//	form.go         the compact form, and its length                    RFC 7515 §7.1
//	location.go     where the token is sent                             RFC 6750 §2
//	scope.go        scope, and tokens of clients                        RFC 6750 §3.1
//	dpopchecks.go   bound tokens and their proofs                       RFC 9449 §4.3, §7
//	dpopattacks.go  the attacks of these
//	jwks.go         fetches of the key set, and its rotation            RFC 7517 §5
//	outage.go       a key set that is too long, and none at all         RFC 7517 §5.1
//	refetch.go      waits until the API fetches the key set again
//	strange.go      a key set with keys that must not be used           RFC 7517 §4, §5
//	long.go         a key set that is too long
//	responses.go    the refusals of all attacks                         RFC 6750 §3
//	tally.go        groups equal faults
//
// Two attacks are left out on purpose. A redirect of the key set to another host is within the power of
// the issuer, whose keys are trusted anyway. A token that lacks sub, iat or jti is no attack on an API that
// does not use them (RFC 9068 §4).
package apicheck
