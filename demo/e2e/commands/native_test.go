package commands_test

import (
	"net/http"
	"net/url"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
)

const addressInOutput = `\n  (http://\S+/authorize\S+)\n`

func TestNative(t *testing.T) {
	t.Parallel()
	s := start(t)

	t.Run("B-07 the user signs in with a browser, and comes back to a port of this machine", func(t *testing.T) {
		ports := make(map[string]bool)
		for range 2 {
			p := begin(t, s, "native")
			address, err := url.Parse(p.await(addressInOutput))
			if err != nil {
				t.Fatal(err)
			}
			back, err := url.Parse(address.Query().Get("redirect_uri"))
			if err != nil || back.Hostname() != "127.0.0.1" || address.Query().Get("code_challenge_method") != "S256" || address.Query().Get("resource") != s.API {
				t.Fatalf("request: got %s", address)
			}
			ports[back.Port()] = true
			b := allow(t, address.String())
			if b.Status() != http.StatusOK || b.At().Host != back.Host || !b.Has(`main`) {
				t.Errorf("the browser is at %s: %d %s", b.At(), b.Status(), b.Text())
			}
			p.ends(0, "good for 5m0s", "scope      notes:read\n", "client_id  native", "aud        "+s.API, "notes: 0")
		}
		if len(ports) != 2 {
			t.Errorf("got ports %v, want a new one each time", ports)
		}
	})
	t.Run("the user denies consent", func(t *testing.T) {
		p := begin(t, s, "native", "--scope", "notes:read,notes:write")
		b := browser.New(t).Open(p.await(addressInOutput)).Login("bob", "builder").Deny()
		if b.Status() != http.StatusBadRequest {
			t.Errorf("page: got %d %s", b.Status(), b.Text())
		}
		p.ends(1, "said no")
	})
	t.Run("L-08 an answer to somebody else's request changes nothing", func(t *testing.T) {
		p := begin(t, s, "native")
		address := p.await(addressInOutput)
		if got := browser.New(t).Open(answerTo(t, address, url.Values{"state": {"x"}, "code": {"x"}, "iss": {s.Issuer}})).Status(); got != http.StatusBadRequest {
			t.Errorf("got %d, want 400", got)
		}
		allow(t, address)
		p.ends(0, "notes: ")
	})
	t.Run("RFC 9207 an answer of another server is not redeemed", func(t *testing.T) {
		before := len(s.Gate.Seen(rig.To("/token")))
		p := begin(t, s, "native")
		address := p.await(addressInOutput)
		u, _ := url.Parse(address)
		browser.New(t).Open(answerTo(t, address, url.Values{"state": {u.Query().Get("state")}, "code": {"x"}, "iss": {"https://evil.example"}}))
		p.ends(1, "evil.example")
		if after := len(s.Gate.Seen(rig.To("/token"))); after != before {
			t.Errorf("got %d calls of the token endpoint, want none", after-before)
		}
	})
	t.Run("a code of somebody else is refused, with PKCE", func(t *testing.T) {
		p := begin(t, s, "native")
		address := p.await(addressInOutput)
		u, _ := url.Parse(address)
		browser.New(t).Open(answerTo(t, address, url.Values{"state": {u.Query().Get("state")}, "code": {"x"}, "iss": {s.Issuer}}))
		p.ends(1, "invalid_grant")
	})
	t.Run("the browser never comes back", func(t *testing.T) {
		begin(t, s, "native", "--no-browser", "--timeout", "50ms").ends(1, "nobody signed in within 50ms")
	})
	t.Run("the authorization server does not answer", func(t *testing.T) {
		s.Gate.Down()
		defer s.Gate.Up()
		begin(t, s, "native").ends(1, "nobody answers at "+s.Issuer)
	})
}

// allow signs alice in with a new browser, and gives consent if she is asked.
func allow(t *testing.T, address string) *browser.Browser {
	t.Helper()
	b := browser.New(t).Open(address).Login("alice", "wonderland")
	if b.Has(`button[value="allow"]`) {
		b.Approve()
	}
	return b
}

// answerTo returns the address of a response to the request at address, with the given parameters.
func answerTo(t *testing.T, address string, answer url.Values) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("redirect_uri") + "?" + answer.Encode()
}
