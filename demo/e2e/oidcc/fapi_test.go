package oidcc_test

import (
	"slices"
	"strings"
	"testing"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// TestFAPI2SecurityProfile has the modules about the authorization request. The modules about
// pushed requests, DPoP and client assertions are tested in authserver.
func TestFAPI2SecurityProfile(t *testing.T) {
	run(t, authservertest.Start(t), []module{
		{"CF-03 user-rejects-authentication", func(t *testing.T, rp *relyingParty) {
			request := rp.request()
			b := rp.srv.Browser(t).Open(rp.authorize(request)).Login("alice", "wonderland").Deny()
			if got := b.Returned(); got.Get("error") != "access_denied" || got.Get("state") != request.Get("state") || got.Get("iss") != rp.srv.URL || got.Has("code") {
				t.Errorf("got %v", got)
			}
		}},
		{"CF-04 ensure-authorization-request-without-state-success", func(t *testing.T, rp *relyingParty) {
			if a, _, _ := rp.flow(t, rp.srv.Browser(t), "state", ""); a.returned.Has("state") {
				t.Errorf("a state that nobody sent: %v", a.returned)
			}
		}},
		{"CF-05 ensure-authorization-request-without-nonce-success", func(t *testing.T, rp *relyingParty) {
			rp.flow(t, rp.srv.Browser(t), "nonce", "")
		}},
		{"CF-06 ensure-authorization-request-with-64-char-nonce-success", func(t *testing.T, rp *relyingParty) {
			rp.flow(t, rp.srv.Browser(t), "nonce", strings.Repeat("n", 64))
		}},
		{"CF-07 ensure-authorization-request-with-long-nonce", func(t *testing.T, rp *relyingParty) {
			rp.flow(t, rp.srv.Browser(t), "nonce", strings.Repeat("n", 384))
		}},
		{"CF-08 ensure-authorization-request-with-long-state", func(t *testing.T, rp *relyingParty) {
			rp.flow(t, rp.srv.Browser(t), "state", strings.Repeat("s", 1000))
		}},
		{"CF-09 ensure-other-scope-order-succeeds", func(t *testing.T, rp *relyingParty) {
			rp.flow(t, rp.srv.Browser(t), "scope", "email openid profile")
		}},
		{"CF-21 ensure-response-type-code-idtoken-fails / ensure-response-type-token-fails", func(t *testing.T, rp *relyingParty) {
			for _, other := range []string{"code id_token", "token", "id_token", "none", "code token"} {
				if a := rp.visit(rp.srv.Browser(t), "response_type", other); a.returned.Get("error") != "unsupported_response_type" || a.returned.Has("access_token") {
					t.Errorf("%s: got %v", other, a.returned)
				}
			}
		}},
		{"CF-01 discovery-end-point-verification", func(t *testing.T, rp *relyingParty) {
			m := discover(t, rp.srv)
			if m.PushedAuthorizationRequestEndpoint == "" || !m.AuthorizationResponseIssSupported || !slices.Equal(m.CodeChallengeMethodsSupported, []string{oauth.S256}) {
				t.Errorf("got %+v", m)
			}
		}},
	})
}
