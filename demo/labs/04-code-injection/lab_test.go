package codeinjection_test

import (
	"slices"
	"testing"

	codeinjection "quartet.example/demo/labs/04-code-injection"
	"quartet.example/demo/labs/lab"
)

// TestVariants tests what the README says about attacks that differ a little from those of the lab.
func TestVariants(t *testing.T) {
	downgrade := codeinjection.Lab.Attacks[1]
	inSignIn := downgrade
	inSignIn.Run = codeinjection.DowngradeInSignIn
	for name, tt := range map[string]struct {
		attack lab.Attack
		target lab.Target
		leaks  bool
		check  string
	}{
		"a code without a challenge does not stop at the nonce, since there is no ID token": {downgrade, lab.With("client.nonce.match"), true, ""},
		"a verifier for a code without a challenge is refused":                              {inSignIn, lab.Careless, false, "as.pkce.downgrade"},
		"with a sign-in of her own, state does not stop her":                                {inSignIn, lab.With("client.state.bound"), false, "as.pkce.downgrade"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := lab.Run(t.Context(), &codeinjection.Lab, &tt.attack, tt.target, lab.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if r.Leaked != tt.leaks {
				t.Errorf("attacker saw the canary: got %t, want %t (%v)", r.Leaked, tt.leaks, r.Ended)
			}
			refused := slices.ContainsFunc(r.Refusals, func(f lab.Refused) bool { return f.Check == tt.check && f.Error == "invalid_grant" })
			if refused != (tt.check != "") {
				t.Errorf("got %v, want %q", r.Refusals, tt.check)
			}
		})
	}
}
