package bff_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

func bound(c *configT) { c.DPoP = true }

// N-08, N-09: the code and the tokens are bound to one key; a refresh and each
// call prove it. The issuer and the API of the test verify every proof.
func TestBoundTokens(t *testing.T) {
	for name, options := range map[string][]option{
		"N-08 request by the browser": {bound},
		"N-08 request pushed":         {bound, pushing},
		"N-27 signing too":            {bound, pushing, signing(privateKey(t))},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, options...)
			if len(options) == 3 {
				r.publishes(t)
			}
			b := r.signedIn(t)
			wantStatus(t, b.call("GET", "/api/notes?x=1", ""), http.StatusOK)
			got, _ := r.api.last(t)
			if scheme, _, _ := strings.Cut(got.Header.Get("Authorization"), " "); scheme != "DPoP" || got.Header.Get("DPoP") == "" {
				t.Errorf("N-09: got %s and proof %q upstream, want DPoP with a proof", scheme, got.Header.Get("DPoP"))
			}
			r.clock.Move(6 * time.Minute)
			wantStatus(t, b.call("POST", "/api/notes", `{"text":"milk"}`), http.StatusOK)
			if n := len(r.Requests("/token")); n != 2 {
				t.Errorf("got %d token requests, want a refresh", n)
			}
		})
	}
}

// Each session has a key of its own.
func TestKeyPerSession(t *testing.T) {
	r := newRig(t, bound)
	names := map[string]bool{}
	for range 3 {
		b := newBrowser(t, r.app)
		location := b.start("/login")
		_, rest, _ := strings.Cut(location, "dpop_jkt=")
		jkt, _, _ := strings.Cut(rest, "&")
		names[jkt] = true
	}
	if len(names) != 3 || names[""] {
		t.Errorf("N-08: got %v, want three keys", names)
	}
}

// N-12: nonces of both servers are remembered, and asked for once.
func TestProofNonces(t *testing.T) {
	r := newRig(t, bound, pushing)
	r.Configure(func(i *issuerT) { i.Nonce = "nonce-1" })
	b := r.signedIn(t)
	if par, token := len(r.Requests("/par")), len(r.Requests("/token")); par != 2 || token != 1 {
		t.Errorf("N-12: got %d pushed and %d token requests, want 2 and 1: the first asks for the nonce, the rest know it", par, token)
	}
	for range 3 {
		wantStatus(t, b.call("POST", "/api/notes", `{"text":"milk"}`), http.StatusOK)
	}
	if _, sent := r.api.last(t); r.api.count() != 4 || sent != `{"text":"milk"}` {
		t.Errorf("N-12: got %d calls upstream, want 4: the first twice, with the same body", r.api.count())
	}
	r.Configure(func(i *issuerT) { i.Nonce = "nonce-2" })
	r.clock.Move(6 * time.Minute)
	var calls sync.WaitGroup
	for range 20 {
		calls.Go(func() { wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK) })
	}
	calls.Wait()
	if n := len(r.Requests("/token")); n != 3 {
		t.Errorf("N-12: got %d token requests, want one more, and its repetition", n)
	}
}

// A server that wants another nonce each time is asked twice, not for ever.
func TestProofNonceLoopEnds(t *testing.T) {
	r := newRig(t, bound)
	b := newBrowser(t, r.app)
	answer := r.Approve(t, b.start("/login"))
	var mu sync.Mutex
	n := 0
	r.Configure(func(i *issuerT) {
		i.Nonce = "x"
		i.Before = func(*http.Request) {
			mu.Lock()
			defer mu.Unlock()
			n++
			r.Configure(func(i *issuerT) { i.Nonce += "x" })
		}
	})
	wantStatus(t, b.get("/callback?"+answer.Encode()), http.StatusBadGateway)
	if got := len(r.Requests("/token")); got != 2 {
		t.Errorf("got %d token requests, want 2", got)
	}
}

// A token that is not bound although we sent a proof is not used.
func TestProofDowngradeRefused(t *testing.T) {
	bearer := func(i *issuerT) { i.Answer = func(a map[string]any) { a["token_type"] = "Bearer" } }
	t.Run("at sign-in", func(t *testing.T) {
		r := newRig(t, bound)
		r.Configure(bearer)
		b := newBrowser(t, r.app)
		wantStatus(t, b.signIn(r.Issuer), http.StatusForbidden)
		if b.sessionID() != "" || !strings.Contains(r.log.String(), "check=client.dpop.bound") {
			t.Error("N-08: got a session, or no client.dpop.bound in the log")
		}
	})
	t.Run("at a refresh", func(t *testing.T) {
		r := newRig(t, bound)
		b := r.signedIn(t)
		r.Configure(bearer)
		r.clock.Move(6 * time.Minute)
		wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusUnauthorized)
		if r.api.count() != 0 {
			t.Error("the token was used")
		}
	})
	t.Run("a bound token without having asked", func(t *testing.T) {
		r := newRig(t)
		r.Configure(func(i *issuerT) { i.Answer = func(a map[string]any) { a["token_type"] = "DPoP" } })
		wantStatus(t, newBrowser(t, r.app).signIn(r.Issuer), http.StatusForbidden)
	})
	t.Run("a server that takes no ES256", func(t *testing.T) {
		r := newRig(t, bound)
		r.Configure(func(i *issuerT) {
			i.Metadata = func(m map[string]any) { m["dpop_signing_alg_values_supported"] = []string{"RS256"} }
		})
		resp := newBrowser(t, r.app).get("/login")
		wantStatus(t, resp, http.StatusServiceUnavailable)
		if len(resp.Cookies()) != 0 || !strings.Contains(r.log.String(), "check=client.dpop.offered") {
			t.Error("got a login half begun, or no client.dpop.offered in the log")
		}
	})
}

// A stolen code or refresh token is of no use to another session's key.
func TestCodeIsBoundToTheKey(t *testing.T) {
	r := newRig(t, bound)
	thief, victim := newBrowser(t, r.app), newBrowser(t, r.app)
	stolen := r.Approve(t, victim.start("/login"))
	own := r.Approve(t, thief.start("/login"))
	wantStatus(t, thief.get("/callback?"+with(own, "code", stolen.Get("code")).Encode()), http.StatusBadRequest)
}

// A session from before the setting keeps its bearer token, and one from after it
// its key: the session says which, not the setting.
func TestProofSettingChanges(t *testing.T) {
	r := newRig(t)
	plain := r.signedIn(t)
	r.app = r.replica(t, bound)
	keyed := r.signedIn(t)
	plain.app = r.app
	for range 2 {
		wantStatus(t, plain.call("GET", "/api/notes", ""), http.StatusOK)
		wantStatus(t, keyed.call("GET", "/api/notes", ""), http.StatusOK)
		r.clock.Move(6 * time.Minute)
	}
	keyed.app = r.replica(t)
	wantStatus(t, keyed.call("GET", "/api/notes", ""), http.StatusOK)
}

// O-06: private keys are in Redis only under seal, and nowhere else.
func TestProofKeysAreSealed(t *testing.T) {
	r := newRig(t, bound)
	b := r.signedIn(t)
	b.start("/login")
	seen := b.seen.String() + r.log.String()
	for _, key := range r.redis.Keys(t.Context(), "*").Val() {
		if r.redis.Type(t.Context(), key).Val() == "hash" {
			for _, value := range r.redis.HGetAll(t.Context(), key).Val() {
				seen += value
			}
			continue
		}
		seen += r.redis.Get(t.Context(), key).Val()
	}
	for _, tell := range []string{"proof_key", "MIGHAgEAMBMGByqGSM49"} { // a PKCS #8 key on P-256 begins so
		if strings.Contains(seen, tell) {
			t.Errorf("O-06: got %q in the clear", tell)
		}
	}
}
