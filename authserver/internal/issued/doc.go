// Package issued verifies tokens that this server issued: access tokens, also whether they
// were revoked, and ID tokens that clients send as hints. The resource server has a
// verifier of its own (package bearer).
//
//	tokens.go  access tokens   RFC 9068 §4, RFC 7009
//	hint.go    ID token hints  OIDC Core §3.1.2.1, OIDC RP-Initiated Logout §2
package issued
