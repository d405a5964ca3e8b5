package authorize_test

import (
	"strings"
	"testing"

	"quartet.example/authserver/internal/browsertest"
	"quartet.example/authserver/internal/checks"
)

// Every parameter that may be stored has a length (as.request.length); the answer
// goes back to the client.
func TestLengths(t *testing.T) {
	s := browsertest.Start(t)
	for name, most := range map[string]int{
		"response_type": 64, "response_mode": 64, "state": 4096, "nonce": 4096, "code_challenge": 128,
		"code_challenge_method": 16, "prompt": 64, "max_age": 20, "id_token_hint": 8192, "claims": 8192, "resource": 4096, "dpop_jkt": 64,
	} {
		t.Run(name, func(t *testing.T) {
			b := s.Browser(t).Post("/authorize", browsertest.Request("notes", name, strings.Repeat("0", most+1)))
			if got := b.Outcome(); got != "error invalid_request" || b.Left.Query().Get("error_description") != checks.RequestLength.Refusal {
				t.Errorf("got %s %v", got, b.Left)
			}
		})
	}
}

// A value that is repeated is stored once: prompt=login login login ...
func TestRepeatedValuesAreStoredOnce(t *testing.T) {
	s := browsertest.Start(t)
	b := s.Browser(t).Authorize(browsertest.Request("notes", "prompt", "login login consent login"))
	tx, err := s.Store.FindTransaction(t.Context(), b.Form("#password").Get("transaction"))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(tx.Request.Prompt, " "); got != "login consent" {
		t.Errorf("stored %q, want %q", got, "login consent")
	}
}
