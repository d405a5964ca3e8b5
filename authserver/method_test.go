package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/telemetry"
)

// In the dev profile a client that came with the wrong method is told which is
// registered.
func TestWrongMethodIsNamedInDev(t *testing.T) {
	srv := authservertest.Start(t)
	r := request(t, http.MethodPost, srv.URL+"/token", url.Values{"grant_type": {"client_credentials"}})
	r.SetBasicAuth("web-post", "x")
	_, _, body := do(t, srv, r)
	if !strings.Contains(body, "registered for client_secret_post, came with client_secret_basic") {
		t.Errorf("got %s", body)
	}
}

// A refusal is counted by the id of the check, and by nothing that a stranger chose.
func TestRefusalsAreCountedByCheck(t *testing.T) {
	registry := prometheus.NewRegistry()
	requests := telemetry.NewRequests(registry)
	requests.Refused("as.pkce.verifier")
	requests.Refused("as.pkce.verifier")
	requests.Refused("")
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != "checks_refused_total" {
			continue
		}
		if len(f.GetMetric()) != 1 || f.GetMetric()[0].GetCounter().GetValue() != 2 || f.GetMetric()[0].GetLabel()[0].GetValue() != "as.pkce.verifier" {
			t.Errorf("got %v", f.GetMetric())
		}
		return
	}
	t.Error("no checks_refused_total")
}
