// Package userinfo is the UserInfo endpoint (OIDC Core §5.3). It returns the claims about a user
// that an access token was granted. The token comes in the Authorization header (RFC 6750 §2.1) or,
// with POST, in the form body (§2.2). A token in the URL is ignored (RFC 9700 §4.3.2).
package userinfo
