package walk_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/demo/walk"
	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

// metadata answers every request with this document.
type metadata string

func (m metadata) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(string(m))), Request: r,
	}, nil
}

// A server elsewhere must not make this program send requests to programs of this machine.
func TestMetadataMayNotNameThisMachine(t *testing.T) {
	for _, endpoint := range []string{"token_endpoint", "authorization_endpoint", "jwks_uri", "end_session_endpoint"} {
		for _, host := range []string{"http://inspect.localhost:9002", "http://127.0.0.1:9002", "http://[::1]:9002", "http://localhost.:9002", "https://0.0.0.0:9002", "https://[::]:9002", "https://[::ffff:0.0.0.0]:9002"} {
			target := walk.Elsewhere("https://issuer.example", walk.ClientKey{ID: "x", Secret: "y"})
			target.Transport = metadata(`{"issuer": "https://issuer.example", "` + endpoint + `": "` + host + `/present/reset"}`)
			_, err := walk.Run(t.Context(), "client-credentials", target, walk.Options{})
			if err == nil || !strings.Contains(err.Error(), endpoint+" is on this machine") {
				t.Errorf("%s at %s: got %v", endpoint, host, err)
			}
		}
	}
}

// stray is a person whose browser another page sends to the redirect URI before the sign-in ends.
type stray struct{ reader }

func (p stray) SignIn(ctx context.Context, address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	resp, err := localnet.HTTPClient(waittest.Patience).Get(u.Query().Get("redirect_uri") + "?code=x&state=of-another-page")
	if err != nil {
		return "", err
	}
	if resp.StatusCode != http.StatusBadRequest {
		p.t.Errorf("a response with another state: got %d, want 400", resp.StatusCode)
	}
	if err := resp.Body.Close(); err != nil {
		return "", err
	}
	return p.reader.SignIn(ctx, address)
}

// RFC 6749 §10.12: any page can send a browser to the redirect URI. That must not end the sign-in.
func TestAResponseWithAnotherStateEndsNothing(t *testing.T) {
	ours := embedded(t)
	target := walk.Elsewhere(ours.Issuer, ours.Clients[walk.WebApp])
	if _, err := walk.Run(t.Context(), "code-pkce", target, walk.Options{Person: stray{reader{t: t}}}); err != nil {
		t.Error(err)
	}
}
