// Package refreshtoken is the form of our refresh tokens, and nothing else: no
// Redis, no HTTP, no clock.
//
//	token  = base64url(handle ‖ secret)   16 + 32 bytes, 64 characters
//	handle = what all tokens of a family share; known to their holders only
//	gid    = hash of the handle: the public name of the grant, in access tokens too
//	secret = 256 random bits, new at each rotation
//
// The handle is derived from the authorization code that started the grant. So
// the code alone names the grant that a replay must end (RFC 6749 §4.1.2), and
// any older token names the family that reuse must end (RFC 9700 §4.14.2),
// without a list of old tokens. Who only knows the gid, from an access token,
// cannot pretend to hold an older refresh token and so end somebody's grant.
//
//	form.go  make, follow and read a token
//	seal.go  seal a successor so that only its predecessor opens it
package refreshtoken
