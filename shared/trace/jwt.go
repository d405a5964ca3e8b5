package trace

import (
	"encoding/base64"
	"strings"
)

// jwt reads header and claims of a JWT in compact form (RFC 7515 §7.1) and
// drops the signature. It returns nil for anything else. Nothing is verified
// here: what holds is what the checks of the event say.
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
