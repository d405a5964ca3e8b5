package firstvisit_test

import (
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

// mint prints two tokens of alice with the command: the API accepts the valid one and refuses the forged
// one.
func mint(t *testing.T, v *visitor) {
	for name, tt := range map[string]struct {
		flags []string
		want  int
	}{
		"valid":   {nil, http.StatusOK},
		"expired": {[]string{"--forge", "expired"}, http.StatusUnauthorized},
	} {
		args := append([]string{"token", "alice", "--scope", "notes:read", "--issuer", v.Behind}, tt.flags...)
		token, err := exec.CommandContext(t.Context(), v.quartet, args...).Output()
		if err != nil {
			t.Fatalf("%s: quartet token: %v", name, err)
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.API+"/notes", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(token)))
		resp, err := localnet.HTTPClient(waittest.Patience).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != tt.want {
			t.Errorf("%s: got %d, want %d", name, resp.StatusCode, tt.want)
		}
	}
}
