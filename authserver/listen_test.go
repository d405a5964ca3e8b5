package authserver_test

import (
	"testing"

	"quartet.example/authserver"
)

func TestListenFollowsTheIssuer(t *testing.T) {
	for name, tt := range map[string]struct{ listen, issuer, want string }{
		"the defaults":                          {"localhost:", "http://auth.localhost:9000", "localhost:9000"},
		"the issuer moves the port":             {"localhost:", "http://localhost:9100", "localhost:9100"},
		"on every address":                      {":", "http://localhost:9100", ":9100"},
		"a port of its own is kept":             {"localhost:9200", "http://localhost:9100", "localhost:9200"},
		"the port of https is that of a proxy":  {"localhost:", "https://as.example:8443", "localhost:9000"},
		"an issuer without a port has a proxy":  {"localhost:", "http://as.localhost", "localhost:9000"},
		"an address without a colon is refused": {"localhost", "http://localhost:9100", "localhost"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := authserver.Config{Listen: tt.listen, Issuer: tt.issuer}
			if got := cfg.Service().Listen; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	cfg, err := authserver.DevConfig()
	if err != nil || cfg.Listen != "localhost:" {
		t.Errorf("the default: got %q, %v", cfg.Listen, err)
	}
}
