package authserver_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"quartet.example/authserver/authservertest"
)

// TestMetadataListsOnlyWhatIsEnabled checks, in both metadata documents, that there is no member of
// a feature that this server does not have, and that the endpoints of these features answer 404
// (N-30).
func TestMetadataListsOnlyWhatIsEnabled(t *testing.T) {
	srv := authservertest.Start(t)
	for _, path := range []string{"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"} {
		_, _, body := do(t, srv, request(t, http.MethodGet, srv.URL+path, nil))
		var document map[string]any
		if err := json.Unmarshal([]byte(body), &document); err != nil {
			t.Fatal(err)
		}
		for member, feature := range map[string]string{
			"registration_endpoint":                       "N-21 N-22 N-25 dynamic registration (RFC 7591)",
			"request_object_signing_alg_values_supported": "N-06 request objects (RFC 9101)",
			"check_session_iframe":                        "session management by frames",
			"frontchannel_logout_supported":               "front-channel logout",
			"mtls_endpoint_aliases":                       "mutual TLS (RFC 8705)",
			"tls_client_certificate_bound_access_tokens":  "tokens bound to certificates (RFC 8705)",
			"backchannel_authentication_endpoint":         "CIBA",
		} {
			t.Run(feature+", "+path, func(t *testing.T) {
				if value, has := document[member]; has {
					t.Errorf("%s: %v", member, value)
				}
			})
		}
		t.Run("N-06 metadata says that request objects are refused, "+path, func(t *testing.T) {
			if document["request_parameter_supported"] == true || document["request_uri_parameter_supported"] != false {
				t.Errorf("got %v, %v", document["request_parameter_supported"], document["request_uri_parameter_supported"])
			}
		})
		t.Run("C-06 A-06 no password grant, no implicit one, "+path, func(t *testing.T) {
			for _, name := range []string{"password", "implicit"} {
				if slices.Contains(document["grant_types_supported"].([]any), any(name)) {
					t.Errorf("%s is advertised", name)
				}
			}
		})
	}
	for _, path := range []string{"/register", "/connect/register", "/bc-authorize", "/.well-known/webfinger"} {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
			t.Run("N-22 N-25 "+method+" "+path, func(t *testing.T) {
				if status, _, _ := do(t, srv, request(t, method, srv.URL+path, nil)); status != http.StatusNotFound {
					t.Errorf("got %d, want 404", status)
				}
			})
		}
	}
}
