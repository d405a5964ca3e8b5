package conformance_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
)

// The tests in this file are not parallel, because the load of other tests would change how 50
// concurrent callers interleave.
const many = 50

func TestCodeRace(t *testing.T) {
	s := rig.Start(t)
	b, c := browser.New(t), plain(t)
	t.Run("O-01 ADV-27 50 redemptions of one code, 20 times: one wins", func(t *testing.T) {
		for range 20 {
			r := rig.Authorization("native", nativeBack, "openid notes:read")
			form := r.Redemption(authorize(t, s, b, r).Get("code"))
			all := together(many, func(int) answer { return post(t, c, s.Issuer+"/token", form) })
			won := count(all, func(a answer) bool { return a.Status == http.StatusOK })
			lost := count(all, func(a answer) bool { return a.Status == http.StatusBadRequest && a.text(t, "error") == "invalid_grant" })
			if won != 1 || lost != many-1 {
				t.Fatalf("%d won and %d got invalid_grant", won, lost)
			}
		}
	})
}

func TestRefreshRace(t *testing.T) {
	s := rig.Start(t)
	c := plain(t)
	refresh := func(token string) answer {
		return post(t, c, s.Issuer+"/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}, "client_id": {"native"}})
	}
	t.Run("O-03 ADV-07 ADV-32 50 refreshes of one token, 20 times: one successor", func(t *testing.T) {
		token := tokens(t, s).text(t, "refresh_token")
		for range 20 {
			successors := make(map[string]bool)
			for _, a := range together(many, func(int) answer { return refresh(token) }) {
				if a.Status != http.StatusOK {
					t.Fatalf("got %d %s", a.Status, a.Body)
				}
				successors[a.text(t, "refresh_token")] = true
			}
			if len(successors) != 1 || successors[token] {
				t.Fatalf("got %d successors", len(successors))
			}
			for next := range successors {
				token = next
			}
		}
	})
	t.Run("O-03 E-02 after the grace, reuse ends the family", func(t *testing.T) {
		first := tokens(t, s).text(t, "refresh_token")
		second := refresh(first).text(t, "refresh_token")
		s.Clock.Forward(11 * time.Second)
		for _, token := range []struct{ name, value string }{{"the old one", first}, {"its successor", second}} {
			if a := refresh(token.value); a.Status != http.StatusBadRequest || a.text(t, "error") != "invalid_grant" {
				t.Errorf("%s: got %d %s", token.name, a.Status, a.Body)
			}
		}
	})
}

func TestSingleFlight(t *testing.T) {
	s := rig.Start(t)
	b := s.SignIn(t)
	b.Fetch(http.MethodPost, "/api/notes", `{"text":"milk"}`)
	cookie := rig.SessionCookie + "=" + b.Cookie("app.localhost", rig.SessionCookie)
	c := plain(t)
	t.Run("L-19 50 calls on an expired token: 50 answers, one refresh", func(t *testing.T) {
		for round := range 5 {
			s.Clock.Forward(s.Settings.Authserver.AccessTokenTTL + time.Second)
			before := len(s.Gate.Seen(rig.Refreshes))
			all := together(many, func(int) answer {
				return call(t, c, request(t, http.MethodGet, s.Client+"/api/notes", "", "Cookie", cookie, "X-Requested-With", "quartet", "Sec-Fetch-Site", "same-origin"))
			})
			if good := count(all, func(a answer) bool { return a.Status == http.StatusOK }); good != many {
				t.Fatalf("round %d: %d answers of %d; one: %d %s", round, good, many, all[0].Status, all[0].Body)
			}
			if n := len(s.Gate.Seen(rig.Refreshes)) - before; n != 1 {
				t.Fatalf("round %d: %d refreshes", round, n)
			}
		}
	})
}
