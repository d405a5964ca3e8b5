// Package userinfo is the UserInfo endpoint: the claims about a user that an
// access token was granted (OIDC Core §5.3). The token comes in the header
// (RFC 6750 §2.1) or, by POST, in the form body (§2.2); a token in the URL is
// as if there were none (RFC 9700 §4.3.2).
package userinfo
