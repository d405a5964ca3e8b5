// Package claims says which claims about a user a client may get: the standard claims of OpenID
// Connect, the claims that users of the seed file have beyond them, and the scopes that release both.
//
//	claims.go    the standard claims and their scopes       OIDC Core §5.1, §5.4
//	protocol.go  names that no claim of a user may have     RFC 7519 §4.1
//	rules.go     which scope releases which claim, and where
//	request.go   the parameter claims                       OIDC Core §5.5
//	words.go     claims in words, for the consent page
package claims
