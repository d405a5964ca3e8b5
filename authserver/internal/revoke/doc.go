// Package revoke is POST /revoke (RFC 7009): a client gives back what it got.
//
//	a refresh token ends its grant: the family, and every access token of it (§2.1)
//	an access token ends alone: its jti is remembered until it expires
//	an unknown, expired or revoked token needs nothing more: 200 (§2.2)
//	another client's token is refused, and stays (§2.1)
//
// §2.1 wants the client to be told when a token is not its own; among the codes
// of RFC 6749 §5.2 it is invalid_grant that means "issued to another client".
// Access tokens are self-contained: a resource that does not ask us
// (introspection) believes a revoked one until it expires. token_type_hint is
// not read: the two kinds of token cannot be mistaken for each other.
package revoke
