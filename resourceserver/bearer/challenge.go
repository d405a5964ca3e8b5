package bearer

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
)

// challenged adds the challenges to a refusal: that of the scheme that the request used and, to a
// 401, those of the other accepted schemes. Each challenge is a header field of its own (RFC 9110
// §11.6.1).
func (v *Validator) challenged(err error, used string, need Requirement) error {
	var refused *oauth.Error
	if !errors.As(err, &refused) || refused.Status() >= http.StatusInternalServerError {
		return err
	}
	if refused.Code == oauth.InvalidDPoPProof || refused.Code == oauth.UseDPoPNonce { // these are a 400 only at the token endpoint
		_ = refused.WithStatus(http.StatusUnauthorized) // RFC 9449 §7.1, §9
	}
	used = cmp.Or(used, v.schemes[0])
	refused.Challenge = v.challenge(used, refused, need)
	if refused.Status() != http.StatusUnauthorized {
		return err
	}
	for _, other := range v.schemes {
		if other != used {
			refused.Header = http.Header{"Www-Authenticate": {v.challenge(other, &oauth.Error{}, need)}}
		}
	}
	return err
}

// challenge returns one challenge of RFC 6750 §3 or RFC 9449 §7.1, with the parameters of RFC 9470
// §3 and RFC 9728 §5.1. It contains nothing that the caller sent, so that a caller cannot inject
// text. Without an error code it has no error parameters (RFC 6750 §3.1).
func (v *Validator) challenge(scheme string, e *oauth.Error, need Requirement) string {
	c := challenge{scheme: scheme}
	c.add("realm", v.cfg.Realm)
	if e.Code != "" {
		c.add("error", string(e.Code))
		c.add("error_description", v.describe(e))
	}
	stepUp := e.Code == oauth.InsufficientUserAuthentication
	if stepUp {
		c.add("acr_values", strings.Join(need.ACR, " "))
	}
	if stepUp && need.MaxAge > 0 {
		c.add("max_age", strconv.Itoa(int(need.MaxAge/time.Second)))
	}
	if stepUp || e.Code == oauth.InsufficientScope {
		c.add("scope", strings.Join(need.Scope, " "))
	}
	if scheme == oauth.TokenTypeDPoP {
		c.add("algs", strings.Join(dpop.Algorithms(), " "))
	}
	c.add("resource_metadata", v.cfg.MetadataURL)
	return c.String()
}

// describe returns the description, as Config.Explain extends it.
func (v *Validator) describe(e *oauth.Error) string {
	if v.cfg.Explain == nil {
		return e.Description
	}
	return v.cfg.Explain(e.CheckID(), e.Description)
}

// challenge is an authentication scheme with parameters (RFC 9110 §11.3).
type challenge struct {
	scheme     string
	parameters []string
}

func (c *challenge) add(name, value string) {
	if value != "" {
		c.parameters = append(c.parameters, name+"="+quoted(value))
	}
}

func (c *challenge) String() string {
	if len(c.parameters) == 0 {
		return c.scheme
	}
	return c.scheme + " " + strings.Join(c.parameters, ", ")
}

// quoted returns a quoted-string (RFC 9110 §5.6.4) of visible ASCII and spaces.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"', c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ', c > '~': // replace control characters, which could split the header, and bytes outside ASCII
			b.WriteByte('?')
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
