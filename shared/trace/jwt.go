package trace

import (
	"encoding/base64"
	"strings"
)

// jwt returns header and claims of a JWT in compact form (RFC 7515 §7.1), without the signature.
// It returns nil for anything else. It verifies nothing; Event.judge adds whether the token was valid.
func (r *Recorder) jwt(token string) *JWT {
	if len(token) > maxBody {
		return nil
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil
	}
	header, ok := r.segment(InJOSE, parts[0])
	if !ok {
		return nil
	}
	claims, ok := r.segment(InClaim, parts[1])
	if !ok {
		return nil
	}
	return &JWT{Header: header, Claims: claims}
}

func (r *Recorder) segment(in, part string) ([]Param, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return nil, false
	}
	return r.json(in, raw)
}
