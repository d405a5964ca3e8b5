package jose

import (
	"errors"
	"fmt"
)

// The errors for the rules of RFC 7515, RFC 7519 and RFC 8725, in the order in which Kind.Verify
// checks them. Every error of Verify wraps exactly one of them. No error contains a part of the
// token.
var (
	ErrMalformed = errors.New("not a JWT in compact form")                              // RFC 7515 §7.1, RFC 7519 §7.2
	ErrAlgorithm = errors.New("algorithm is not allowed")                               // RFC 8725 §3.1
	ErrCritical  = errors.New("the token requires an extension, and none is supported") // RFC 7515 §4.1.11, RFC 7797 §6
	ErrType      = errors.New("typ is that of another kind of token")                   // RFC 8725 §3.11
	ErrKey       = errors.New("key is not known")                                       // RFC 7515 §4.1.4, RFC 8725 §3.10
	ErrNoKeys    = errors.New("the issuer has no keys that can be used")                // the token cannot be verified now; this is not a fault of the token
	ErrSignature = errors.New("signature does not verify")                              // RFC 7515 §5.2
	ErrIssuer    = errors.New("issuer is not the expected one")                         // RFC 8725 §3.8
	ErrAudience  = errors.New("audience is not the expected one")                       // RFC 8725 §3.9
	ErrTime      = errors.New("token is not valid now")                                 // RFC 7519 §4.1.4 to §4.1.6
	ErrClaims    = errors.New("a required claim is missing or malformed")               // the error names the missing claims
	ErrPrivate   = errors.New("a private or symmetric key must not be published")       // RFC 7517 §9.2
)

// ErrKeyID is an ErrKey for an invalid kid.
var ErrKeyID = fmt.Errorf("%w: kid is not a string of 1 to %d bytes", ErrKey, maxKeyID)

// ErrTooSoon is returned together with an ErrKey by a Remote that did not fetch the set for an
// unknown key ID, because it had fetched the set a moment ago. The key may exist.
var ErrTooSoon = errors.New("the keys were fetched just now")

// The errors about dates. Each wraps ErrTime.
var (
	ErrRange       = fmt.Errorf("%w: a date is out of range", ErrTime)
	ErrExpired     = fmt.Errorf("%w: it has expired", ErrTime)
	ErrNotYetValid = fmt.Errorf("%w: nbf or iat lies ahead", ErrTime)
	ErrTooOld      = fmt.Errorf("%w: it was issued too long ago", ErrTime)
	ErrTooLong     = fmt.Errorf("%w: it expires too late", ErrTime)
)
