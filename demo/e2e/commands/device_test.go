package commands_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/stack"
	"quartet.example/shared/oauth"
)

const completeInOutput = `\n  (http://\S+/device\?user_code=\S+)\n`

// polling is a stack in which a device polls often, so that tests are short.
func polling(ttl time.Duration) rig.Option {
	return rig.With(func(s *stack.Settings) { s.Authserver.DeviceInterval, s.Authserver.DeviceCodeTTL = time.Second, ttl })
}

func TestDevice(t *testing.T) {
	t.Parallel()
	s := start(t, polling(5*time.Minute))

	t.Run("N-14 N-15 the user allows it on a phone", func(t *testing.T) {
		p := begin(t, s, "device")
		b := connect(t, p.await(completeInOutput)).Approve()
		if b.Status() != http.StatusOK {
			t.Errorf("page: got %d %s", b.Status(), b.Text())
		}
		p.ends(0, "visit\n\n  "+s.Issuer+"/device\n", "█", "waiting for you, 5m0s at most", "good for 5m0s", "scope      notes:read\n", "client_id  tv", "aud        "+s.API, "notes: 0")
		for _, poll := range s.Gate.Seen(rig.To("/token")) {
			if poll.Form.Get("grant_type") != string(oauth.DeviceCodeGrant) || poll.Request.Get("Authorization") != "" || poll.Status != http.StatusOK && poll.Status != http.StatusBadRequest {
				t.Errorf("poll: got %d for %v", poll.Status, poll.Form)
			}
		}
	})
	t.Run("N-15 the user denies consent", func(t *testing.T) {
		p := begin(t, s, "device", "--no-qr")
		connect(t, p.await(completeInOutput)).Deny()
		p.ends(1, "said no")
	})
	t.Run("a client without the grant gets an error", func(t *testing.T) {
		begin(t, s, "device", "--client-id", "native").ends(1, "unauthorized_client", "--client-id")
		begin(t, s, "device", "--client-id", "nobody").ends(1, "invalid_client", "--client-id")
	})
	t.Run("the authorization server does not answer", func(t *testing.T) {
		s.Gate.Down()
		defer s.Gate.Up()
		begin(t, s, "device").ends(1, "nobody answers at "+s.Issuer)
	})
}

func TestDeviceCodeExpires(t *testing.T) {
	t.Parallel()
	s := start(t, polling(2*time.Second))
	begin(t, s, "device").ends(1, "nobody allowed it in time")
}

// connect opens the page with the code as alice.
func connect(t *testing.T, address string) *browser.Browser {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	b := browser.New(t).Open(address)
	if b.Has(`input[type="password"]`) {
		b.Login("alice", "wonderland")
	}
	return b.Submit(`input[name="user_code"]`, url.Values{"user_code": {u.Query().Get("user_code")}})
}
