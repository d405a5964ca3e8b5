package naive

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"quartet.example/shared/accesstoken"
)

// API is an API with one resource, which needs an access token. Each field of Holes removes one defence.
type API struct {
	Issuer   string // whose access tokens are accepted
	Audience string // identifier of this API
	Scope    string // that a token must have
	Now      func() time.Time
	Holes    Holes

	keys keys
}

// Holes says which defences an API lacks. The zero value lacks none.
type Holes struct {
	SkipSignature bool // reads the claims without verifying the signature
	SkipAudience  bool // accepts tokens for other APIs
	SkipIssuer    bool // accepts tokens of other issuers that use the same keys
	SkipExpiry    bool // compares no date with the clock
	SkipScope     bool // accepts tokens with any scope
	SkipUser      bool // takes the token of a client for that of a user
	AnyTyp        bool // accepts ID tokens and other JWTs of the issuer
	AllowNone     bool // accepts alg none
	AllowHMAC     bool // verifies HS256 with the public key as the secret
	TrustJWK      bool // verifies with the key in the header of the token
	TokenInQuery  bool // takes the token from the URL, too
	FirstOfTwo    bool // takes the first of two Authorization headers
	FetchAlways   bool // fetches the keys for each unknown kid
	FetchOnce     bool // fetches the keys only once
	AllOrNoKeys   bool // refuses a key set if it cannot read one of the keys
	LoseKeys      bool // forgets its keys if it cannot fetch them again
	Unlimited     bool // reads a key set of any size
	Forbidden     bool // answers 403 instead of 401
	EchoToken     bool // writes the token into the error message
}

var errNoToken = errors.New("an access token is needed")

// ServeHTTP answers a request with a valid access token with the name of its user.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !arrivedOnLoopback(r) {
		http.Error(w, "this program is vulnerable on purpose", http.StatusForbidden)
		return
	}
	raw, err := a.token(r)
	var claims accesstoken.Claims
	if err == nil {
		err = a.verify(r.Context(), raw, &claims)
	}
	if err != nil {
		a.refuse(w, raw, err)
		return
	}
	user, isUser := claims.User()
	if (!a.Holes.SkipUser && !isUser) || (!a.Holes.SkipScope && !claims.Scopes().Has(a.Scope)) {
		w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer error="insufficient_scope", scope=%q`, a.Scope))
		http.Error(w, "the token does not allow this", http.StatusForbidden)
		return
	}
	_, _ = fmt.Fprintln(w, "hello", user)
}

// token returns the token of the request (RFC 6750 §2).
func (a *API) token(r *http.Request) (string, error) {
	fields := r.Header.Values("Authorization")
	if query := r.URL.Query().Get("access_token"); a.Holes.TokenInQuery && query != "" {
		return query, nil
	}
	if len(fields) == 0 {
		return "", errNoToken
	}
	scheme, token, _ := strings.Cut(fields[0], " ")
	if !strings.EqualFold(scheme, "Bearer") || len(fields) > 1 && !a.Holes.FirstOfTwo {
		return "", errNoToken
	}
	return token, nil
}

func (a *API) refuse(w http.ResponseWriter, token string, err error) {
	text, status, challenge := err.Error(), http.StatusUnauthorized, "Bearer"
	if a.Holes.EchoToken {
		text += ": " + token
	}
	if a.Holes.Forbidden && token != "" {
		status = http.StatusForbidden
	}
	if token != "" {
		challenge += ` error="invalid_token"`
	}
	w.Header().Set("WWW-Authenticate", challenge)
	http.Error(w, text, status)
}
