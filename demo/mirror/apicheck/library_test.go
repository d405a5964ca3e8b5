package apicheck_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/demo/mirror/apicheck"
	"quartet.example/shared/jose"
)

// An API as many are written: a maintained library with its defaults, and no more. The library verifies
// the signature, and exp if it is there. Everything else is an option that was not set, or left to the
// caller. It decodes the payload null into no claims, so such a token gets as far as the scope, and 403.
func TestALibraryWithItsDefaultsIsNotEnough(t *testing.T) {
	want := "audience.missing audience.other audience.similar claims.case header.crit issuer.missing issuer.other issuer.similar " +
		"location.twice response.status scope.similar time.exp-missing time.iat typ.id-token typ.other user.client"
	r, text := check(t, library, func(o *apicheck.Options) { o.Alg, o.Skip = "ES256", []string{"api.jwks", "api.key.other"} })
	if got := failed(r); got != want {
		t.Errorf("got  %q\nwant %q\n%s", got, want, text)
	}
}

type libraryClaims struct {
	jwt.RegisteredClaims
	Scope string `json:"scope"`
}

func library(_ *testing.T, issuer, _ string, clock *clock) http.Handler {
	keys := sync.OnceValues(func() (jose.Set, error) { return fetchOnce(issuer) })
	find := func(token *jwt.Token) (any, error) {
		set, err := keys()
		for _, key := range set.Keys {
			if key.ID == token.Header["kid"] {
				return key.Public, nil
			}
		}
		return nil, errors.Join(err, errors.New("unknown kid"))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme, raw, found := strings.Cut(r.Header.Get("Authorization"), " ")
		if !found || !strings.EqualFold(scheme, "Bearer") {
			w.Header().Set("WWW-Authenticate", "Bearer")
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		var claims libraryClaims
		if _, err := jwt.ParseWithClaims(raw, &claims, find, jwt.WithTimeFunc(clock.Now)); err != nil {
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if !strings.Contains(claims.Scope, scope) {
			w.Header().Set("WWW-Authenticate", `Bearer error="insufficient_scope"`)
			w.WriteHeader(http.StatusForbidden)
		}
	})
}

func fetchOnce(issuer string) (jose.Set, error) {
	resp, err := http.Get(issuer + "/jwks")
	if err != nil {
		return jose.Set{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	var document json.RawMessage
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&document); err != nil {
		return jose.Set{}, err
	}
	return jose.ParseSet(document, jose.KeyRules{})
}
