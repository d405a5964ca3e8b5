package flowview

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Token is a token of a message, with what its readers must know.
type Token struct {
	Param      trace.Param
	Name, For  string      // for example "Access token", "for the API"
	Opaque     bool        // no JWT: only the authorization server knows its content
	Signatures []Signature // what the services recorded, those who verified it first
	Header     []Claim
	Claims     []Claim
	Audience   string // the values of aud, separated by spaces
	Issued     time.Time
	Expires    time.Time // zero if the token does not say when
	Binding    string    // what the token is bound to, "" for a bearer token
	Warning    string
}

// Claim is a member of the token. Date is the time that it states, or zero.
type Claim struct {
	trace.Param
	Date time.Time
}

// Tokens returns the tokens of h, a message of in, that are JWTs, and the opaque access and refresh tokens.
func Tokens(h *flow.Hop, in flow.Flow) []Token {
	var all []Token
	for _, p := range h.Values() {
		if p.JWT != nil || isOpaque(p) {
			all = append(all, tokenOf(p, h, in))
		}
	}
	return all
}

// isOpaque reports whether p is a token that is no JWT.
func isOpaque(p trace.Param) bool {
	switch p.Name {
	case "access_token", "refresh_token":
		return p.Masked && p.Len > 0 && p.In != trace.InHeader
	case "Authorization":
		return p.Attrs == "Bearer" || p.Attrs == "DPoP"
	}
	return false
}

func tokenOf(p trace.Param, h *flow.Hop, in flow.Flow) Token {
	k := kindOf(p)
	t := Token{Param: p, Name: k.name, For: k.isFor, Opaque: p.JWT == nil}
	if t.Opaque {
		t.Binding = bindingOf(nil, p)
		return t
	}
	t.Signatures = Signatures(p, h, in)
	t.Header, t.Claims = claimsOf(p.JWT.Header), claimsOf(p.JWT.Claims)
	t.Audience = claimOf(p.JWT.Claims, "aud")
	t.Issued, t.Expires = dateOf(claimOf(p.JWT.Claims, "iat")), dateOf(claimOf(p.JWT.Claims, "exp"))
	t.Binding = bindingOf(p.JWT, p)
	t.Warning = warningOf(k, p)
	return t
}

// bindingOf returns the key to which a token is bound (RFC 9449 §6.1), or "".
func bindingOf(t *trace.JWT, p trace.Param) string {
	if t != nil {
		if cnf := claimOf(t.Claims, "cnf"); cnf != "" {
			return "the key with the thumbprint " + strings.TrimPrefix(cnf, "jkt ")
		}
	}
	if p.Name == "Authorization" && p.Attrs == "DPoP" {
		return "the key of the DPoP proof in this request"
	}
	return ""
}

// warningOf says that a token is used as another kind of token, or "".
func warningOf(k kind, p trace.Param) string {
	used, ok := byName[p.Name]
	switch {
	case !ok || used == k || k == otherToken:
		return ""
	case k == idToken && used == accessToken:
		return "This is an ID token, used as an access token. An ID token tells the client who signed in. It gives no access, and the API must refuse it (RFC 9068 §4, RFC 8725 §3.11)."
	}
	return "This is a token of another kind: " + k.name + ". The receiver must refuse it (RFC 8725 §3.11)."
}

func claimsOf(list []trace.Param) []Claim {
	all := make([]Claim, len(list))
	for i, p := range list {
		all[i] = Claim{Param: p}
		if slices.Contains([]string{"exp", "iat", "nbf", "auth_time", "updated_at"}, p.Name) {
			all[i].Date = dateOf(p.Value)
		}
	}
	return all
}

// dateOf returns a NumericDate (RFC 7519 §2), or the zero time for anything else.
func dateOf(seconds string) time.Time {
	n, err := strconv.ParseFloat(seconds, 64)
	if err != nil || !(n > 0 && n < 253402300800) { // NaN, or after the year 9999
		return time.Time{}
	}
	return time.Unix(int64(n), 0).UTC()
}

// Left returns the time from now until t expires. It is 0 if t has expired, or does not say when.
func (t Token) Left(now time.Time) time.Duration {
	if t.Expires.IsZero() {
		return 0
	}
	return max(t.Expires.Sub(now), 0)
}

// Life returns the time from issue to expiry, or 0 if t does not say both.
func (t Token) Life() time.Duration {
	if t.Issued.IsZero() || t.Expires.IsZero() {
		return 0
	}
	return max(t.Expires.Sub(t.Issued), 0)
}
