package conformance_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

// Every parameter, claim and header in the recording of every flow must be in the dictionary, so
// that the inspector can say what it means.
func TestEveryRecordedNameIsInTheDictionary(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	allFlows(t, s)
	requestDocuments(t, s)
	requestGrants(t, s)
	recordAll(t, s)
	for name, message := range s.Unknown(t, 1000) {
		t.Errorf("%s is not in the dictionary (shared/trace/dictionary*.go): %s", name, message)
	}
}

// requestDocuments requests what the services publish.
func requestDocuments(t *testing.T, s *rig.Stack) {
	t.Helper()
	for _, address := range []string{
		s.Issuer + "/.well-known/openid-configuration", s.Issuer + "/.well-known/oauth-authorization-server", s.Issuer + "/jwks",
		s.API + "/.well-known/oauth-protected-resource", s.API + "/notes", s.Client + "/nothing",
	} {
		call(t, plain(t), request(t, http.MethodGet, address, ""))
	}
	call(t, plain(t), request(t, http.MethodOptions, s.Issuer+"/token", "",
		"Origin", "http://spa.localhost:1", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "dpop"))
}

// requestGrants requests a device code, a pushed authorization request, and a token exchange.
func requestGrants(t *testing.T, s *rig.Stack) {
	t.Helper()
	device := post(t, plain(t), s.Issuer+"/device_authorization", url.Values{"client_id": {"tv"}, "scope": {"notes:read"}})
	post(t, plain(t), s.Issuer+"/token", url.Values{
		"grant_type": {"urn:ietf:params:oauth:grant-type:device_code"}, "client_id": {"tv"}, "device_code": {device.text(t, "device_code")},
	})
	pushed := basic(t, s.Issuer+"/par", "notes", rig.Authorization("notes", s.Client+"/callback", everything).Values)
	token := tokens(t, s).text(t, "access_token")
	exchange := basic(t, s.Issuer+"/token", "exchanger", url.Values{
		"grant_type": {"urn:ietf:params:oauth:grant-type:token-exchange"}, "subject_token": {token},
		"subject_token_type": {"urn:ietf:params:oauth:token-type:access_token"}, "scope": {"notes:read"},
	})
	for name, got := range map[string]answer{"device_authorization": device, "par": pushed, "token exchange": exchange} {
		if got.Status >= http.StatusBadRequest {
			t.Errorf("%s: got %d %s", name, got.Status, got.Body)
		}
	}
}

// recordAll waits until the authorization server has written its queue: until a last request is in
// the recording.
func recordAll(t *testing.T, s *rig.Stack) {
	t.Helper()
	call(t, plain(t), request(t, http.MethodGet, s.Issuer+"/jwks?limit=last", ""))
	waittest.Until(t, "the recording of the last request", func() bool {
		events, err := trace.Recent(t.Context(), s.Redis, 20)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(events, func(e trace.Event) bool {
			return e.Kind == trace.Response && slices.ContainsFunc(e.Params, func(p trace.Param) bool { return p.Value == "last" })
		})
	})
}
