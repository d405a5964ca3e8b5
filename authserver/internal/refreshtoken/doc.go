// Package refreshtoken defines the format of our refresh tokens. It uses no Redis, no HTTP and no
// clock.
//
//	token  = base64url(handle ‖ secret)   16 + 32 bytes, 64 characters
//	handle = the same in all tokens of a family; only holders of these tokens know it
//	gid    = hash of the handle: the public name of the grant, also in access tokens
//	secret = 256 random bits, new at each rotation
//
// The handle is derived from the authorization code that started the grant. So the code alone
// identifies the grant that must be revoked when the code is replayed (RFC 6749 §4.1.2), and any
// older token identifies the family that must be revoked when the token is reused (RFC 9700
// §4.14.2), without a list of old tokens. An attacker who knows only the gid, from an access token,
// cannot make a token with the handle and so revoke the grant of somebody else.
//
//	form.go  make and parse a token
//	seal.go  encrypt a successor so that only its predecessor decrypts it
package refreshtoken
