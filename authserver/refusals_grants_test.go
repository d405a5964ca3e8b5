package authserver_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
)

func TestChecksOfProofsRefuse(t *testing.T) {
	send := func(s *scene, proofs ...string) { s.as("service").tokenWith(credentials(), proofs...) }
	proof := func(s *scene, change ...func(*dpop.Request)) string {
		return newHolder(s.t, s.srv).proof(http.MethodPost, "/token", change...)
	}
	refusals{
		"as.dpop.one":        func(s *scene) { send(s, proof(s), proof(s)) },
		"as.dpop.proof":      func(s *scene) { send(s, "x") },
		"as.dpop.signature":  func(s *scene) { p := proof(s); send(s, p[:len(p)-8]+"AAAAAAAA") },
		"as.dpop.target":     func(s *scene) { send(s, proof(s, func(r *dpop.Request) { r.URI = s.srv.URL + "/par" })) },
		"as.dpop.fresh":      func(s *scene) { send(s, proof(s, func(r *dpop.Request) { r.Now = r.Now.Add(-time.Hour) })) },
		"as.dpop.jti_replay": func(s *scene) { p := proof(s); send(s, p); send(s, p) },
		"as.dpop.required":   func(s *scene) { s.token("bound", "grant_type", "client_credentials") },
		"as.dpop.jkt": func(s *scene) {
			s.send("notes", "/par", s.as("notes").request(map[string]string{"dpop_jkt": oauth.Hash("x")}), dpop.Header, newHolder(s.t, s.srv).proof(http.MethodPost, "/par"))
		},
		"as.dpop.code_bound": func(s *scene) {
			s.send("notes", "/token", s.code("notes", "openid", map[string]string{"dpop_jkt": oauth.Hash("x")}))
		},
		"as.refresh.dpop_bound": func(s *scene) {
			_, _, got := s.as("native").tokenWith(s.code("native", "openid", nil), proof(s))
			s.token("native", "grant_type", "refresh_token", "refresh_token", got.RefreshToken)
		},
		"as.userinfo.dpop_bound": func(s *scene) { s.userinfo("Authorization", "Bearer "+s.bound(newHolder(s.t, s.srv))) },
		"as.userinfo.dpop_ath":   func(s *scene) { s.userinfo("Authorization", "DPoP "+s.bound(newHolder(s.t, s.srv))) },
	}.run(t)
}

// bound returns an access token that is bound to the key.
func (s *scene) bound(h holder) string {
	_, _, got := s.as("notes").tokenWith(s.code("notes", "openid", nil), h.proof(http.MethodPost, "/token"))
	return got.AccessToken
}

func TestChecksOfExchangeRefuse(t *testing.T) {
	exchange := func(client string, more ...string) func(s *scene) {
		return func(s *scene) {
			_, _, got := s.as("shop").tokenWith(with(s.code("shop", "openid orders:read stock:read", nil), "resource", orders))
			s.as(client).exchange(got.AccessToken, more...)
		}
	}
	refusals{
		"as.exchange.types":   exchange("gateway", "subject_token_type", "urn:ietf:params:oauth:token-type:id_token"),
		"as.exchange.subject": exchange("gateway", "subject_token", "x"),
		"as.exchange.source":  exchange("bills-api"),
		"as.exchange.actor":   exchange("gateway", "actor_token", "x", "actor_token_type", oauth.AccessTokenType),
		"as.exchange.target":  exchange("gateway", "resource", bills),
		"as.exchange.scope":   exchange("gateway", "scope", "stock:write"),
		"as.exchange.key": func(s *scene) {
			h := newHolder(s.t, s.srv)
			_, _, got := s.as("shop").tokenWith(s.code("shop", "stock:read", nil), h.proof(http.MethodPost, "/token"))
			s.as("gateway").exchange(got.AccessToken)
		},
	}.run(t)
}

func TestChecksOfDevicesRefuse(t *testing.T) {
	poll := func(s *scene, code string) { s.as("tv").poll(code) }
	start := func(s *scene) oauth.DeviceAuthorization { return s.as("tv").start("openid") }
	answered := func(s *scene, allow bool) string {
		d := start(s)
		b := enter(s.srv.Browser(s.t), s.srv, d.UserCode)
		if allow {
			b.Approve()
		} else {
			b.Deny()
		}
		return d.DeviceCode
	}
	refusals{
		"as.device.present":      func(s *scene) { s.token("tv", "grant_type", deviceGrant) },
		"as.device.known":        func(s *scene) { poll(s, "x") },
		"as.device.client_bound": func(s *scene) { s.as("radio").poll(start(s).DeviceCode) },
		"as.device.unused":       func(s *scene) { code := answered(s, true); poll(s, code); s.srv.Advance(soon); poll(s, code) },
		"as.device.unexpired":    func(s *scene) { d := start(s); s.srv.Advance(10 * time.Minute); poll(s, d.DeviceCode) },
		"as.device.interval":     func(s *scene) { d := start(s); poll(s, d.DeviceCode); poll(s, d.DeviceCode) },
		"as.device.allowed":      func(s *scene) { poll(s, answered(s, false)) },
		"as.device.decided":      func(s *scene) { poll(s, start(s).DeviceCode) },
		"as.user_code.known":     func(s *scene) { enter(s.srv.Browser(s.t), s.srv, "BBBB-BBBB") },
	}.run(t)
}

func TestChecksOfTheEventFeedRefuse(t *testing.T) {
	poll := func(id, body string) func(s *scene) {
		return func(s *scene) {
			r := request(s.t, http.MethodPost, s.srv.URL+"/security_events", nil)
			r.Body = io.NopCloser(strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			r.SetBasicAuth(id, s.as(id).secret)
			do(s.t, s.srv, r)
		}
	}
	refusals{
		"as.events.recipient": poll("notes", `{"returnImmediately":true}`),
		"as.events.poll":      poll("notes-api", `{"maxEvents":-1}`),
		"as.events.position":  poll("notes-api", `{"returnImmediately":true,"position":"x"}`),
	}.run(t)
}
