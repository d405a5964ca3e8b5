package bearer

import (
	"net/http"
	"strings"

	"quartet.example/shared/oauth"
)

// credentials gives the token of the Authorization header (RFC 6750 §2.1). A
// token anywhere else is ignored, and never read: it only changes the reason.
func credentials(r *http.Request) (string, error) {
	ctx := r.Context()
	lines := r.Header["Authorization"]
	if len(lines) == 0 {
		if isElsewhere(r) {
			return "", TokenLocation.Fail(ctx, nil)
		}
		return "", TokenPresent.Fail(ctx, nil)
	}
	_ = TokenPresent.Require(ctx, true)
	scheme, rest, _ := strings.Cut(lines[0], " ")
	if err := TokenScheme.Require(ctx, strings.EqualFold(scheme, oauth.TokenTypeBearer)); err != nil { // RFC 9110 §11.1
		return "", err
	}
	_ = TokenLocation.Require(ctx, true)
	raw := strings.TrimLeft(rest, " ")
	if len(lines) > 1 || !isToken(raw) {
		return "", TokenFormat.Fail(ctx, nil)
	}
	return raw, nil
}

// isElsewhere tells whether a token came where RFC 9700 §4.3.2 forbids it.
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
