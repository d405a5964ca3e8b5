package client_test

import (
	"strings"
	"testing"

	"quartet.example/shared/config"
)

func TestProvidersFile(t *testing.T) {
	good := "providers:\n- {name: other, issuer: 'https://other.example', client_id: a, client_secret: hunter2}\n"
	for name, tt := range map[string]struct{ file, want string }{
		"good":                  {good, ""},
		"unknown field":         {strings.Replace(good, "client_id", "clientid", 1), "clientid"},
		"unknown top field":     {"provider: []\n", "provider"},
		"no name":               {strings.Replace(good, "name: other, ", "", 1), "name"},
		"name is a path":        {strings.Replace(good, "name: other", "name: ../x", 1), "name"},
		"two of one name":       {good + strings.TrimPrefix(strings.Replace(good, "other.ex", "third.ex", 1), "providers:\n"), "two of this name"},
		"two of one issuer":     {good + strings.TrimPrefix(strings.Replace(good, "name: other", "name: third", 1), "providers:\n"), "twice"},
		"the first one again":   {strings.Replace(good, "https://other.example", "http://auth.localhost:9000", 1), "twice"},
		"http beyond here":      {strings.Replace(good, "https://other", "http://other", 1), "https is needed"},
		"issuer with a query":   {strings.Replace(good, "other.example", "other.example?x", 1), "query"},
		"no client_id":          {strings.Replace(good, "client_id: a, ", "", 1), "client-id"},
		"no secret":             {strings.Replace(good, ", client_secret: hunter2", "", 1), "client-secret"},
		"secret in a lost file": {strings.Replace(good, "hunter2", "'@/nowhere/secret'", 1), "cannot be read"},
		"no openid":             {strings.Replace(good, "hunter2", "hunter2, scopes: [email]", 1), "openid"},
		"unknown method":        {strings.Replace(good, "hunter2", "hunter2, token_endpoint_auth_method: tls", 1), "token-auth-method"},
		"key that is none":      {strings.Replace(good, "client_secret: hunter2", "token_endpoint_auth_method: private_key_jwt, client_key: hunter2", 1), "client-key"},
		"unknown par":           {strings.Replace(good, "hunter2", "hunter2, par: sometimes", 1), "par"},
		"two documents":         {good + "---\n" + good, "more than one"},
		"not YAML":              {"providers: [", "yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := devConfig(t)
			cfg.Providers = config.Secret(tt.file)
			err := cfg.Validate()
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %v: it shows a secret", err)
			}
		})
	}
}
