package authserver_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/telemetry"
)

// record is a log line about a security event.
type record struct {
	Message   string `json:"msg"`
	Check     string `json:"check"`
	RequestID string `json:"request_id"`
	Client    string `json:"client_id"`
	Grant     string `json:"grant"`
	Subject   string `json:"subject"`
	Account   string `json:"account"`
}

// recordOf returns the last record with this message and check.
func recordOf(t *testing.T, log, message, check string) record {
	t.Helper()
	for _, line := range slices.Backward(strings.Split(strings.TrimSpace(log), "\n")) {
		var r record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		if r.Message == message && r.Check == check {
			return r
		}
	}
	t.Fatalf("no record %q with check %q in %s", message, check, log)
	return record{}
}

// Each security record identifies its request, client, grant and user, so that an operator can find
// the other records of the same grant.
func TestSecurityRecords(t *testing.T) {
	const none, grant, subject, both = 0, 1, 2, 3
	for name, tt := range map[string]struct {
		message, check string
		has            int
		do             func(s *scene)
	}{
		"refresh reuse": {"request refused", "as.refresh.reuse", both, func(s *scene) {
			_, first := s.signedIn()
			_, second, _ := s.as("notes").refresh(first.RefreshToken)
			s.as("notes").refresh(second.RefreshToken)
			s.as("notes").refresh(first.RefreshToken)
		}},
		"refresh by another client": {"request refused", "as.refresh.client_bound", grant, func(s *scene) {
			_, got := s.signedIn()
			s.token("tv", "grant_type", "refresh_token", "refresh_token", got.RefreshToken)
		}},
		"code replay": {"request refused", "as.code.unused", both, func(s *scene) {
			form := s.code("notes", "openid", nil)
			s.send("notes", "/token", clone(form))
			s.send("notes", "/token", form)
		}},
		"wrong client secret": {"request refused", "as.client.auth", none, func(s *scene) {
			a := s.as("notes")
			a.secret = "wrong"
			do(s.t, s.srv, a.post("/token", credentials()))
		}},
		"DPoP replay": {"request refused", "as.dpop.jti_replay", none, func(s *scene) {
			proof := newHolder(s.t, s.srv).proof("POST", "/token")
			for range 2 {
				s.as("notes").tokenWith(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"x"}}, proof)
			}
		}},
		"wrong password": {"sign-in failed", "as.login.password", none, func(s *scene) { s.authorize().Login("alice", "guess") }},
		"sign-in":        {"signed in", "", subject, func(s *scene) { s.authorize().Login("alice", "wonderland") }},
		"consent given":  {"consent given", "", both, func(s *scene) { s.signedIn() }},
		"consent refused": {"consent refused", "", subject, func(s *scene) {
			s.authorize("prompt", "consent").Login("alice", "wonderland").Deny()
		}},
		"sign-out": {"signed out", "", subject, func(s *scene) {
			b, got := s.signedIn()
			b.Open(s.srv.URL + "/logout?id_token_hint=" + got.IDToken)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			log := &lines{}
			srv := authservertest.Start(t, authservertest.WithLog(telemetry.Logger("json", "info", log)))
			tt.do(&scene{t: t, srv: srv})
			got := recordOf(t, log.String(), tt.message, tt.check)
			if got.RequestID == "" || got.Client == "" || (got.Grant != "") != (tt.has&grant > 0) || (got.Subject != "") != (tt.has&subject > 0) {
				t.Errorf("got %+v", got)
			}
			if strings.Contains(got.Message, "sign") && got.Message != "signed out" && got.Account == "" {
				t.Errorf("no account in %+v", got)
			}
			if strings.Contains(log.String(), alice) {
				t.Errorf("the log names the subject: %s", log)
			}
		})
	}
}

// The records of a consent and of a later refresh token reuse have the same fingerprints of the
// grant and the user.
func TestRecordsOfOneGrantBelongTogether(t *testing.T) {
	log := &lines{}
	srv := authservertest.Start(t, authservertest.WithLog(telemetry.Logger("json", "info", log)))
	s := &scene{t: t, srv: srv}
	_, first := s.signedIn()
	_, second, _ := s.as("notes").refresh(first.RefreshToken)
	s.as("notes").refresh(second.RefreshToken)
	s.as("notes").refresh(first.RefreshToken)
	given, reused := recordOf(t, log.String(), "consent given", ""), recordOf(t, log.String(), "request refused", "as.refresh.reuse")
	if given.Grant == "" || given.Grant != reused.Grant || given.Subject != reused.Subject || given.RequestID == reused.RequestID {
		t.Errorf("got %+v and %+v", given, reused)
	}
	s.signedIn()
	if other := recordOf(t, log.String(), "consent given", ""); other.Grant == given.Grant || other.Subject != given.Subject {
		t.Errorf("another grant of the same user: got %+v after %+v", other, given)
	}
}

// Each refusal is counted once under the id of its check, whatever form the response has.
func TestRefusalsAreCountedByCheck(t *testing.T) {
	registry := prometheus.NewRegistry()
	srv := authservertest.Start(t, authservertest.WithMetrics(registry))
	s := &scene{t: t, srv: srv}
	for check, try := range map[string]func(){
		"as.grant_type.known":   func() { s.token("notes", "grant_type", "password") },                           // a JSON error
		"as.response_type.code": func() { s.authorize("response_type", "token") },                                // a redirect
		"as.consent.given":      func() { s.authorize("prompt", "consent").Login("alice", "wonderland").Deny() }, // a redirect
		"as.login.password":     func() { s.authorize().Login("alice", "guess") },                                // the sign-in page
		"as.user_code.known":    func() { enter(srv.Browser(t), srv, "BBBB-BBBB") },                              // the page for user codes
		"as.redirect_uri.exact": func() { s.authorize("redirect_uri", "https://evil.example/") },                 // an error page
	} {
		t.Run(check, func(t *testing.T) {
			before := refusalsOf(t, registry)
			try()
			after := refusalsOf(t, registry)
			if got := after[check] - before[check]; got != 1 {
				t.Errorf("counted %v times, want once; all: %v", got, after)
			}
		})
	}
}

// refusalsOf returns the metric checks_refused_total by check.
func refusalsOf(t *testing.T, registry *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	counted := map[string]float64{}
	for _, f := range families {
		if f.GetName() != "checks_refused_total" {
			continue
		}
		for _, m := range f.GetMetric() {
			counted[m.GetLabel()[0].GetValue()] = m.GetCounter().GetValue()
		}
	}
	return counted
}
