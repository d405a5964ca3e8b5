package received_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"testing"

	"quartet.example/authserver/internal/control/received"
)

func TestTheClientIsFound(t *testing.T) {
	encode := base64.RawURLEncoding.EncodeToString
	token := encode([]byte(`{"alg":"ES256"}`)) + "." + encode([]byte(`{"sub":"alice","client_id":"web"}`)) + "." + encode([]byte("x"))
	for name, tt := range map[string]struct {
		authorization string
		params        url.Values
		want          string
	}{
		"by parameter":             {"", url.Values{"client_id": {"web"}}, "web"},
		"by Basic":                 {"Basic " + base64.StdEncoding.EncodeToString([]byte("a%3Ab:secret")), nil, "a:b"},
		"by assertion":             {"", url.Values{"client_assertion": {token}}, "alice"},
		"by access token":          {"Bearer " + token, nil, "web"},
		"by access token in form":  {"", url.Values{"access_token": {token}}, "web"},
		"malformed Basic":          {"Basic !", nil, ""},
		"malformed escape":         {"Basic " + base64.StdEncoding.EncodeToString([]byte("%:x")), nil, ""},
		"token that is not a JWT":  {"Bearer x", nil, ""},
		"request without a client": {"", nil, ""},
	} {
		if got := received.Client(http.Header{"Authorization": {tt.authorization}}, tt.params); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestParametersAreThoseOfQueryAndForm(t *testing.T) {
	form := http.Header{"Content-Type": {"application/x-www-form-urlencoded; charset=utf-8"}}
	if got := received.Params(form, "a=1", []byte("a=2&b=3")).Encode(); got != "a=1&a=2&b=3" {
		t.Errorf("got %q", got)
	}
	if got := received.Params(http.Header{"Content-Type": {"application/json"}}, "a=1", []byte("b=3")).Encode(); got != "a=1" {
		t.Errorf("JSON: got %q", got)
	}
}
