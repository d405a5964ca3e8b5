package config_test

import (
	"strings"
	"testing"

	"quartet.example/shared/config"
)

func TestBaseURL(t *testing.T) {
	for name, tt := range map[string]struct {
		address string
		profile config.Profile
		want    string // "" for none
	}{
		"http in dev":               {"http://auth.localhost:9000/tenant", config.Dev, ""},
		"https in production":       {"https://auth.example", config.Production, ""},
		"nothing":                   {"", config.Dev, "is missing"},
		"another scheme":            {"ftp://auth.example", config.Dev, "want http"},
		"a user":                    {"https://alice:hunter2@auth.example", config.Dev, "want http"},
		"a query":                   {"https://auth.example?a=b", config.Dev, "query"},
		"an empty query":            {"https://auth.example?", config.Dev, "query"},
		"an empty fragment":         {"https://auth.example#", config.Dev, "fragment"},
		"http in production":        {"http://auth.example", config.Production, "needs https"},
		"http://localhost is http":  {"http://localhost", config.Production, "needs https"},
		"a missing one, production": {"", config.Production, "is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			err := config.BaseURL("issuer", tt.address, tt.profile)
			switch {
			case tt.want == "" && err != nil, tt.want != "" && (err == nil || !strings.HasPrefix(err.Error(), "issuer: ") || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got %v, want %q", err, tt.want)
			case err != nil && strings.Contains(err.Error(), "hunter2"):
				t.Errorf("the error quotes the address: %v", err)
			}
		})
	}
}
