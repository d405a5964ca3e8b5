package lab

import (
	"fmt"

	"quartet.example/demo/labs/naive"
	"quartet.example/shared/config"
)

// The client at the authorization server of the attacker, who knows the secret.
const evilID, evilSecret = "notes-at-evil", "known-to-mallory"

// atEvil returns the careless client at the authorization server of the attacker.
func (s *Scene) atEvil() *naive.Client {
	return &naive.Client{
		Issuer: s.Evil.URL, ClientID: evilID, ClientSecret: evilSecret,
		Address: s.app.Address, Timeout: s.app.Timeout, Now: s.app.Now, Holes: s.app.Holes, Scope: s.app.Scope, Defences: s.app.Defences, HTTP: s.app.HTTP,
	}
}

// providers is the setting of the reference for the same.
func (s *Scene) providers() config.Secret {
	return config.Secret(fmt.Sprintf("providers:\n- {name: other, title: Other, issuer: %q, client_id: %s, client_secret: %s}\n", s.Evil.URL, evilID, evilSecret))
}
