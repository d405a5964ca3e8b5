// Package josetest attacks everything that verifies a JWT with the same corpus. Each kind of
// token has a test beside it that calls Run.
//
//	subject.go  what Run has to know of a kind
//	sign.go     tokens that no library would write
//	form.go     faults of the compact form and of JSON
//	header.go   alg, kid, typ, crit, and keys that the attacker brings
//	claims.go   claims: issuer, audience, required claims, spelling
//	times.go    dates: type, range, clock
package josetest
