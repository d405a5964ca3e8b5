package core_test

import (
	"testing"

	"quartet.example/client/internal/core"
)

func TestIDTokenAlg(t *testing.T) {
	for token, want := range map[string]string{
		"eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.e30.c2ln": "RS256",
		"eyJhbGciOjF9.e30.":                            "", "e30.e30.": "", "bm8ganNvbg.e30.": "", "?.e30.": "", "": "",
	} {
		if got := (core.TokenSet{IDToken: token}).IDTokenAlg(); got != want {
			t.Errorf("%q: got %q, want %q", token, got, want)
		}
	}
}
