// Package jose reads and writes JSON Web Tokens and JSON Web Keys (RFC 7515, 7517, 7518,
// 7519, 8725). It is the only package that decodes a token: each kind of token declares
// what it must have (Kind), and Kind.Verify applies the rules, in one order for all kinds.
//
//	kind.go         what a kind of token must have, and the rules in order   RFC 8725 §3
//	errors.go       the rules as errors                                      RFC 8725 §3
//	read.go         a token that is read and not verified yet                RFC 7515 §7.1
//	decode.go       strict base64url, strict JSON                            RFC 7515 §2, RFC 7519 §4
//	header.go       alg, typ, kid, jwk, crit                                 RFC 7515 §4.1
//	claims.go       the registered claims                                    RFC 7519 §4.1
//	time.go         dates: numbers in range                                  RFC 7519 §2
//	audience.go     aud: a string or several                                 RFC 7519 §4.1.3
//	required.go     which claims are missing                                 RFC 7519 §4.1
//	algorithm.go    algorithms, and which key can do which                   RFC 7518 §3, RFC 9864
//	ed25519.go      the two names of EdDSA                                   RFC 9864 §2.2
//	key.go          a key that verifies, strong enough, with its algorithms  RFC 7518 §3.3, RFC 8725 §3.1
//	keyparse.go     a public key in JSON                                     RFC 7517 §4, RFC 7518 §6
//	keywrite.go     the same, written; thumbprints                           RFC 7517 §4, RFC 7638
//	set.go          a key set                                                RFC 7517 §5
//	remote.go       a key set that is fetched                                RFC 7517 §5
//	remotefetch.go  when it is fetched                                       RFC 7517 §5
//	signing.go      a key that signs                                         RFC 7518 §3
//	privatekey.go   private keys from PEM and JSON                           RFC 5958, RFC 7517 §4
//	mint.go         tokens are signed                                        RFC 7515 §3.1
//	encode.go       claims as JSON                                           RFC 7519 §4
//
// Decoding follows RFC 8725 and leaves no choice: one spelling for each token, member names
// that match exactly and occur once, dates that are numbers. Nothing in a header is followed
// or believed, except that Keys may look at kid and alg (RFC 8725 §3.10).
//
// josetest has the corpus of hostile tokens that every kind is tested with.
package jose
