package apicheck_test

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/labs/naive"
	"quartet.example/demo/mirror/apicheck"
	"quartet.example/demo/mirror/report"
)

func TestSettingsAreRefusedBeforeAnythingIsSent(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*apicheck.Options)
		want   string
	}{
		"no URL":                           {func(o *apicheck.Options) { o.URL = "" }, "not the URL of an API"},
		"another scheme":                   {func(o *apicheck.Options) { o.URL = "ftp://127.0.0.1/" }, "not the URL of an API"},
		"an issuer that others can reach":  {func(o *apicheck.Options) { o.Listen = "0.0.0.0:0" }, "not a loopback address"},
		"an issuer on all addresses":       {func(o *apicheck.Options) { o.Listen = ":0" }, "not a loopback address"},
		"claims that are no object":        {func(o *apicheck.Options) { o.Claims = []byte(`["a"]`) }, "not a JSON object"},
		"a header without a value":         {func(o *apicheck.Options) { o.Header = []string{"X-Tenant"} }, "NAME:VALUE"},
		"the header that the attacks set":  {func(o *apicheck.Options) { o.Header = []string{"authorization: Basic x"} }, "Authorization"},
		"a defence that does not exist":    {func(o *apicheck.Options) { o.Skip = []string{"api.alg.nome"} }, `no defence "api.alg.nome"`},
		"the beginning of a word of an id": {func(o *apicheck.Options) { o.Only = []string{"api.al"} }, `no defence "api.al"`},
	} {
		t.Run(name, func(t *testing.T) {
			o := apicheck.Options{URL: "http://127.0.0.1:1/", Listen: "127.0.0.1:0", Alg: "ES256"}
			tt.change(&o)
			_, err := apicheck.Run(t.Context(), o, report.Text{W: t.Output()})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestOnlyTheChosenDefencesAreTested(t *testing.T) {
	r, _ := check(t, careless(naive.Holes{}), func(o *apicheck.Options) {
		o.Only, o.Skip = []string{"api.alg", "api.time.expired"}, []string{"api.alg.hmac"}
	})
	if got, want := ids(r, report.Pass), []string{"api.alg.none", "api.alg.unknown", "api.time.expired"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHeadersAndClaimsReachTheAPI(t *testing.T) {
	var tenant, body, claims string
	check(t, func(t *testing.T, issuer, own string, clock *clock) http.Handler {
		api := careless(naive.Holes{})(t, issuer, own, clock)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var b bytes.Buffer
			_, _ = b.ReadFrom(r.Body)
			tenant, body = r.Header.Get("X-Tenant"), b.String()
			if r.Header.Get("Authorization") != "" && claims == "" {
				claims = payload(t, r)
			}
			api.ServeHTTP(w, r)
		})
	}, func(o *apicheck.Options) {
		o.Method, o.Header, o.Body, o.Claims, o.Only = http.MethodPost, []string{"X-Tenant: acme"}, "{}", []byte(`{"roles":["admin"],"sub":"bob"}`), []string{"api.time.expired"}
	})
	if tenant != "acme" || body != "{}" {
		t.Errorf("got X-Tenant %q and body %q", tenant, body)
	}
	for _, want := range []string{`"roles":["admin"]`, `"sub":"bob"`, `"scope":"notes:read"`} {
		if !strings.Contains(claims, want) {
			t.Errorf("claims: got %s, want %s", claims, want)
		}
	}
}

// No attack means anything as long as the API refuses everything, or nothing.
func TestNoAttackBeforeTheBaseline(t *testing.T) {
	status := func(code int) starter {
		return func(*testing.T, string, string, *clock) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
		}
	}
	for name, tt := range map[string]struct {
		start starter
		want  string
	}{
		"a public route":               {status(http.StatusOK), "answers 200 without a token"},
		"a route that does not exist":  {status(http.StatusNotFound), "404 to a valid token"},
		"another issuer is configured": {status(http.StatusUnauthorized), "Is the issuer configured?"},
		"another audience is configured": {func(_ *testing.T, issuer, _ string, clock *clock) http.Handler {
			return &naive.API{Issuer: issuer, Audience: "https://other.example", Scope: scope, Now: clock.Now}
		}, "Are audience, scope and claims what it expects?"},
		"a rate limit": {status(http.StatusTooManyRequests), "turn its rate limit off"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			clock := newClock()
			server := httptest.NewServer(tt.start(t, "http://"+listener.Addr().String(), "", clock))
			t.Cleanup(server.Close)
			r, err := apicheck.Run(t.Context(), apicheck.Options{
				URL: server.URL, Method: http.MethodGet, Listener: listener, Audience: audience, Scope: scope, Subject: "alice", Client: "c", Alg: "ES256",
				Wait: 10 * time.Second, Now: clock.Now, Sleep: clock.Sleep,
			}, report.Text{W: t.Output()})
			if err != nil || !strings.Contains(r.Problem, tt.want) || len(r.Results) > 0 {
				t.Fatalf("got %+v, %v, want the problem %q", r, err, tt.want)
			}
			if got := report.ExitCode(r.Err()); got != 2 {
				t.Errorf("exit code: got %d, want 2", got)
			}
		})
	}
}

// Ctrl-C ends the run with the results so far.
func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	o := apicheck.Options{URL: "http://127.0.0.1:1/", Listen: "127.0.0.1:0", Alg: "ES256", Wait: time.Hour}
	r, err := apicheck.Run(ctx, o, report.Text{W: t.Output()})
	if err == nil && r.Err() == nil {
		t.Error("a run that was ended counts as passed")
	}
}

// Every defence says what a developer needs: a stable id, what was attacked, where it is specified, and
// what to do.
func TestEachDefenceIsDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range apicheck.Defences() {
		if seen[d.ID] || !strings.HasPrefix(d.ID, "api.") || d.Title == "" || d.Attack == "" || d.Fix == "" {
			t.Errorf("%q is there twice, or not described: %+v", d.ID, d)
		}
		if !strings.Contains(d.Spec, "RFC ") && !strings.Contains(d.Spec, "OpenID Connect") {
			t.Errorf("%s: no specification in %q", d.ID, d.Spec)
		}
		seen[d.ID] = true
	}
}

// Where access tokens have the typ of ID tokens, no API can tell them apart by it.
func TestTypIsNotTestedWithoutATypOfItsOwn(t *testing.T) {
	r, text := check(t, careless(naive.Holes{AnyTyp: true}), func(o *apicheck.Options) { o.Typ, o.Only = "JWT", []string{"api.typ", "api.alg"} })
	if got, want := ids(r, report.Skip), []string{"api.typ.id-token", "api.typ.other"}; !slices.Equal(got, want) || r.Err() != nil {
		t.Errorf("skipped %q, want %q\n%s", got, want, text)
	}
}
