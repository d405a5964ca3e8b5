package jose

// Unverified is a token that was read: nothing in it is to be believed yet.
type Unverified struct {
	compact
	head   wire
	claims Payload
}

// Read decodes a token in compact form of at most maxBytes, and its claims into payload. It
// returns ErrMalformed for anything else. Of the claims nothing may be used before Kind.Judge
// but the issuer, to choose the Kind by.
func Read(raw string, maxBytes int, payload Payload) (*Unverified, error) {
	parts, ok := split(raw, maxBytes)
	if !ok {
		return nil, ErrMalformed
	}
	token := &Unverified{compact: parts, claims: payload}
	if Decode(token.header, &token.head) != nil || Decode(token.payload, payload) != nil {
		return nil, ErrMalformed
	}
	return token, nil
}

// Header is what the token says of its signature.
func (u *Unverified) Header() Header { return u.head.header() }

// Peek decodes the payload of a token into claims, without a rule but those of Read: to
// learn which issuer a token names. Nothing else may be decided by it.
func Peek(raw string, maxBytes int, claims any) error {
	token, ok := split(raw, maxBytes)
	if !ok || Decode(token.payload, claims) != nil {
		return ErrMalformed
	}
	return nil
}
