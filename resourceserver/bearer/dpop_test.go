package bearer_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
)

const notes = issuertest.Resource + "/notes"

func newHolder(t testing.TB) *dpop.Signer {
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

func withDPoP(c *bearer.Config) { c.DPoP = &bearer.DPoP{} }

func boundTo(key *dpop.Signer) func(*claims) {
	return func(c *claims) { c.Confirmation = &oauth.Confirmation{JKT: key.Thumbprint()} }
}

// proofOf makes a proof for GET /notes with the token; each change modifies what it is made for.
func (r *rig) proofOf(t testing.TB, key *dpop.Signer, token, nonce string, changes ...func(*dpop.Request)) string {
	t.Helper()
	request := dpop.Request{Method: http.MethodGet, URI: notes, AccessToken: token, Now: r.clock.Now()}
	for _, change := range changes {
		change(&request)
	}
	proof, err := key.Proof(t.Context(), request, nonce)
	if err != nil {
		t.Fatal(err)
	}
	return proof
}

// prove sends a request with the scheme, the token and the proofs. Its Host header has another name
// than the API.
func (r *rig) prove(t testing.TB, scheme, token string, proofs ...string) (status int, results []oauth.Result, w *httptest.ResponseRecorder) {
	ctx := oauth.WithObserver(t.Context(), func(one oauth.Result) { results = append(results, one) })
	req := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://evil.example/notes?x=1", nil)
	req.Header.Set("Authorization", scheme+" "+token)
	for _, proof := range proofs {
		req.Header.Add("DPoP", proof)
	}
	w = r.do(req)
	return w.Code, results, w
}

// all lists the checks of a valid token with a valid proof, in order.
var all = strings.TrimSuffix(passed, " rs.scope") + proven

const proven = " rs.dpop.present rs.dpop.one rs.dpop.proof rs.dpop.signature rs.dpop.target rs.dpop.fresh rs.dpop.ath rs.dpop.jkt rs.scope rs.dpop.jti_replay"

func TestBoundTokenWithAProof(t *testing.T) {
	r := start(t, withDPoP)
	key := newHolder(t)
	token := r.issuer.Token(t, r.clock.Now(), boundTo(key))
	for _, scheme := range []string{"DPoP", "dpop", "DPOP"} {
		t.Run("N-09 "+scheme, func(t *testing.T) {
			status, results, w := r.prove(t, scheme, token, r.proofOf(t, key, token, ""))
			if status != http.StatusOK || ids(results) != all {
				t.Errorf("got %d %s %v\nwant 200 %s", status, ids(results), w.Header(), all)
			}
		})
	}
}

// Each request has one fault, and this check, and no other, must refuse it.
func TestHolderDiesAtItsCheck(t *testing.T) {
	r := start(t, withDPoP)
	key, thief := newHolder(t), newHolder(t)
	bound, other := r.issuer.Token(t, r.clock.Now(), boundTo(key)), r.issuer.Token(t, r.clock.Now().Add(time.Second), boundTo(key))
	free := r.issuer.Token(t, r.clock.Now())
	certified := r.issuer.Token(t, r.clock.Now(), func(c *claims) { c.Confirmation = &oauth.Confirmation{} }) // a binding with x5t#S256, which we do not know
	good := r.proofOf(t, key, bound, "")
	parts := strings.Split(good, ".")
	with := func(change func(*dpop.Request)) []string { return []string{r.proofOf(t, key, bound, "", change)} }
	used := r.proofOf(t, key, bound, "")
	r.prove(t, "DPoP", bound, used)

	for name, tt := range map[string]struct {
		scheme, token string
		proofs        []string
		check         string
		code          oauth.Code
	}{
		"N-09 bound token as Bearer":              {"Bearer", bound, nil, "rs.dpop.bound", oauth.InvalidToken},
		"N-09 bound token as Bearer, with proof":  {"Bearer", bound, []string{good}, "rs.dpop.bound", oauth.InvalidToken},
		"N-09 unbound token as DPoP":              {"DPoP", free, []string{r.proofOf(t, key, free, "")}, "rs.dpop.bound", oauth.InvalidToken},
		"N-09 no proof":                           {"DPoP", bound, nil, "rs.dpop.present", oauth.InvalidDPoPProof},
		"N-09 two proofs":                         {"DPoP", bound, []string{good, good}, "rs.dpop.one", oauth.InvalidDPoPProof},
		"empty proof":                             {"DPoP", bound, []string{""}, "rs.dpop.proof", oauth.InvalidDPoPProof},
		"garbage":                                 {"DPoP", bound, []string{"a.b.c"}, "rs.dpop.proof", oauth.InvalidDPoPProof},
		"O-18 a proof of 100 KB":                  {"DPoP", bound, []string{good + strings.Repeat("A", 100_000)}, "rs.dpop.proof", oauth.InvalidDPoPProof},
		"the access token as its own proof":       {"DPoP", bound, []string{bound}, "rs.dpop.proof", oauth.InvalidDPoPProof},
		"signature changed":                       {"DPoP", bound, []string{parts[0] + "." + parts[1] + "." + strings.Repeat("A", 86)}, "rs.dpop.signature", oauth.InvalidDPoPProof},
		"for another method":                      {"DPoP", bound, with(func(q *dpop.Request) { q.Method = "POST" }), "rs.dpop.target", oauth.InvalidDPoPProof},
		"for another path":                        {"DPoP", bound, with(func(q *dpop.Request) { q.URI += "/1" }), "rs.dpop.target", oauth.InvalidDPoPProof},
		"for another scheme":                      {"DPoP", bound, with(func(q *dpop.Request) { q.URI = "https" + q.URI[4:] }), "rs.dpop.target", oauth.InvalidDPoPProof},
		"for the host that the request names":     {"DPoP", bound, with(func(q *dpop.Request) { q.URI = "http://evil.example/notes" }), "rs.dpop.target", oauth.InvalidDPoPProof},
		"from half an hour ago":                   {"DPoP", bound, with(func(q *dpop.Request) { q.Now = q.Now.Add(-30 * time.Minute) }), "rs.dpop.fresh", oauth.InvalidDPoPProof},
		"31 s old":                                {"DPoP", bound, with(func(q *dpop.Request) { q.Now = q.Now.Add(-31 * time.Second) }), "rs.dpop.fresh", oauth.InvalidDPoPProof},
		"31 s ahead":                              {"DPoP", bound, with(func(q *dpop.Request) { q.Now = q.Now.Add(31 * time.Second) }), "rs.dpop.fresh", oauth.InvalidDPoPProof},
		"without ath":                             {"DPoP", bound, with(func(q *dpop.Request) { q.AccessToken = "" }), "rs.dpop.ath", oauth.InvalidDPoPProof},
		"for another token of the same key":       {"DPoP", bound, []string{r.proofOf(t, key, other, "")}, "rs.dpop.ath", oauth.InvalidDPoPProof},
		"stolen token, proof by the thief's key":  {"DPoP", bound, []string{r.proofOf(t, thief, bound, "")}, "rs.dpop.jkt", oauth.InvalidToken},
		"a proof that was used":                   {"DPoP", bound, []string{used}, "rs.dpop.jti_replay", oauth.InvalidDPoPProof},
		"an expired token dies before its proof":  {"DPoP", r.issuer.Token(t, r.clock.Now().Add(-time.Hour), boundTo(key)), []string{good}, "rs.jwt.exp", oauth.InvalidToken},
		"a token that is not one, whatever proof": {"DPoP", "abc", []string{good}, "rs.token.format", oauth.InvalidToken},
		"bound to a certificate, as Bearer":       {"Bearer", certified, nil, "rs.dpop.bound", oauth.InvalidToken},
		"bound to a certificate, as DPoP":         {"DPoP", certified, []string{r.proofOf(t, key, certified, "")}, "rs.dpop.jkt", oauth.InvalidToken},
	} {
		t.Run(name, func(t *testing.T) {
			status, results, w := r.prove(t, tt.scheme, tt.token, tt.proofs...)
			want := all[:strings.Index(all, tt.check)] + "!" + tt.check
			if status != http.StatusUnauthorized || ids(results) != want {
				t.Errorf("got  %d %s\nwant 401 %s", status, ids(results), want)
			}
			wantError(t, w, http.StatusUnauthorized, tt.code)
			challenges := w.Header().Values("WWW-Authenticate")
			if len(challenges) != 2 || !strings.HasPrefix(challenges[0], tt.scheme+` realm="notes", error="`+string(tt.code)+`"`) || strings.Contains(challenges[1], "error") {
				t.Errorf("challenges: got %q, want that of %s with the error, the other without", challenges, tt.scheme)
			}
			if !strings.Contains(strings.Join(challenges, ""), `DPoP realm="notes", `) || !strings.Contains(strings.Join(challenges, ""), `algs="ES256 EdDSA Ed25519 RS256 PS256"`) {
				t.Errorf("challenges: got %q, want algs", challenges)
			}
		})
	}
	if status, results, _ := r.prove(t, "DPoP", bound, good); status != http.StatusOK {
		t.Errorf("refused requests use up no proof: got %d %s, want 200", status, ids(results))
	}
}

func TestProofVariationsPass(t *testing.T) {
	r := start(t, withDPoP)
	key := newHolder(t)
	token := r.issuer.Token(t, r.clock.Now(), boundTo(key))
	for name, change := range map[string]func(*dpop.Request){
		"htu with a query":      func(q *dpop.Request) { q.URI += "?a=b#c" },
		"htu in other case":     func(q *dpop.Request) { q.URI = "HTTP://API.LOCALHOST:9001/notes" },
		"made 10 s ago (CF-13)": func(q *dpop.Request) { q.Now = q.Now.Add(-10 * time.Second) },
		"made 10 s from now":    func(q *dpop.Request) { q.Now = q.Now.Add(10 * time.Second) },
	} {
		t.Run(name, func(t *testing.T) {
			if status, results, _ := r.prove(t, "DPoP", token, r.proofOf(t, key, token, "", change)); status != http.StatusOK {
				t.Errorf("got %d %s, want 200", status, ids(results))
			}
		})
	}
}

func TestPublicURLOfTheResource(t *testing.T) { // RFC 9449 §4.3 rule 9
	r := start(t, func(c *bearer.Config) { c.DPoP = &bearer.DPoP{URL: "https://gateway.example/v1/"} })
	key := newHolder(t)
	token := r.issuer.Token(t, r.clock.Now(), boundTo(key))
	at := func(uri string) string {
		return r.proofOf(t, key, token, "", func(q *dpop.Request) { q.URI = uri })
	}
	if status, results, _ := r.prove(t, "DPoP", token, at("https://gateway.example/v1/notes")); status != http.StatusOK {
		t.Errorf("as clients see it: got %d %s, want 200", status, ids(results))
	}
	if status, results, _ := r.prove(t, "DPoP", token, at(notes)); status != http.StatusUnauthorized || !strings.HasSuffix(ids(results), "!rs.dpop.target") {
		t.Errorf("behind the gateway: got %d %s, want 401", status, ids(results))
	}
}

func TestBoundTokenWhereNoProofsAreTaken(t *testing.T) { // RFC 9449 §7.2
	r := start(t)
	key := newHolder(t)
	token := r.issuer.Token(t, r.clock.Now(), boundTo(key))
	if status, results, _ := r.prove(t, "Bearer", token); status != http.StatusUnauthorized || !strings.HasSuffix(ids(results), "!rs.dpop.bound") {
		t.Errorf("as Bearer: got %d %s, want 401 at rs.dpop.bound", status, ids(results))
	}
	status, _, w := r.prove(t, "DPoP", token, r.proofOf(t, key, token, ""))
	if got := w.Header().Values("WWW-Authenticate"); status != http.StatusUnauthorized || len(got) != 1 || !strings.HasPrefix(got[0], "Bearer ") || strings.Contains(got[0], "error") {
		t.Errorf("as DPoP: got %d %q, want 401 and the challenge of Bearer alone", status, got)
	}
}

func TestOnlyBoundTokens(t *testing.T) {
	r := start(t, func(c *bearer.Config) { c.DPoP = &bearer.DPoP{Required: true} })
	status, _, w := r.prove(t, "Bearer", r.issuer.Token(t, r.clock.Now()))
	if got := w.Header().Values("WWW-Authenticate"); status != http.StatusUnauthorized || len(got) != 1 || !strings.HasPrefix(got[0], "DPoP ") {
		t.Errorf("got %d %q, want 401 and the challenge of DPoP alone", status, got)
	}
	key := newHolder(t)
	token := r.issuer.Token(t, r.clock.Now(), boundTo(key))
	if status, results, _ := r.prove(t, "DPoP", token, r.proofOf(t, key, token, "")); status != http.StatusOK {
		t.Errorf("got %d %s, want 200", status, ids(results))
	}
}

func TestNonces(t *testing.T) { // N-12, RFC 9449 §8, §9
	secret := []byte(strings.Repeat("k", 32))
	r := start(t, func(c *bearer.Config) { c.DPoP = &bearer.DPoP{NonceKey: secret} })
	key := newHolder(t)
	token := r.issuer.Token(t, r.clock.Now(), boundTo(key))
	fresh := func(t *testing.T, nonce string) (*httptest.ResponseRecorder, string) {
		t.Helper()
		_, _, w := r.prove(t, "DPoP", token, r.proofOf(t, key, token, nonce))
		if len(w.Header().Values("DPoP-Nonce")) != 1 {
			t.Errorf("got %v, want one DPoP-Nonce", w.Header())
		}
		return w, w.Header().Get("DPoP-Nonce")
	}
	w, nonce := fresh(t, "")
	wantError(t, w, http.StatusUnauthorized, oauth.UseDPoPNonce)
	if got := w.Header().Get("WWW-Authenticate"); !strings.HasPrefix(got, `DPoP realm="notes", error="use_dpop_nonce"`) || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("N-12 without a nonce: got %v", w.Header())
	}
	if w, next := fresh(t, nonce); w.Code != http.StatusOK || next != nonce {
		t.Errorf("N-12 with the nonce: got %d %v, want 200", w.Code, w.Header())
	}
	r.clock.Move(70 * time.Second)
	w, next := fresh(t, nonce)
	if w.Code != http.StatusOK || next == nonce {
		t.Errorf("the one before still holds, and the next is handed out: got %d %s", w.Code, next)
	}
	r.clock.Move(2 * time.Minute)
	w, _ = fresh(t, nonce)
	wantError(t, w, http.StatusUnauthorized, oauth.UseDPoPNonce)
	w, _ = fresh(t, "invented")
	wantError(t, w, http.StatusUnauthorized, oauth.UseDPoPNonce)
}

type replay func(id string) (bool, error)

func (f replay) Use(_ context.Context, id string, _ time.Time) (bool, error) { return f(id) }

func TestProofThatCannotBeRememberedIsNotAccepted(t *testing.T) { // O-12
	var asked []string
	r := start(t, func(c *bearer.Config) {
		c.DPoP = &bearer.DPoP{Replay: replay(func(id string) (bool, error) {
			asked = append(asked, id)
			return false, errors.New("dial tcp: connection refused")
		})}
	})
	key, thief := newHolder(t), newHolder(t)
	token := r.issuer.Token(t, r.clock.Now(), boundTo(key))
	_, _, w := r.prove(t, "DPoP", token, r.proofOf(t, key, token, ""))
	wantError(t, w, http.StatusServiceUnavailable, oauth.TemporarilyUnavailable)
	if w.Header().Get("Retry-After") == "" || w.Header().Get("WWW-Authenticate") != "" {
		t.Errorf("got %v, want Retry-After and no challenge", w.Header())
	}
	r.prove(t, "DPoP", token, r.proofOf(t, thief, token, ""))
	if len(asked) != 1 || slices.ContainsFunc(asked, func(id string) bool { return len(id) != 43 }) {
		t.Errorf("got %q, want one hash: strangers fill no memory", asked)
	}
}
