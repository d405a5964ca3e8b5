package hostile_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/shared/oauth"
)

func start(t *testing.T) *hostile.Provider {
	t.Helper()
	p, err := hostile.Start(t.Context(), hostile.Options{Listen: "127.0.0.1:0", ClientID: "web", ClientSecret: "secret", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func TestListensOnLoopbackOnly(t *testing.T) {
	for _, address := range []string{":0", "0.0.0.0:0", "[::]:0", "192.0.2.1:0", "localhost:0", "issuer.example:0", "nonsense", ""} {
		p, err := hostile.Start(t.Context(), hostile.Options{Listen: address, Now: time.Now})
		if err == nil {
			_ = p.Close()
			t.Errorf("%q: got no error", address)
		}
	}
}

// Without a conduct the provider is strict: a client that sends anything else than it must gets no tokens.
// Otherwise an attack on such a client would say nothing.
func TestAnHonestProviderIsStrict(t *testing.T) {
	verifier := oauth.NewSecret()
	for name, tt := range map[string]struct {
		change func(url.Values)
		want   int
	}{
		"as it must be":      {func(url.Values) {}, 200},
		"no verifier":        {func(v url.Values) { v.Del("code_verifier") }, 400},
		"another verifier":   {func(v url.Values) { v.Set("code_verifier", oauth.NewSecret()) }, 400},
		"another redirect":   {func(v url.Values) { v.Set("redirect_uri", "http://127.0.0.1/other") }, 400},
		"another code":       {func(v url.Values) { v.Set("code", "another") }, 400},
		"another secret":     {func(v url.Values) { v.Set("client_secret", "another") }, 401},
		"another client":     {func(v url.Values) { v.Set("client_id", "another") }, 401},
		"another grant type": {func(v url.Values) { v.Set("grant_type", "password") }, 400},
		"an unknown refresh": {func(v url.Values) { v.Set("grant_type", "refresh_token") }, 400},
	} {
		t.Run(name, func(t *testing.T) {
			p := start(t)
			response := p.Authorize(url.Values{"redirect_uri": {"http://127.0.0.1/cb"}, "scope": {"openid"}, "code_challenge": {oauth.ChallengeOf(verifier)}})
			form := url.Values{
				"grant_type": {"authorization_code"}, "code": {response.Get("code")}, "redirect_uri": {"http://127.0.0.1/cb"}, "code_verifier": {verifier},
				"client_id": {"web"}, "client_secret": {"secret"},
			}
			tt.change(form)
			if got := post(t, p, form); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
			if tt.want == 200 && post(t, p, form) != 400 {
				t.Error("the code was good twice")
			}
		})
	}
}

func post(t *testing.T, p *hostile.Provider, form url.Values) int {
	t.Helper()
	resp, err := http.PostForm(p.Issuer+"/token", form)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

// A conduct counts as applied only when the client has received what it changes.
func TestAConductIsAppliedWhenTheClientHasSeenIt(t *testing.T) {
	p := start(t)
	p.Begin(hostile.Conduct{Keys: func(keys []any) []any { return nil }})
	p.Authorize(url.Values{})
	if p.Applied() {
		t.Error("it was applied without a request for the keys")
	}
	resp, err := http.Get(p.Issuer + "/jwks")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var set struct{ Keys []any }
	if err := json.NewDecoder(resp.Body).Decode(&set); err != nil || len(set.Keys) != 0 || !p.Applied() {
		t.Errorf("got %v, %v, applied %t; want no keys", set, err, p.Applied())
	}
	p.Begin(hostile.Conduct{})
	if p.Applied() {
		t.Error("the next conduct is applied before anything happened")
	}
}

// What reaches the other origin is recorded, and gets no answer that a client could use.
func TestElsewhereRecords(t *testing.T) {
	p := start(t)
	resp, err := http.Post(p.Elsewhere+"/token", "application/x-www-form-urlencoded", strings.NewReader("code=x"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	records := p.Records()
	if resp.StatusCode != http.StatusBadRequest || len(records) != 1 || records[0].Endpoint != hostile.Elsewhere || records[0].Form.Get("code") != "x" {
		t.Errorf("got %d and %+v", resp.StatusCode, records)
	}
}
