package authorize_test

import (
	"testing"

	"quartet.example/authserver/internal/browsertest"
)

// TestEngineHazards is what the engine does as its README wires it, tried on
// ours (docs/adr): the rows that the authorization endpoint meets. The others are
// beside the token endpoint and the engine.
func TestEngineHazards(t *testing.T) {
	s := browsertest.Start(t)
	for name, tt := range map[string]struct {
		client string
		change []string
		want   string
	}{
		"an unknown client is not redirected":                          {"ghost", nil, "page 400"},
		"a foreign redirect_uri is not redirected to":                  {"notes", []string{"redirect_uri", "https://evil.example/"}, "page 400"},
		"a redirect host that ends like the registered one gets none":  {"exact", []string{"redirect_uri", "javascript://evilapp.example.com/x"}, "page 400"},
		"a host below the registered one gets no code":                 {"exact", []string{"redirect_uri", "https://sub.app.example/cb"}, "page 400"},
		"any port is for native loopback clients only":                 {"notes", []string{"redirect_uri", "http://app.localhost:1/callback"}, "page 400"},
		"PKCE is required without a global switch":                     {"notes", []string{"code_challenge", "", "code_challenge_method", ""}, "error invalid_request"},
		"PKCE is not plain by default":                                 {"notes", []string{"code_challenge_method", ""}, "error invalid_request"},
		"the implicit grant does not exist":                            {"notes", []string{"response_type", "token"}, "error unsupported_response_type"},
		"an unknown response_type is not the client's lack of a right": {"notes", []string{"response_type", "bogus"}, "error unsupported_response_type"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := s.Browser(t).Authorize(browsertest.Request(tt.client, tt.change...)).Outcome(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
