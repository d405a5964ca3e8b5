// Package jose reads and writes JSON Web Tokens and JSON Web Keys (RFC 7515, 7517, 7518, 7519,
// 8725). It is the only package that decodes a token. Each kind of token declares its requirements
// in a Kind, and Kind.Verify checks them in the same order for all kinds.
//
//	kind.go         requirements for a kind of token, and their verification RFC 8725 §3
//	errors.go       one error for each rule                                  RFC 8725 §3
//	read.go         decodes a token without verifying it                     RFC 7515 §7.1
//	decode.go       strict base64url, strict JSON                            RFC 7515 §2, RFC 7519 §4
//	header.go       alg, typ, kid, jwk, crit                                 RFC 7515 §4.1
//	claims.go       the registered claims                                    RFC 7519 §4.1
//	time.go         dates: numbers in range                                  RFC 7519 §2
//	audience.go     aud: a string or several                                 RFC 7519 §4.1.3
//	required.go     finds missing claims                                     RFC 7519 §4.1
//	algorithm.go    algorithms, and those of each type of key                RFC 7518 §3, RFC 9864
//	ecdsa.go        signs with deterministic ECDSA                           RFC 6979, RFC 8725 §3.2
//	ed25519.go      the two names of EdDSA                                   RFC 9864 §2.2
//	key.go          a key for verification: strength and algorithms          RFC 7518 §3.3, RFC 8725 §3.1
//	keyparse.go     parses a public key in JSON                              RFC 7517 §4, RFC 7518 §6
//	keywrite.go     writes a public key in JSON; thumbprints                 RFC 7517 §4, RFC 7638
//	set.go          a key set                                                RFC 7517 §5
//	remote.go       a key set that is fetched over HTTP                      RFC 7517 §5
//	remotefetch.go  decides when to fetch it                                 RFC 7517 §5
//	signing.go      a key for signing                                        RFC 7518 §3
//	privatekey.go   parses private keys in PEM and JSON                      RFC 5958, RFC 7517 §4
//	mint.go         signs tokens                                             RFC 7515 §3.1
//	observe.go      reports what was verified and signed, for the recorder
//	encode.go       encodes claims as JSON                                   RFC 7519 §4
//
// Decoding is strict, as RFC 8725 advises: each token has exactly one encoding, member names match
// exactly and occur once, dates are numbers. Nothing in a header is trusted; Keys may only use kid
// and alg to find a key (RFC 8725 §3.10).
//
// Package josetest contains the attacks with which every kind of token is tested.
package jose
