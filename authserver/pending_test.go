package authserver_test

import (
	"net/url"
	"testing"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// When a user signs out everywhere or revokes a consent, codes and device codes that were approved
// but not yet exchanged for tokens must be revoked too.
func TestPendingApprovalsAreRevokedToo(t *testing.T) {
	srv := authservertest.Start(t)
	const scope = "openid offline_access notes:read" // without offline_access the grant would end with the session anyway
	a, tv := notes(t, srv), tv(t, srv)
	inACode := func(b *authservertest.Browser) func() oauth.TokenResponse {
		code := through(b.Open(a.authorizeURL(scope, map[string]string{"prompt": "login consent"}))).Returned().Get("code")
		return func() oauth.TokenResponse {
			_, _, got := jsonOf[oauth.TokenResponse](t, srv, a.post("/token", a.redemption(code)))
			return got
		}
	}
	atADevice := func(b *authservertest.Browser) func() oauth.TokenResponse {
		d := tv.start(scope)
		enter(b, srv, d.UserCode).Approve()
		return func() oauth.TokenResponse { _, got := tv.poll(d.DeviceCode); return got.TokenResponse }
	}
	everything := func(b *authservertest.Browser) { b.Open(srv.URL+"/account").Press("end", "everything") }
	takeBack := func(b *authservertest.Browser) {
		item := b.Open(srv.URL + "/account").Page().Find("button[value=consent]").Closest("form")
		b.Submit(item, url.Values{"end": {"consent"}})
	}
	for name, tt := range map[string]struct {
		allow func(*authservertest.Browser) func() oauth.TokenResponse
		end   func(*authservertest.Browser)
		lives bool
	}{
		"a code, sign-out everywhere":                        {inACode, everything, false},
		"a code, the consent is revoked":                     {inACode, takeBack, false},
		"a device, sign-out everywhere":                      {atADevice, everything, false},
		"a device, the consent of another client is revoked": {atADevice, takeBack, true},
		"a code, nothing":                                    {inACode, func(*authservertest.Browser) {}, true},
	} {
		t.Run(name, func(t *testing.T) {
			b := srv.Browser(t)
			inACode(b)() // signs in and gives a consent that can be revoked
			fetch := tt.allow(b)
			tt.end(b)
			tokens := fetch()
			if got := tokens.AccessToken != "" && active(t, srv, tokens.AccessToken).Active; got != tt.lives {
				t.Errorf("an access token is active: %t, want %t", got, tt.lives)
			}
		})
	}
}
