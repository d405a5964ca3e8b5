package trace_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"quartet.example/shared/dpop"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
)

// derived reports whether a value with the fingerprint was derived from p in this way.
func derived(p trace.Param, how, print string) bool {
	return print != "" && slices.Contains(p.Derivations(), trace.Derived{How: how, Print: print})
}

func TestDerivedValuesHaveTheFingerprintsOfTheirClaims(t *testing.T) {
	key, err := jose.Generate("ES256", "")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := dpop.NewSigner(key.Signer)
	if err != nil {
		t.Fatal(err)
	}
	access := oauth.NewSecret()
	proof, err := signer.Proof(t.Context(), dpop.Request{Method: "GET", URI: "http://api.localhost/notes", AccessToken: access, Now: now()}, "")
	if err != nil {
		t.Fatal(err)
	}
	code, half := oauth.NewSecret(), func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return base64.RawURLEncoding.EncodeToString(sum[:16])
	}
	identity, err := jose.Mint(t.Context(), key, "JWT", map[string]any{
		"at_hash": half(access), "c_hash": half(code), "cnf": map[string]string{"jkt": signer.Thumbprint()},
	})
	if err != nil {
		t.Fatal(err)
	}
	verifier := oauth.NewSecret()
	req := form("/token?code_challenge="+oauth.ChallengeOf(verifier)+"&dpop_jkt="+signer.Thumbprint(), url.Values{"code": {code}, "code_verifier": {verifier}, "id_token": {identity}})
	req.Header.Set("Authorization", "DPoP "+access)
	req.Header.Set("DPoP", proof)
	_, e := exchange(t, readForm, req)

	sent, dpopProof := find(e.Headers, "header", "Authorization"), find(e.Headers, "header", "Dpop").JWT
	token := find(e.Params, "body", "id_token").JWT
	jwk := find(dpopProof.Header, "jose", "jwk")
	cnf := find(token.Claims, "claim", "cnf")
	for name, holds := range map[string]bool{
		"ath of the proof":                        derived(sent, trace.Ath, find(dpopProof.Claims, "claim", "ath").Print),
		"at_hash of the ID token":                 derived(sent, trace.AtHash, find(token.Claims, "claim", "at_hash").Print),
		"c_hash of the ID token":                  derived(find(e.Params, "body", "code"), trace.CHash, find(token.Claims, "claim", "c_hash").Print),
		"code_challenge":                          derived(find(e.Params, "body", "code_verifier"), trace.S256, find(e.Params, "query", "code_challenge").Print),
		"cnf of the token, from jwk of the proof": derived(jwk, trace.JKT, cnf.Print),
		"cnf is dpop_jkt":                         cnf.Print != "" && cnf.Print == find(e.Params, "query", "dpop_jkt").Print,
		"cnf shows the thumbprint":                cnf.Value == "jkt "+signer.Thumbprint(),
		"the hashes stay masked":                  find(token.Claims, "claim", "at_hash").Masked && find(dpopProof.Claims, "claim", "ath").Masked,
		"another kind of hash is not the same":    !derived(sent, trace.Ath, find(token.Claims, "claim", "at_hash").Print),
	} {
		if !holds {
			t.Errorf("%s: the fingerprints differ, or there is none", name)
		}
	}
}

// A hash of a short value would confirm a guess of it.
func TestNothingIsDerivedFromAValueThatCouldBeGuessed(t *testing.T) {
	for _, weak := range []string{"123456", "hunter2", strings.Repeat("a", 43), "urn:example:" + "1234"} {
		req := httptest.NewRequest(http.MethodPost, "http://auth.localhost:9000/token", strings.NewReader(url.Values{
			"access_token": {weak}, "code": {weak}, "code_verifier": {weak}, "verifier": {weak},
		}.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		_, e := exchange(t, readForm, req)
		for _, p := range e.Params {
			if p.Print != "" || len(p.Derivations()) > 0 {
				t.Errorf("%s with the value %q has %q and %v", p.Name, weak, p.Print, p.Derivations())
			}
		}
	}
}
