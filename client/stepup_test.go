package client_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/client/internal/issuertest"
)

const challenge = `Bearer realm="notes", error="insufficient_user_authentication", acr_values="gold silver", max_age="300"`

// demanding makes the API want another sign-in until satisfied is called.
func demanding(r *rig, challenge string) (satisfied func()) {
	r.api.set(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", challenge)
		w.WriteHeader(http.StatusUnauthorized)
	})
	return func() { r.api.set(nil) }
}

// A form without scripts: off to the sign-in, back with what was typed.
func TestStepUpOfAForm(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	csrf, _ := document(t, b.get("/")).Find("#add input[name=csrf]").Attr("value")
	demanding(r, challenge)
	form := url.Values{"csrf": {csrf}, "text": {"typed with care"}}.Encode()
	resp := b.do("POST", "/notes", form, header{"Content-Type": "application/x-www-form-urlencoded", "Origin": home})
	wantStatus(t, resp, http.StatusSeeOther)
	login := resp.Header.Get("Location")
	if strings.Contains(login, "typed") {
		t.Errorf("got %s: what was typed is in the URL", login)
	}
	resp = b.get("/callback?" + r.Approve(t, b.start(login)).Encode())
	wantStatus(t, resp, http.StatusSeeOther)
	back := resp.Header.Get("Location")
	typed := func(b *browser) string {
		text, _ := document(t, b.get(back)).Find("#text").Attr("value")
		return text
	}
	if got := typed(b); got != "typed with care" {
		t.Errorf("got %q, want what was typed", got)
	}
	r.Configure(func(i *issuertest.Issuer) {
		i.Claims = func(c jwt.MapClaims) { c["sub"] = "bob" }
		i.Userinfo = func(u map[string]any) { u["sub"] = "bob" }
	})
	if got := typed(r.signedIn(t)); got != "" {
		t.Errorf("another user got %q", got)
	}
	r.clock.Move(11 * time.Minute)
	if got := typed(b); got != "" {
		t.Errorf("after its time: got %q", got)
	}
}

// A page whose notes need another sign-in offers it, and does not go there by
// itself: a resource server that is never satisfied makes no circle.
func TestStepUpToRead(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	satisfied := demanding(r, challenge)
	link := document(t, b.get("/")).Find(`a[href^="/login?step_up="]`)
	if link.Length() != 1 {
		t.Fatal("got no way to sign in again")
	}
	wantStatus(t, b.get("/callback?"+r.Approve(t, b.start(link.AttrOr("href", ""))).Encode()), http.StatusSeeOther)
	satisfied()
	if document(t, b.get("/")).Find(`a[href^="/login?step_up="]`).Length() != 0 {
		t.Error("the offer is still there")
	}
}
