package accesstoken_test

import (
	"testing"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
)

// RFC 9700 §4.15: a token that a client got for itself has no user.
func TestUser(t *testing.T) {
	for name, tt := range map[string]struct {
		sub, clientID, gty string
		want               bool
	}{
		"a user at a client":                           {"alice", "notes", "", true},
		"sub is the client (RFC 9068 §2.2)":            {"service", "service", "", false},
		"sub is the client, and also that of a user":   {"alice", "alice", "", false},
		"gty says so, as of an exchanged token":        {"service", "gateway", "client-credentials", false},
		"another issuer, which has a suffix and gty":   {"service@clients", "service", "client-credentials", false},
		"no subject (RFC 7662 §2.2: it may be absent)": {"", "service", "", false},
		"introspected, without client_id":              {"alice", "", "", false},
	} {
		claims := accesstoken.Claims{Claims: jose.Claims{Subject: tt.sub}, ClientID: tt.clientID, GrantType: tt.gty}
		sub, ok := claims.User()
		if ok != tt.want || ok != (sub != "") || ok && sub != tt.sub {
			t.Errorf("%s: got %q, %v; want %v", name, sub, ok, tt.want)
		}
	}
}
