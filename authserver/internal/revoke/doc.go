// Package revoke is POST /revoke (RFC 7009): a client revokes one of its tokens.
//
//	refresh token                    its grant is revoked, with all its tokens (§2.1)
//	access token                     only this token: its jti is stored until it expires
//	unknown, expired or revoked      nothing to do: 200 (§2.2)
//	token of another client          refused, and stays valid (§2.1)
//
// §2.1 requires an error if the token belongs to another client. Among the codes of RFC 6749 §5.2,
// invalid_grant is the one that means "issued to another client". Access tokens are self-contained:
// a resource server that uses neither introspection nor the feed of revoked tokens accepts a
// revoked one until it expires. token_type_hint is ignored, because the form of a token shows its
// type.
package revoke
