// Package issued reads the tokens that this server wrote: whether an access
// token still holds, and what an ID token used as a hint says. The resource
// server has its own reader; this one also knows what was revoked.
//
//	tokens.go  access tokens   RFC 9068 §4, RFC 7009
//	hint.go    ID token hints  OIDC Core §3.1.2.1, OIDC RP-Initiated Logout §2
package issued
