package trace_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/shared/jose"
	"quartet.example/shared/trace"
)

// received returns the last event of a request with a token, and what the handler does with it.
func received(t *testing.T, token string, h http.HandlerFunc) (request, response trace.Event) {
	t.Helper()
	req := httptest.NewRequest(http.MethodGet, "http://api.localhost:9001/notes", nil)
	req.Header.Set("Authorization", "Bearer "+token)
	return exchange(t, h, req)
}

func minted(t *testing.T) (jose.SigningKey, string) {
	t.Helper()
	key, err := jose.Generate("ES256", "k1")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := jose.Mint(t.Context(), key, "at+jwt", map[string]string{"sub": "alice"})
	if err != nil {
		t.Fatal(err)
	}
	return key, raw
}

func TestTokenHasTheOutcomeOfItsVerification(t *testing.T) {
	_, raw := minted(t)
	want := jose.Signature{Status: jose.Valid, Alg: "ES256", KeyID: "k1"}
	request, response := received(t, raw, func(_ http.ResponseWriter, r *http.Request) {
		jose.Report(r.Context(), raw, jose.Signature{Status: jose.Invalid}) // judged with another key before
		jose.Report(r.Context(), raw, want)
		jose.Report(r.Context(), "short", want) // could be guessed, so it has no fingerprint
	})
	token := find(response.Headers, "header", "Authorization")
	if diff := cmp.Diff(&want, token.JWT.Signature); diff != "" {
		t.Errorf("the token: %s", diff)
	}
	if diff := cmp.Diff([]trace.Judged{{Print: token.Print, Signature: want}}, response.Tokens); diff != "" {
		t.Errorf("the event: %s", diff)
	}
	if early := find(request.Headers, "header", "Authorization").JWT.Signature; early != nil {
		t.Errorf("the event of its arrival, before it was verified, has %v", early)
	}
}

func TestTokenThatNobodyVerifiedHasNoOutcome(t *testing.T) {
	_, raw := minted(t)
	_, response := received(t, raw, func(http.ResponseWriter, *http.Request) {})
	if got := find(response.Headers, "header", "Authorization").JWT.Signature; got != nil || response.Tokens != nil {
		t.Errorf("got %v and %v, want none", got, response.Tokens)
	}
}

func TestTokenThatTheServiceSignsIsMarkedInItsResponse(t *testing.T) {
	key, _ := minted(t)
	_, response := received(t, "x", func(w http.ResponseWriter, r *http.Request) {
		raw, err := jose.Mint(r.Context(), key, "JWT", map[string]string{"sub": "alice"})
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"id_token":"` + raw + `"}`))
	})
	got := find(response.Answer.Params, "body", "id_token").JWT.Signature
	if diff := cmp.Diff(&jose.Signature{Status: jose.Signed, Alg: "ES256", KeyID: "k1"}, got); diff != "" {
		t.Error(diff)
	}
}
