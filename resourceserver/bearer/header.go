package bearer

import (
	"net/http"
	"slices"
	"strings"

	"quartet.example/shared/oauth"
)

// credentials are the scheme and the token of the Authorization header.
type credentials struct {
	scheme string // Bearer or DPoP in this spelling; "" if none was read
	raw    string // the token
}

// credentials reads the token from the Authorization header (RFC 6750 §2.1, RFC 9449 §7.1). Tokens
// in other places are not used; they only change which check refuses the request.
func (v *Validator) credentials(r *http.Request) (credentials, error) {
	ctx := r.Context()
	lines := r.Header["Authorization"]
	if len(lines) == 0 && isElsewhere(r) {
		return credentials{}, TokenLocation.Fail(ctx, nil)
	}
	if err := TokenPresent.Require(ctx, len(lines) > 0); err != nil {
		return credentials{}, err
	}
	said, rest, _ := strings.Cut(lines[0], " ")
	at := slices.IndexFunc(v.schemes, func(s string) bool { return strings.EqualFold(s, said) }) // RFC 9110 §11.1
	if err := TokenScheme.Require(ctx, at >= 0); err != nil {
		return credentials{}, err
	}
	TokenLocation.Pass(ctx)
	c := credentials{scheme: v.schemes[at], raw: strings.TrimLeft(rest, " ")}
	if len(lines) > 1 || !isToken(c.raw) {
		return c, TokenFormat.Fail(ctx, nil)
	}
	return c, nil
}

func (c credentials) bound() bool { return c.scheme == oauth.TokenTypeDPoP }

// isElsewhere tells whether the request has a token in a place that RFC 9700 §4.3.2 forbids.
func isElsewhere(r *http.Request) bool {
	_, err := r.Cookie("access_token")
	return err == nil || strings.Contains(r.URL.RawQuery, "access_token=")
}

// isToken is b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"=".
func isToken(s string) bool {
	s = strings.TrimRight(s, "=")
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case c == '-', c == '.', c == '_', c == '~', c == '+', c == '/':
		default:
			return false
		}
	}
	return s != ""
}
