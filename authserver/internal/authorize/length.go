package authorize

import (
	"context"
	"errors"
	"net/url"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
)

// lengths is the maximum length of each parameter in bytes; for resource, which may be
// repeated, of all values together. Anybody can send a request, and most parameters are
// stored, so each must be bounded. scope has a check of its own.
var lengths = map[string]int{
	"client_id":             256,
	"response_type":         64,
	"response_mode":         64,
	"redirect_uri":          2048,
	"state":                 maxOpaque,
	"nonce":                 maxOpaque,
	"code_challenge":        128, // RFC 7636 §4.2
	"code_challenge_method": 16,
	"prompt":                64,
	"max_age":               20,
	"id_token_hint":         8192, // of which only sub is kept
	"claims":                8192, // of which only names of claims are kept
	"resource":              4096,
	"dpop_jkt":              64,
}

// maxOpaque is the maximum length of state and of nonce, in bytes.
const maxOpaque = 4096

// maxLoginHint is the maximum length of a login_hint that is kept. Because it is only a
// hint, a longer one is not an error.
const maxLoginHint = 256

// length refuses parameters that are too long, before any of them is read.
func (h *Handler) length(ctx context.Context, _ *core.Client, p parameters, _ *core.AuthorizationRequest) error {
	return checks.RequestLength.RequireNil(ctx, tooLong(p.Values))
}

// tooLong returns an error that names a parameter over its length, nil if there is none.
func tooLong(values url.Values) error {
	for name, most := range lengths {
		total := 0
		for _, value := range values[name] {
			total += len(value)
		}
		if total > most {
			return errors.New(name + " is too long")
		}
	}
	return nil
}
