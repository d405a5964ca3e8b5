package commands_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"quartet.example/demo/e2e/rig"
)

func TestService(t *testing.T) {
	t.Parallel()
	s := start(t)

	t.Run("C-17 it calls the API without a user", func(t *testing.T) {
		begin(t, s, "service").ends(0,
			"access token: Bearer, good for 5m0s", "scope      notes:read notes:write", "iss        "+s.Issuer, "sub        service",
			"client_id  service", "aud        "+s.API, "the API knows us as: service\n")
		quiet := begin(t, s, "service")
		quiet.ends(0)
		if strings.Contains(quiet.said(), "secret") {
			t.Errorf("it says its secret: %s", quiet.said())
		}
		calls := s.Gate.Seen(rig.To("/token"))
		last := calls[len(calls)-1]
		basic := base64.StdEncoding.EncodeToString([]byte("service:service-dev-secret-not-for-production"))
		if last.Request.Get("Authorization") != "Basic "+basic || last.Form.Get("client_secret") != "" || last.Form.Get("resource") != s.API {
			t.Errorf("got %v with %v, want the secret in the header, and the resource", last.Request, last.Form)
		}
	})
	t.Run("it requests fewer scopes", func(t *testing.T) {
		begin(t, s, "service", "--scope", "notes:read").ends(0, "scope      notes:read\n")
		begin(t, s, "service", "--scope", "openid").ends(1, "invalid_scope", "--scope")
	})
	t.Run("errors say what to do", func(t *testing.T) {
		wrong := begin(t, s, "service", "--client-secret", "a-wrong-one")
		wrong.ends(1, "invalid_client", "--client-secret")
		if strings.Contains(wrong.said(), "a-wrong-one") {
			t.Errorf("it says the secret: %s", wrong.said())
		}
		begin(t, s, "service", "--client-id", "native").ends(1, "refused")
		begin(t, s, "service", "--resource", "http://other.localhost:9001").ends(1, "invalid_target", "--resource")
		begin(t, s, "service", "--issuer", s.API).ends(1, "404")
		begin(t, s, "service", "--issuer", s.Behind).ends(1, "another issuer")
		begin(t, s, "service", "--issuer", "http://auth.example").ends(2, "https is needed")
		begin(t, s, "service", "--nonsense").ends(2, "--nonsense")
		begin(t, s, "service", "--help").ends(0, "RFC 6749 §4.4", "--client-secret", "$SERVICE_CLIENT_SECRET")
	})
	t.Run("the authorization server does not answer", func(t *testing.T) {
		s.Gate.Down()
		defer s.Gate.Up()
		begin(t, s, "service").ends(1, "nobody answers at "+s.Issuer)
	})
}
