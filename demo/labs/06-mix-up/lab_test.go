package mixup_test

import (
	"testing"

	mixup "quartet.example/demo/labs/06-mix-up"
	"quartet.example/demo/labs/lab"
)

// TestNotStopped requires that the defences of the other labs do not stop this attack, as the README says.
// PKCE is on in each run.
func TestNotStopped(t *testing.T) {
	for _, check := range []string{"client.state.bound", "client.nonce.match", "as.pkce.required"} {
		t.Run(check, func(t *testing.T) {
			r, err := lab.Run(t.Context(), &mixup.Lab, &mixup.Lab.Attacks[0], lab.With(check), lab.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if !r.Leaked {
				t.Errorf("the attack did not succeed: %v %v", r.Ended, r.Refusals)
			}
		})
	}
}
