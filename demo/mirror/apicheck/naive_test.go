package apicheck_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"quartet.example/demo/labs/naive"
	"quartet.example/demo/mirror/report"
)

// Each hole of the careless API is found, and nothing else is reported.
func TestEachHoleIsFound(t *testing.T) {
	for name, tt := range map[string]struct {
		holes naive.Holes
		want  string // ids of the missing defences, without api.
	}{
		"none":           {naive.Holes{}, ""},
		"skip audience":  {naive.Holes{SkipAudience: true}, "audience.missing audience.other audience.similar"},
		"skip issuer":    {naive.Holes{SkipIssuer: true}, "issuer.missing issuer.other issuer.similar"},
		"skip expiry":    {naive.Holes{SkipExpiry: true}, "time.exp-missing time.expired time.iat time.nbf"},
		"skip scope":     {naive.Holes{SkipScope: true}, "scope.missing scope.similar"},
		"skip user":      {naive.Holes{SkipUser: true}, "user.client"},
		"any typ":        {naive.Holes{AnyTyp: true}, "typ.id-token typ.other"},
		"skip signature": {naive.Holes{SkipSignature: true}, "alg.hmac alg.none alg.unknown header.crit jwks.symmetric jwks.use jwks.withdrawn key.embedded key.foreign key.kid key.other signature.invalid signature.tampered typ.id-token typ.other"},
		"allow none":     {naive.Holes{AllowNone: true}, "alg.none"},
		"allow HMAC":     {naive.Holes{AllowHMAC: true}, "alg.hmac"},
		"trust jwk":      {naive.Holes{TrustJWK: true}, "key.embedded"},
		"token in query": {naive.Holes{TokenInQuery: true}, "location.query"},
		"first of two":   {naive.Holes{FirstOfTwo: true}, "location.twice"},
		"fetch always":   {naive.Holes{FetchAlways: true}, "jwks.storm"},
		"fetch once":     {naive.Holes{FetchOnce: true}, "jwks.rotation"},
		"all or no keys": {naive.Holes{AllOrNoKeys: true}, "jwks.unreadable"},
		"lose keys":      {naive.Holes{LoseKeys: true}, "jwks.huge jwks.outage"},
		"unlimited":      {naive.Holes{Unlimited: true}, "jwks.huge"},
		"forbidden":      {naive.Holes{Forbidden: true}, "response.status"},
		"echo token":     {naive.Holes{EchoToken: true}, "response.echo"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, text := check(t, careless(tt.holes))
			if got := failed(r); got != tt.want {
				t.Errorf("got  %q\nwant %q\n%s", got, tt.want, text)
			}
			if r.Count.Error > 0 {
				t.Errorf("could not be tested: %q\n%s", ids(r, report.Error), text)
			}
		})
	}
}

// failed returns the ids of the missing defences, advice included, without their first word.
func failed(r *report.Report) string {
	all := append(ids(r, report.Fail), ids(r, report.Warn)...)
	for i, id := range all {
		all[i] = strings.TrimPrefix(id, "api.")
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func careless(holes naive.Holes) starter {
	return func(_ *testing.T, issuer, _ string, clock *clock) http.Handler {
		return &naive.API{Issuer: issuer, Audience: audience, Scope: scope, Now: clock.Now, Holes: holes}
	}
}
