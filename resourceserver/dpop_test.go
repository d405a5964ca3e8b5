package resourceserver_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quartet.example/resourceserver"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/config"
	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redisconn"
)

func holder(t testing.TB) *dpop.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := dpop.NewSigner(key)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// boundTo signs a token of alice that is bound to the key of the holder.
func (r *rig) boundTo(t testing.TB, key *dpop.Signer) string {
	t.Helper()
	return r.issuer.Token(t, r.clock.Now(), func(c *claims) { c.Confirmation = &oauth.Confirmation{JKT: key.Thumbprint()} })
}

// prove makes a proof for GET of the path.
func (r *rig) prove(t testing.TB, key *dpop.Signer, path, token, nonce string) string {
	t.Helper()
	proof, err := key.Proof(t.Context(), dpop.Request{Method: "GET", URI: issuertest.Resource + path, AccessToken: token, Now: r.clock.Now()}, nonce)
	if err != nil {
		t.Fatal(err)
	}
	return proof
}

func (r *rig) notes(t testing.TB, token, proof string) *httptest.ResponseRecorder {
	return r.do(t, "GET", "http://evil.example/notes", "", "", "Authorization", "DPoP "+token, "DPoP", proof)
}

func TestProofsAreGoodOnceForAllReplicas(t *testing.T) {
	r := start(t)
	other := r.replica(t)
	key := holder(t)
	token := r.boundTo(t, key)
	proof := r.prove(t, key, "/notes", token, "")
	wantStatus(t, r.notes(t, token, proof), http.StatusOK)
	for name, replica := range map[string]*rig{"N-09 the same replica": r, "N-09 another replica": other} {
		w := replica.notes(t, token, proof)
		if w.Code != http.StatusUnauthorized || !strings.Contains(w.Header().Get("WWW-Authenticate"), `DPoP realm="notes", error="invalid_dpop_proof"`) {
			t.Errorf("%s: got %d %v", name, w.Code, w.Header())
		}
	}
	wantStatus(t, other.notes(t, token, r.prove(t, key, "/notes", token, "")), http.StatusOK)
}

func TestProofsWithoutRedis(t *testing.T) { // O-12
	r := start(t)
	key := holder(t)
	token := r.boundTo(t, key)
	r.redis.Close()
	w := r.do(t, "GET", "/whoami", "", "", "Authorization", "DPoP "+token, "DPoP", r.prove(t, key, "/whoami", token, ""))
	wantError(t, w, http.StatusServiceUnavailable, oauth.TemporarilyUnavailable)
	if w.Header().Get("Retry-After") == "" {
		t.Error("O-12: got no Retry-After")
	}
	if err := r.redis.Restart(); err != nil {
		t.Fatal(err)
	}
	r.wait(t, "/readyz", http.StatusOK)
	wantStatus(t, r.do(t, "GET", "/whoami", "", "", "Authorization", "DPoP "+token, "DPoP", r.prove(t, key, "/whoami", token, "")), http.StatusOK)
}

func TestProofsWithARedisThatIsSilent(t *testing.T) { // O-12
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0") // the kernel accepts, nobody answers
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	silent, err := redisconn.Open("redis://" + listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	r := &rig{issuer: issuertest.Start(t), clock: issuertest.NewClock(), rdb: silent}
	r.open(t)
	r.waitFor(t, "/whoami", r.of(t, "alice"), http.StatusOK)
	key := holder(t)
	token := r.boundTo(t, key)
	w := r.notes(t, token, r.prove(t, key, "/notes", token, ""))
	wantError(t, w, http.StatusServiceUnavailable, oauth.TemporarilyUnavailable)
}

func TestNoBoundTokenInLogsAndEvents(t *testing.T) { // O-09
	r := start(t, func(c *resourceserver.Config) { c.DPoPNonceKey = config.Secret(strings.Repeat("k", 32)) })
	key := holder(t)
	token := r.boundTo(t, key)
	first := r.notes(t, token, "")
	proof := r.prove(t, key, "/notes", token, first.Header().Get("DPoP-Nonce"))
	wantStatus(t, r.notes(t, token, proof), http.StatusOK)
	wantStatus(t, r.notes(t, token, proof), http.StatusUnauthorized)
	events, err := json.Marshal(r.events.Events())
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(token, ".")
	for name, secret := range map[string]string{"claims": parts[1], "signature": parts[2], "signature of the proof": strings.Split(proof, ".")[2]} {
		if strings.Contains(r.log.String(), secret) || strings.Contains(string(events), secret) {
			t.Errorf("O-09 a log or an event holds the %s", name)
		}
	}
	if !strings.Contains(r.log.String(), "rs.dpop.jti_replay") || !strings.Contains(string(events), "rs.dpop.jti_replay") {
		t.Error("the check is not in the log or not in the events")
	}
}

func TestNoncesOfTheResourceServer(t *testing.T) { // N-12
	nonces := func(c *resourceserver.Config) { c.DPoPNonceKey = config.Secret(strings.Repeat("k", 32)) }
	r := start(t, nonces)
	other := r.replica(t, nonces)
	key := holder(t)
	token := r.boundTo(t, key)
	w := r.notes(t, token, r.prove(t, key, "/notes", token, ""))
	nonce := w.Header().Get("DPoP-Nonce")
	wantError(t, w, http.StatusUnauthorized, oauth.UseDPoPNonce)
	if nonce == "" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("N-12: got %v, want DPoP-Nonce and no-store", w.Header())
	}
	wantStatus(t, other.notes(t, token, r.prove(t, key, "/notes", token, nonce)), http.StatusOK) // replicas agree
	r.clock.Move(3 * time.Minute)
	wantError(t, r.notes(t, token, r.prove(t, key, "/notes", token, nonce)), http.StatusUnauthorized, oauth.UseDPoPNonce)
}

func TestDeletingNeedsARecentSignIn(t *testing.T) { // RFC 9470
	r := start(t, func(c *resourceserver.Config) { c.DeleteMaxAge = 10 * time.Minute })
	signedIn := func(ago time.Duration) string {
		return r.issuer.Token(t, r.clock.Now(), func(c *claims) { c.AuthTime = r.clock.Now().Add(-ago).Unix() })
	}
	w := r.do(t, "POST", "/notes", signedIn(time.Hour), `{"text":"milk"}`)
	wantStatus(t, w, http.StatusCreated) // other routes do not ask
	at := w.Header().Get("Location")
	w = r.do(t, "DELETE", at, signedIn(11*time.Minute), "")
	wantError(t, w, http.StatusUnauthorized, oauth.InsufficientUserAuthentication)
	want := `Bearer realm="notes", error="insufficient_user_authentication", error_description="a more recent sign-in is needed", ` +
		`max_age="600", scope="notes:write", resource_metadata="http://api.localhost:9001/.well-known/oauth-protected-resource"`
	if got := w.Header().Get("WWW-Authenticate"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	wantStatus(t, r.do(t, "DELETE", at, signedIn(9*time.Minute), ""), http.StatusNoContent)
}

func TestSeveralIssuers(t *testing.T) { // RFC 9728 §2, F-08
	second := issuertest.Start(t)
	r := start(t, func(c *resourceserver.Config) { c.OtherIssuers = []string{second.URL} })
	metadata := decode[oauth.ResourceMetadata](t, r.do(t, "GET", "/.well-known/oauth-protected-resource", "", "").Body.Bytes())
	if got := metadata.AuthorizationServers; len(got) != 2 || got[0] != r.issuer.URL || got[1] != second.URL {
		t.Errorf("metadata: got %q, want both issuers", got)
	}
	alice := r.of(t, "alice", "notes:read", "notes:write")
	r.waitFor(t, "/whoami", alice, http.StatusOK) // one issuer is enough to be ready
	wantStatus(t, r.do(t, "POST", "/notes", alice, `{"text":"milk"}`), http.StatusCreated)
	r.waitFor(t, "/whoami", second.Token(t, r.clock.Now()), http.StatusOK)
	w := r.do(t, "GET", "/notes", second.Token(t, r.clock.Now()), "")
	if got := decode[struct{ Notes []note }](t, w.Body.Bytes()).Notes; w.Code != http.StatusOK || len(got) != 0 {
		t.Errorf("alice of another issuer: got %d %s, want no notes of ours", w.Code, w.Body)
	}
}
