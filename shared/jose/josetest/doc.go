// Package josetest tests everything that verifies a JWT with the same set of attacks. Each kind of
// token has a test that calls Run.
//
//	subject.go  the kind of token under test, and Run
//	sign.go     signs headers and claims as they are, by package forge
//	form.go     attacks on the compact form and on JSON
//	header.go   attacks on alg, kid, typ, crit, and keys that the attacker supplies
//	claims.go   attacks on claims: issuer, audience, required claims, spelling
//	times.go    attacks on dates: type, range, clock
package josetest
