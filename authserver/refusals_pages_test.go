package authserver_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
)

func TestChecksOfPagesRefuse(t *testing.T) {
	signIn := func(s *scene) *authservertest.Browser { return s.authorize("prompt", "consent") }
	field := "input[name=password]"
	refusals{
		"as.transaction.known": func(s *scene) { b := signIn(s); s.srv.Advance(11 * time.Minute); b.Login("alice", "wonderland") },
		"as.transaction.browser": func(s *scene) {
			b := s.srv.Browser(s.t).Open(s.srv.URL + "/device")
			b.Submit(signIn(s).Page().Find(field).Closest("form"), url.Values{})
		},
		"as.login.password": func(s *scene) { signIn(s).Login("alice", "wrong") },
		"as.consent.given":  func(s *scene) { signIn(s).Login("alice", "wonderland").Deny() },
		"as.form.origin": func(s *scene) {
			r := request(s.t, http.MethodPost, s.srv.URL+"/login", url.Values{"username": {"alice"}})
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			do(s.t, s.srv, r)
		},
		"as.page.frame_denied": func(s *scene) {
			r := request(s.t, http.MethodGet, s.srv.URL+"/login?transaction=x", nil)
			r.Header.Set("Sec-Fetch-Dest", "iframe")
			do(s.t, s.srv, r)
		},
		"as.logout.hint": func(s *scene) { s.srv.Browser(s.t).Open(s.srv.URL + "/logout?id_token_hint=x") },
		"as.logout.redirect_uri": func(s *scene) {
			s.srv.Browser(s.t).Open(s.srv.URL + "/logout?client_id=notes&post_logout_redirect_uri=https://evil.example/")
		},
		"as.logout.state": func(s *scene) { s.srv.Browser(s.t).Open(s.srv.URL + "/logout?state=" + tooLong) },
		"as.logout.client": func(s *scene) {
			_, got := s.signedIn()
			s.srv.Browser(s.t).Open(s.srv.URL + "/logout?client_id=shop&id_token_hint=" + got.IDToken)
		},
	}.run(t)
}

func TestChecksOfSessionsRefuse(t *testing.T) {
	account := func(s *scene, change ...string) {
		b, _ := s.signedIn()
		b.Open(s.srv.URL + "/account")
		b.Submit(b.Page().Find("button.danger").Closest("form"), form(change))
	}
	asBob := func(s *scene, b *authservertest.Browser) { // in another tab of the same browser
		tab := *b
		tab.Open(s.as("notes").authorizeURL("openid", map[string]string{"prompt": "login"})).Login("bob", "builder")
	}
	refusals{
		"as.account.form":   func(s *scene) { account(s, "form", "x", "end", "everything") },
		"as.account.action": func(s *scene) { account(s, "end", "the world") },
		"as.consent.decision": func(s *scene) {
			s.authorize("prompt", "consent").Login("alice", "wonderland").Send("button[value=allow]", url.Values{"decision": {"maybe"}})
		},
		"as.consent.session": func(s *scene) {
			b := s.authorize("prompt", "consent").Login("alice", "wonderland")
			asBob(s, b)
			b.Approve()
		},
		"as.logout.session": func(s *scene) {
			b, _ := s.signedIn()
			b.Open(s.srv.URL + "/logout")
			asBob(s, b)
			b.Press("decision", "sign-out")
		},
		"as.user_code.asked": func(s *scene) {
			b := s.srv.Browser(s.t).Open(s.srv.URL+"/device").Login("alice", "wonderland")
			b.Send("input[name=user_code]", url.Values{"decision": {"allow"}})
		},
		"as.user_code.throttle": func(s *scene) {
			b := s.srv.Browser(s.t).Open(s.srv.URL+"/device").Login("mallory", "mischief")
			for range 11 {
				b.Open(s.srv.URL+"/device").Send("input[name=user_code]", url.Values{"user_code": {"BBBB-BBBB"}})
			}
		},
	}.run(t)
}

func TestLimitsRefuse(t *testing.T) {
	limited := func(change func(*authserver.Config)) authservertest.Option { return authservertest.WithConfig(change) }
	wrong := func(user string) func(s *scene) {
		return func(s *scene) {
			for i := range 4 {
				s.authorize().Login(strings.ReplaceAll(user, "#", fmt.Sprint(i)), "wrong")
			}
		}
	}
	refusals{"as.login.throttle": wrong("alice")}.run(t, limited(func(cfg *authserver.Config) { cfg.LoginAttempts = 3 }))
	refusals{"as.login.address": wrong("user#")}.run(t, limited(func(cfg *authserver.Config) { cfg.LoginAddressAttempts = 3 }))
	refusals{"as.start.rate": func(s *scene) {
		for range 20 {
			s.post("tv", "/device_authorization", "scope", "openid")
		}
	}}.run(t, limited(func(cfg *authserver.Config) { cfg.StartRate = 6 }))
	refusals{"as.record.size": func(s *scene) {
		form := smallRequest()
		form.Set("state", strings.Repeat("<", 4096)) // JSON needs six bytes for each of these
		do(s.t, s.srv, request(s.t, http.MethodPost, s.srv.URL+"/authorize", form))
	}}.run(t)
	refusals{"as.client.throttle": func(s *scene) {
		for range 4 {
			a := s.as("service")
			a.secret = "wrong"
			do(s.t, s.srv, a.post("/token", credentials()))
		}
	}}.run(t, limited(func(cfg *authserver.Config) { cfg.ClientAttempts = 3 }))
	refusals{"as.dpop.nonce": func(s *scene) {
		s.as("service").tokenWith(credentials(), newHolder(s.t, s.srv).proof(http.MethodPost, "/token"))
	}}.run(t, limited(func(cfg *authserver.Config) { cfg.DPoPNonce = "required" }))
}
