package clientcheck_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/labs/naive"
	"quartet.example/demo/mirror/clientcheck"
	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
)

const secret = "a-secret-of-this-test-0123456789"

func provider(t *testing.T) *hostile.Provider {
	t.Helper()
	p, err := hostile.Start(t.Context(), hostile.Options{Listen: "127.0.0.1:0", ClientID: "web", ClientSecret: secret, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

// serve starts a server, and tells the careless client its address.
func serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	if client, ok := handler.(*naive.Client); ok {
		client.Address = server.URL
	}
	return server.URL
}

// check runs all attacks, and returns the results by outcome. Warnings are among the failures.
func check(t *testing.T, p *hostile.Provider, o clientcheck.Options) map[report.Outcome][]string {
	t.Helper()
	o.Now = time.Now
	if o.Patience == 0 {
		o.Patience = time.Minute
	}
	found := map[report.Outcome][]string{}
	text := report.Text{W: t.Output()}
	r, err := clientcheck.Run(t.Context(), p, o, func(r report.Result) error {
		if r.Outcome == report.Warn {
			r.Outcome = report.Fail
		}
		found[r.Outcome] = append(found[r.Outcome], r.ID)
		return text.Result(r)
	})
	if err != nil {
		t.Fatal(err)
	}
	if r.Problem != "" {
		t.Fatal(r.Problem)
	}
	return found
}

// want compares the ids of results, in any order.
func want(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %s, want %s", what, strings.Join(got, " "), strings.Join(want, " "))
	}
}
