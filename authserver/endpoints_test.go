package authserver_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// endpoint is an endpoint that reads a form, with a valid request to it.
type endpoint struct {
	path   string
	client string            // the client that authenticates by HTTP Basic; "" for none
	params map[string]string // name -> value
	wrong  map[string]string // name -> response to a wrong value; a parameter without an entry may have any value
	repeat []string          // may be given more than once (RFC 8707 §2, RFC 8693 §2.1)
}

const (
	badRequest = "400 invalid_request"
	exchanging = "urn:ietf:params:oauth:grant-type:token-exchange"
	aToken     = "urn:ietf:params:oauth:token-type:access_token"
	notesAPI   = "http://api.localhost:9001"
)

// endpoints are all endpoints to which programs send forms.
func endpoints() map[string]endpoint {
	return map[string]endpoint{
		"par": {"/par", "notes", map[string]string{
			"client_id": "notes", "response_type": "code", "redirect_uri": "http://app.localhost:8080/callback", "scope": "openid notes:read", "state": "s", "nonce": "n",
			"code_challenge": oauth.ChallengeOf(nonce), "code_challenge_method": "S256", "prompt": "login", "max_age": "10", "response_mode": "query", "resource": notesAPI,
			"claims": `{}`, "dpop_jkt": oauth.Hash("x"), "display": "page", "ui_locales": "en", "claims_locales": "en", "login_hint": "alice", "acr_values": "1",
		}, map[string]string{
			"client_id": badRequest, "response_type": "400 unsupported_response_type", "redirect_uri": badRequest, "scope": "400 invalid_scope",
			"code_challenge": badRequest, "code_challenge_method": badRequest, "prompt": badRequest, "max_age": badRequest, "response_mode": badRequest,
			"resource": "400 invalid_target", "claims": badRequest, "dpop_jkt": badRequest,
		}, []string{"resource"}},
		"client credentials": {"/token", "service", map[string]string{
			"grant_type": "client_credentials", "scope": "notes:read", "client_id": "service", "resource": notesAPI,
		}, map[string]string{
			"grant_type": "400 unsupported_grant_type", "scope": "400 invalid_scope", "client_id": badRequest, "resource": "400 invalid_target",
		}, []string{"resource", "audience"}},
		"code": {"/token", "notes", map[string]string{
			"grant_type": "authorization_code", "code": "c", "redirect_uri": "http://app.localhost:8080/callback", "code_verifier": nonce, "client_id": "notes",
		}, map[string]string{
			"grant_type": "400 unsupported_grant_type", "code": "400 invalid_grant", "redirect_uri": "400 invalid_grant", "code_verifier": "400 invalid_grant", "client_id": badRequest,
		}, []string{"resource", "audience"}},
		"refresh": {"/token", "notes", map[string]string{
			"grant_type": "refresh_token", "refresh_token": "r", "scope": "openid",
		}, map[string]string{
			"grant_type": "400 unsupported_grant_type", "refresh_token": "400 invalid_grant", "scope": "400 invalid_scope|invalid_grant",
		}, []string{"resource", "audience"}},
		"device code": {"/token", "", map[string]string{
			"grant_type": deviceGrant, "device_code": "d", "client_id": "tv",
		}, map[string]string{
			"grant_type": "400 unsupported_grant_type", "device_code": "400 invalid_grant", "client_id": "401 invalid_client",
		}, []string{"resource", "audience"}},
		"exchange": {"/token", "exchanger", map[string]string{
			"grant_type": exchanging, "subject_token": "s", "subject_token_type": aToken, "actor_token": "a", "actor_token_type": aToken, "requested_token_type": aToken,
		}, map[string]string{
			"grant_type": "400 unsupported_grant_type", "subject_token": badRequest, "subject_token_type": badRequest,
			"actor_token": badRequest, "actor_token_type": badRequest, "requested_token_type": badRequest,
		}, []string{"resource", "audience"}},
		"device authorization": {"/device_authorization", "", map[string]string{
			"client_id": "tv", "scope": "openid",
		}, map[string]string{
			"client_id": "401 invalid_client", "scope": "400 invalid_scope",
		}, []string{"resource"}},
		"introspection": {"/introspect", "notes-api", map[string]string{"token": "t", "token_type_hint": "access_token"}, nil, nil},
		"revocation":    {"/revoke", "notes", map[string]string{"token": "t", "token_type_hint": "access_token"}, nil, nil},
		"sign-out": {"/logout", "", map[string]string{
			"client_id": "notes", "post_logout_redirect_uri": "http://app.localhost:8080/", "state": "s", "ui_locales": "en", "logout_hint": "x",
		}, map[string]string{"client_id": badRequest, "post_logout_redirect_uri": badRequest}, nil},
	}
}

// stranger sends requests that a correct client would not send.
type stranger struct {
	t   *testing.T
	srv *authservertest.Server
}

// ask sends a request and returns the status and the error code. It checks that the response to
// every request is not a 5xx and is not cacheable.
func (s stranger) ask(e endpoint, form url.Values, change ...func(*http.Request)) string {
	s.t.Helper()
	r := request(s.t, http.MethodPost, s.srv.URL+e.path, form)
	if e.client != "" {
		r.SetBasicAuth(e.client, e.client+"-dev-secret-not-for-production")
	}
	for _, f := range change {
		f(r)
	}
	status, header, body := do(s.t, s.srv, r)
	var answer struct{ Error oauth.Code }
	if err := json.Unmarshal([]byte(body), &answer); status >= 400 && err != nil {
		s.t.Errorf("got %d with %q, want JSON", status, body)
	}
	if status >= 500 || status != http.StatusNoContent && header.Get("Cache-Control") != "no-store" {
		s.t.Errorf("got %d with Cache-Control %q", status, header.Get("Cache-Control"))
	}
	if status == http.StatusUnauthorized && header.Get("WWW-Authenticate") == "" {
		s.t.Error("a 401 without a challenge")
	}
	return strings.TrimSpace(fmt.Sprint(status, " ", answer.Error))
}

func (s stranger) want(got, want string) {
	s.t.Helper()
	status, codes, _ := strings.Cut(want, " ")
	gotStatus, gotCode, _ := strings.Cut(got, " ")
	if gotStatus != status || !slices.Contains(strings.Split(codes, "|"), gotCode) {
		s.t.Errorf("got %q, want %q", got, want)
	}
}

// form returns the valid request with some parameters replaced; the value "" removes a parameter.
func (e endpoint) form(change ...string) url.Values {
	form := url.Values{}
	for name, value := range e.params {
		form.Set(name, value)
	}
	for i := 0; i+1 < len(change); i += 2 {
		form.Set(change[i], change[i+1])
		if change[i+1] == "" {
			form.Del(change[i])
		}
	}
	return form
}
