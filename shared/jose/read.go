package jose

// Unverified is a decoded token. Nothing in it is verified yet.
type Unverified struct {
	compact
	head   wire
	claims Payload
}

// Read decodes a token in compact form of at most maxBytes, and its claims into payload. It returns
// ErrMalformed for anything else. Before Kind.Judge has returned nil, only the issuer may be used,
// to select the Kind.
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

// Header returns the header of the token, which is not verified yet.
func (u *Unverified) Header() Header { return u.head.header() }

// Peek decodes the payload of a token into claims without verifying it. It is for reading the
// issuer; the result must not be used for any other decision.
func Peek(raw string, maxBytes int, claims any) error {
	token, ok := split(raw, maxBytes)
	if !ok || Decode(token.payload, claims) != nil {
		return ErrMalformed
	}
	return nil
}
