package apicheck_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"quartet.example/demo/mirror/apicheck"
	"quartet.example/demo/mirror/report"
	"quartet.example/resourceserver"
	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/redistest"
)

// withDPoP makes the checker send bound tokens.
func withDPoP(o *apicheck.Options) { o.DPoP = true }

// Our own code has every defence. What the run leaves out is listed, so that nothing is left out by
// mistake.
func TestOurOwnCodePasses(t *testing.T) {
	bearerOnly := []string{"api.location.body"}
	for _, d := range apicheck.Defences() {
		if strings.HasPrefix(d.ID, "api.dpop.") {
			bearerOnly = append(bearerOnly, d.ID)
		}
	}
	slices.Sort(bearerOnly)
	for name, tt := range map[string]struct {
		start     starter
		configure []func(*apicheck.Options)
		skipped   []string
	}{
		"resource server, bearer tokens":   {ourServer, nil, bearerOnly},
		"resource server, DPoP":            {ourServer, []func(*apicheck.Options){withDPoP}, []string{"api.location.body"}},
		"resource server, other algorithm": {ourServer, []func(*apicheck.Options){func(o *apicheck.Options) { o.Alg = "EdDSA" }}, bearerOnly},
		"package bearer":                   {ourLibrary, nil, bearerOnly},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, text := check(t, tt.start, tt.configure...)
			if got := failed(r); got != "" || r.Err() != nil {
				t.Errorf("%v: lacks %q\n%s", r.Err(), got, text)
			}
			if got := ids(r, report.Skip); !slices.Equal(got, tt.skipped) {
				t.Errorf("skipped %q, want %q", got, tt.skipped)
			}
		})
	}
}

// ourServer is the resource server of Quartet.
func ourServer(t *testing.T, issuer, own string, clock *clock) http.Handler {
	var cfg resourceserver.Config
	if err := flags.Load("resourceserver", "RESOURCESERVER_TEST", &cfg, nil); err != nil {
		t.Fatal(err)
	}
	cfg.Issuer, cfg.Resource, cfg.PublicURL = issuer, audience, own
	server, err := resourceserver.New(cfg, resourceserver.Deps{Redis: redistest.New(t), Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

// ourLibrary is an API that is protected as resourceserver/bearer/examples/protect is.
func ourLibrary(t *testing.T, issuer, _ string, clock *clock) http.Handler {
	guard, err := bearer.New(bearer.Config{Issuer: issuer, Resource: audience, Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = guard.Close() })
	users := guard.Guard(bearer.Requirement{Scope: []string{scope}, User: true})
	return users(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
}
