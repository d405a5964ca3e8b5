package production_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/admin"
	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/waittest"
)

// startRate is how many authorization requests one address may send in a minute.
const startRate = 20

func TestProductionBehindAProxy(t *testing.T) {
	f := startFleet(t)
	b := f.signIn(t)
	t.Run("the API is called through both replicas", func(t *testing.T) {
		if got := b.Fetch(http.MethodPost, "/api/notes", `{"text":"milk"}`); got.Status != http.StatusCreated {
			t.Fatalf("add: got %d %s", got.Status, got.Body)
		}
		for range 4 {
			if got := b.Fetch(http.MethodGet, "/api/notes", ""); got.Status != http.StatusOK || !strings.Contains(got.Body, "milk") {
				t.Errorf("read: got %d %s", got.Status, got.Body)
			}
		}
		for _, path := range []string{"/api/notes", "/notes"} {
			if asked := f.proxy.asked(path); len(asked) != 2 {
				t.Errorf("%s: replicas were asked %v, want two", path, asked)
			}
		}
	})
	t.Run("every cookie is __Host-, Secure and HttpOnly", func(t *testing.T) { wantSafeCookies(t, b) })
	t.Run("production says Strict-Transport-Security", func(t *testing.T) {
		for _, h := range b.Hops() {
			if h.Header.Get("Strict-Transport-Security") == "" {
				t.Errorf("%s: no Strict-Transport-Security", h.URL)
			}
		}
	})
	t.Run("L-19 two replicas of the client refresh once", func(t *testing.T) { f.refreshOnce(t, b) })
	t.Run("G-02 a key rotation is seen at both replicas", func(t *testing.T) { f.rotateKeys(t, b) })
	t.Run("there is no control API, not even for programs on this machine", func(t *testing.T) {
		for _, base := range append([]string{f.issuer}, f.replicas["auth.localhost"]...) {
			for _, path := range []string{"/control/clock", "/control/requests", "/control/state", "/control/openapi.json", "/tenant/control/clock"} {
				if got := status(t, from(t, "127.0.0.1"), base+path); got != http.StatusNotFound {
					t.Errorf("%s: got %d, want 404", base+path, got)
				}
			}
		}
	})
	t.Run("O-17 X-Forwarded-For of the proxy counts, of others not", func(t *testing.T) { f.forwarded(t) })
	t.Run("signing out at the client signs out at both replicas, and at the authorization server", func(t *testing.T) {
		other := f.signIn(t)
		name, value := sessionCookie(t, other)
		other.Submit(`form[action="/logout"]`, url.Values{})
		for range 2 {
			if got := status(t, from(t, "127.0.0.1"), f.client+"/api/notes", "X-Requested-With", "quartet", "Cookie", name+"="+value); got != http.StatusUnauthorized {
				t.Errorf("the cookie of before: got %d, want 401", got)
			}
		}
		if other.Press("decision", "sign-out"); !strings.HasPrefix(other.At().String(), f.client) {
			t.Errorf("signed out at %s: %s", other.At(), other.Text())
		}
		if other.Open(f.client + "/login"); !other.Has(`input[type="password"]`) {
			t.Errorf("the authorization server still knows alice: %s", other.Text())
		}
	})
	t.Run("K-08 the client ends a session that ended at the authorization server", func(t *testing.T) {
		b.Open(f.issuer+"/account").Press("end", "everything")
		b.Open(f.client + "/")
		waittest.Until(t, "both replicas refuse", func() bool {
			first, second := b.Fetch(http.MethodGet, "/api/notes", ""), b.Fetch(http.MethodGet, "/api/notes", "") // one call at each replica
			return first.Status == http.StatusUnauthorized && second.Status == http.StatusUnauthorized
		})
		if asked := f.proxy.asked("/backchannel-logout"); len(asked) == 0 {
			t.Error("no logout token arrived")
		}
	})
}

// signIn signs alice in through the proxy.
func (f *fleet) signIn(t *testing.T) *browser.Browser {
	t.Helper()
	b := browser.New(t).Open(f.client+"/login").Login("alice", password)
	if b.Has(`button[value="allow"]`) {
		b.Approve()
	}
	if b.Status() != http.StatusOK || !strings.HasPrefix(b.At().String(), f.client) {
		t.Fatalf("sign-in ended at %s (%d): %s", b.At(), b.Status(), b.Text())
	}
	return b
}

func wantSafeCookies(t *testing.T, b *browser.Browser) {
	t.Helper()
	seen := 0
	for _, h := range b.Hops() {
		for _, line := range h.Header["Set-Cookie"] {
			seen++
			c, err := http.ParseSetCookie(line)
			if err != nil || !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite == http.SameSiteNoneMode {
				t.Errorf("%s sets %s", h.URL, line)
			}
		}
	}
	if seen < 2 {
		t.Errorf("got %d cookies, want one of each server at least", seen)
	}
}

// refreshOnce sends 20 concurrent calls to two replicas after the access token has expired.
func (f *fleet) refreshOnce(t *testing.T, b *browser.Browser) {
	t.Helper()
	before := total(f.proxy.asked("/token"))
	f.clock.Forward(f.auth.AccessTokenTTL)
	name, value := sessionCookie(t, b)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if got := status(t, from(t, "127.0.0.1"), f.client+"/api/notes", "X-Requested-With", "quartet", "Cookie", name+"="+value); got != http.StatusOK {
				t.Errorf("got %d", got)
			}
		})
	}
	all.Wait()
	if got := total(f.proxy.asked("/token")) - before; got != 1 {
		t.Errorf("got %d refreshes, want one", got)
	}
}

func total(asked map[string]int) (n int) {
	for _, one := range asked {
		n += one
	}
	return n
}

// sessionCookie returns the session cookie of the client.
func sessionCookie(t *testing.T, b *browser.Browser) (name, value string) {
	t.Helper()
	for _, h := range b.Hops() {
		if h.URL.Hostname() != "app.localhost" {
			continue
		}
		for _, line := range h.Header["Set-Cookie"] {
			if c, err := http.ParseSetCookie(line); err == nil && strings.Contains(c.Name, "session") && c.Value != "" {
				name, value = c.Name, c.Value
			}
		}
	}
	if name == "" {
		t.Fatal("the client set no session cookie")
	}
	return name, value
}

// rotateKeys rotates the keys as `authserver keys rotate` does.
func (f *fleet) rotateKeys(t *testing.T, b *browser.Browser) {
	t.Helper()
	before := f.kids(t)
	o := &admin.Operator{Config: f.auth, In: strings.NewReader(""), Out: io.Discard, Deps: authserver.Deps{Redis: f.redis, Now: f.clock.Now, Log: slog.New(slog.DiscardHandler)}}
	if err := o.Do(t.Context(), "keys", "rotate"); err != nil {
		t.Fatal(err)
	}
	waittest.Until(t, "both replicas publish the next keys", func() bool {
		now := f.kids(t)
		return len(now[0]) == 2*len(before[0]) && fmt.Sprint(now[0]) == fmt.Sprint(now[1])
	})
	if got := b.Fetch(http.MethodGet, "/api/notes", ""); got.Status != http.StatusOK {
		t.Errorf("a token of the key before: got %d %s", got.Status, got.Body)
	}
}

// kids returns the key ids that each replica publishes.
func (f *fleet) kids(t *testing.T) (kids [2]map[string]bool) {
	t.Helper()
	for i, replica := range f.replicas["auth.localhost"] {
		resp, err := from(t, "127.0.0.1").Get(replica + "/jwks")
		if err != nil {
			t.Fatal(err)
		}
		var set struct{ Keys []struct{ Kid string } }
		err = json.NewDecoder(resp.Body).Decode(&set)
		_ = resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		kids[i] = map[string]bool{}
		for _, k := range set.Keys {
			kids[i][k.Kid] = true
		}
	}
	return kids
}

// forwarded uses up the limit of one address through the proxy. Another address must still be
// allowed. A caller that is not the proxy must be counted by its own address, whatever
// X-Forwarded-For it sends.
func (f *fleet) forwarded(t *testing.T) {
	t.Helper()
	path := "/authorize?" + rig.Authorization("notes", f.client+"/callback", "openid").Encode()
	refused := func(c *http.Client, base string, header func(i int) []string) bool {
		for i := range 4 * startRate { // each of two replicas counts, and part of the limit becomes free during the test
			if status(t, c, base+path, header(i)...) == http.StatusTooManyRequests {
				return true
			}
		}
		return false
	}
	none := func(int) []string { return nil }
	lies := func(i int) []string { return []string{"X-Forwarded-For", fmt.Sprintf("192.0.2.%d", i)} }
	if !refused(from(t, "127.0.0.11"), f.issuer, none) {
		t.Error("one address is not refused behind the proxy")
	}
	if status(t, from(t, "127.0.0.12"), f.issuer+path) == http.StatusTooManyRequests {
		t.Error("another address is refused: the services count the proxy")
	}
	if !refused(from(t, "127.0.0.13"), f.issuer, lies) {
		t.Error("X-Forwarded-For of a client behind the proxy is trusted")
	}
	direct := f.replicas["auth.localhost"][0]
	if !refused(from(t, "127.0.0.14"), direct, lies) {
		t.Error("X-Forwarded-For of a client beside the proxy is trusted")
	}
}
