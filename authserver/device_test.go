package authserver_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

const deviceGrant = string(oauth.DeviceCodeGrant)

// tv is the client of the built-in seed for a device without a browser.
func tv(t *testing.T, srv *authservertest.Server) *app {
	t.Helper()
	return &app{t: t, srv: srv, id: "tv", method: oauth.NoAuthentication}
}

// start requests a device code and a user code.
func (a *app) start(scope string) oauth.DeviceAuthorization {
	a.t.Helper()
	status, header, d := jsonOf[oauth.DeviceAuthorization](a.t, a.srv, a.post("/device_authorization", url.Values{"scope": {scope}}))
	if status != http.StatusOK || header.Get("Cache-Control") != "no-store" {
		a.t.Fatalf("device authorization: got %d, %q", status, header.Get("Cache-Control"))
	}
	return d
}

type polled struct {
	oauth.TokenResponse
	Error oauth.Code `json:"error"`
}

// poll polls the token endpoint. It returns "200" or the status and the error code.
func (a *app) poll(deviceCode string) (string, polled) {
	a.t.Helper()
	status, _, answer := jsonOf[polled](a.t, a.srv, a.post("/token", url.Values{"grant_type": {deviceGrant}, "device_code": {deviceCode}}))
	return strings.TrimSpace(fmt.Sprint(status, " ", answer.Error)), answer
}

func (a *app) wantPoll(deviceCode, want string) polled {
	a.t.Helper()
	got, answer := a.poll(deviceCode)
	if got != want {
		a.t.Errorf("poll: got %q, want %q", got, want)
	}
	return answer
}

// enter sends a user code with the form of /device.
func enter(b *authservertest.Browser, srv *authservertest.Server, code string) *authservertest.Browser {
	b.Open(srv.URL + "/device?user_code=" + url.QueryEscape(code))
	if b.Page().Find("input[name=password]").Length() > 0 {
		b.Login("alice", "wonderland")
	}
	return b.Send("input[name=user_code]", url.Values{"user_code": {code}})
}

func TestDeviceFlow(t *testing.T) {
	srv := authservertest.Start(t)
	tv := tv(t, srv)
	d := tv.start("openid profile offline_access notes:read")
	t.Run("N-14 the answer of RFC 8628 §3.2", func(t *testing.T) {
		if !regexp.MustCompile(`^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$`).MatchString(d.UserCode) || len(d.DeviceCode) < 43 {
			t.Errorf("codes: %q, %d characters", d.UserCode, len(d.DeviceCode))
		}
		if d.VerificationURI != srv.URL+"/device" || d.VerificationURIComplete != d.VerificationURI+"?user_code="+d.UserCode {
			t.Errorf("got %q and %q", d.VerificationURI, d.VerificationURIComplete)
		}
		if d.ExpiresIn != 600 || d.Interval != 5 {
			t.Errorf("got %d and %d, want 600 and 5", d.ExpiresIn, d.Interval)
		}
	})
	t.Run("N-15 until the user has decided it is pending, and too fast is slow_down", func(t *testing.T) {
		tv := *tv
		tv.t = t
		tv.wantPoll(d.DeviceCode, "400 authorization_pending")
		tv.wantPoll(d.DeviceCode, "400 slow_down")
		srv.Advance(8 * time.Second)
		tv.wantPoll(d.DeviceCode, "400 slow_down")
		srv.Advance(16 * time.Second)
		tv.wantPoll(d.DeviceCode, "400 authorization_pending")
	})
	b := srv.Browser(t)
	t.Run("the link fills in the code, and decides nothing", func(t *testing.T) {
		b.Open(d.VerificationURIComplete).Login("alice", "wonderland")
		if got := b.Page().Find("input[name=user_code]").AttrOr("value", ""); got != d.UserCode {
			t.Errorf("prefilled: got %q, want %q", got, d.UserCode)
		}
		if b.Page().Find("button[name=decision]").Length() > 0 {
			t.Error("the link leads to a decision")
		}
		if at := b.At(); at.Path != "/device" || strings.Contains(at.String(), d.UserCode) {
			t.Errorf("after the sign-in: at %s", at)
		}
	})
	t.Run("the question says who asks, what for, when, and shows the code", func(t *testing.T) {
		b.Send("input[name=user_code]", url.Values{"user_code": {strings.ToLower(strings.ReplaceAll(d.UserCode, "-", " "))}})
		for _, want := range []string{"Living room TV", d.UserCode, "less than a minute ago", "Only continue if you started this on a device that you have with you", "Read your notes", "Keep this access while you are away"} {
			if !strings.Contains(b.Text(), want) {
				t.Errorf("no %q in %q", want, b.Text())
			}
		}
	})
	t.Run("N-15 after approval there are tokens, once", func(t *testing.T) {
		tv := *tv
		tv.t = t
		b.Approve()
		if b.Status() != http.StatusOK || !strings.Contains(b.Text(), "Living room TV is connected") {
			t.Fatalf("got %d %q", b.Status(), b.Text())
		}
		srv.Advance(20 * time.Second)
		got := tv.wantPoll(d.DeviceCode, "200")
		if got.AccessToken == "" || got.IDToken == "" || got.RefreshToken == "" || got.Scope != "openid profile offline_access notes:read" {
			t.Errorf("got %+v", got)
		}
		claims := part(t, got.AccessToken, 1)
		if claims["sub"] != alice || claims["client_id"] != "tv" || !active(t, srv, got.AccessToken).Active {
			t.Errorf("got %v", claims)
		}
		srv.Advance(20 * time.Second)
		tv.wantPoll(d.DeviceCode, "400 invalid_grant")
		if status, _, err := tv.refresh(got.RefreshToken); status != http.StatusOK {
			t.Errorf("refresh: got %d %s", status, err)
		}
	})
	t.Run("a user code cannot be used after the decision", func(t *testing.T) {
		if text := enter(b, srv, d.UserCode).Text(); !strings.Contains(text, "No device waits with this code") {
			t.Errorf("got %q", text)
		}
	})
}

func TestDeviceDeniedOrLate(t *testing.T) {
	t.Run("N-15 denied", func(t *testing.T) {
		srv := authservertest.Start(t)
		tv, b := tv(t, srv), srv.Browser(t)
		d := tv.start("notes:read")
		enter(b, srv, d.UserCode)
		second := *b
		b.Deny()
		tv.wantPoll(d.DeviceCode, "400 access_denied")
		second.Approve() // another tab, or the back button
		if second.Status() != http.StatusBadRequest {
			t.Errorf("allow after deny: got %d %q", second.Status(), second.Text())
		}
		srv.Advance(6 * time.Second)
		tv.wantPoll(d.DeviceCode, "400 access_denied")
	})
	t.Run("N-15 expired", func(t *testing.T) {
		srv := authservertest.Start(t)
		tv, b := tv(t, srv), srv.Browser(t)
		d := tv.start("notes:read")
		enter(b, srv, d.UserCode)
		srv.Advance(10 * time.Minute)
		b.Approve()
		if b.Status() != http.StatusBadRequest {
			t.Errorf("allow after the expiry: got %d %q", b.Status(), b.Text())
		}
		tv.wantPoll(d.DeviceCode, "400 expired_token")
	})
	t.Run("a refresh token without offline_access ends with the session in which it was allowed", func(t *testing.T) {
		srv := authservertest.Start(t)
		tv, b := tv(t, srv), srv.Browser(t)
		d := tv.start("openid notes:read")
		enter(b, srv, d.UserCode).Approve()
		tokens := tv.wantPoll(d.DeviceCode, "200")
		b.Open(srv.URL+"/logout").Press("decision", "sign-out")
		if status, _, err := tv.refresh(tokens.RefreshToken); err != oauth.InvalidGrant {
			t.Errorf("refresh after sign-out: got %d %s", status, err)
		}
	})
}

func TestDeviceRefused(t *testing.T) {
	srv := authservertest.Start(t)
	tv := tv(t, srv)
	for name, tt := range map[string]struct {
		app  *app
		path string
		form url.Values
		want string
	}{
		"N-14 an unknown client":               {&app{t: t, srv: srv, id: "ghost", method: oauth.NoAuthentication}, "/device_authorization", url.Values{"scope": {"notes:read"}}, "401 invalid_client"},
		"a client without the grant":           {notes(t, srv), "/device_authorization", url.Values{"scope": {"notes:read"}}, "400 unauthorized_client"},
		"a client without the grant polls":     {notes(t, srv), "/token", url.Values{"grant_type": {deviceGrant}, "device_code": {oauth.NewSecret()}}, "400 unauthorized_client"},
		"no scope":                             {tv, "/device_authorization", url.Values{}, "400 invalid_scope"},
		"a scope outside the client's":         {tv, "/device_authorization", url.Values{"scope": {"phone"}}, "400 invalid_scope"},
		"a malformed scope":                    {tv, "/device_authorization", url.Values{"scope": {"a  b"}}, "400 invalid_scope"},
		"F-27 an unknown resource":             {tv, "/device_authorization", url.Values{"scope": {"notes:read"}, "resource": {"https://evil.test"}}, "400 invalid_target"},
		"a repeated parameter":                 {tv, "/device_authorization", url.Values{"scope": {"notes:read", "notes:read"}}, "400 invalid_request"},
		"N-15 no device_code":                  {tv, "/token", url.Values{"grant_type": {deviceGrant}}, "400 invalid_request"},
		"N-15 an unknown device_code":          {tv, "/token", url.Values{"grant_type": {deviceGrant}, "device_code": {oauth.NewSecret()}}, "400 invalid_grant"},
		"N-15 the user code is no device_code": {tv, "/token", url.Values{"grant_type": {deviceGrant}, "device_code": {tv.start("notes:read").UserCode}}, "400 invalid_grant"},
	} {
		t.Run(name, func(t *testing.T) {
			status, _, answer := jsonOf[polled](t, srv, tt.app.post(tt.path, tt.form))
			if got := fmt.Sprint(status, " ", answer.Error); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A device code of another client is refused, and stays valid for its own client.
func TestDeviceCodeIsBoundToItsClient(t *testing.T) {
	srv := authservertest.Start(t, authservertest.WithClient(authservertest.Client{
		ID: "radio", GrantTypes: []string{deviceGrant}, Scope: "notes:read",
	}))
	tv, radio, b := tv(t, srv), &app{t: t, srv: srv, id: "radio", method: oauth.NoAuthentication}, srv.Browser(t)
	d := tv.start("notes:read")
	enter(b, srv, d.UserCode).Approve()
	radio.wantPoll(d.DeviceCode, "400 invalid_grant")
	if got := tv.wantPoll(d.DeviceCode, "200"); got.IDToken != "" {
		t.Error("an ID token without openid")
	}
	own := radio.start("notes:read")
	enter(b, srv, own.UserCode).Approve()
	if got := radio.wantPoll(own.DeviceCode, "200"); got.RefreshToken != "" {
		t.Error("a refresh token for a client that is not registered for it")
	}
}

// RFC 8628 §5.1: user codes are short enough to guess, so wrong ones are counted.
func TestUserCodesCannotBeGuessed(t *testing.T) {
	srv := authservertest.Start(t)
	tv, b := tv(t, srv), srv.Browser(t)
	d := tv.start("notes:read")
	for i := range 10 {
		if enter(b, srv, "BBBB-BBBB"); b.Status() != http.StatusOK || !strings.Contains(b.Text(), "No device waits") {
			t.Fatalf("guess %d: got %d %q", i+1, b.Status(), b.Text())
		}
	}
	enter(b, srv, d.UserCode)
	if b.Status() != http.StatusTooManyRequests || b.Header().Get("Retry-After") == "" || b.Page().Find("button[name=decision]").Length() > 0 {
		t.Errorf("after ten: got %d, Retry-After %q: %q", b.Status(), b.Header().Get("Retry-After"), b.Text())
	}
	fresh := srv.Browser(t) // in a new browser the count of the account is the same
	if enter(fresh, srv, d.UserCode); fresh.Status() != http.StatusTooManyRequests {
		t.Errorf("in a new browser: got %d", fresh.Status())
	}
	srv.Advance(5 * time.Minute)
	if enter(b, srv, d.UserCode).Approve(); !strings.Contains(b.Text(), "is connected") {
		t.Errorf("after the window: got %d %q", b.Status(), b.Text())
	}
}

// RFC 8628 §5.4, RFC 6749 §10.12: a form that an attacker can make decides nothing.
func TestDeviceDecisionNeedsTheQuestion(t *testing.T) {
	srv := authservertest.Start(t)
	tv := tv(t, srv)
	d := tv.start("notes:read")
	asked := func(b *authservertest.Browser) url.Values {
		enter(b, srv, d.UserCode)
		return url.Values{"decision": {"allow"}, "asked": {b.Page().Find("input[name=asked]").AttrOr("value", "")}}
	}
	mallory, alice := srv.Browser(t), srv.Browser(t)
	mallory.Open(srv.URL+"/device").Login("mallory", "mischief")
	stolen := asked(mallory)
	alice.Open(srv.URL+"/device").Login("alice", "wonderland")
	for name, form := range map[string]url.Values{
		"a question that was shown to another user": stolen,
		"no question at all":                        {"decision": {"allow"}},
		"a user code instead of an answer":          {"decision": {"allow"}, "user_code": {d.UserCode}},
		"garbage":                                   {"decision": {"allow"}, "asked": {"AAAA"}},
	} {
		t.Run(name, func(t *testing.T) {
			tab := *alice
			tab.Open(srv.URL + "/device")
			if tab.Send("input[name=user_code]", form); tab.Status() != http.StatusForbidden {
				t.Errorf("got %d %q", tab.Status(), tab.Text())
			}
		})
	}
	tv.wantPoll(d.DeviceCode, "400 authorization_pending")
	t.Run("a decision that is neither allow nor deny", func(t *testing.T) {
		form := asked(alice)
		form.Set("decision", "maybe")
		if alice.Send("input[name=asked]", form); alice.Status() != http.StatusBadRequest {
			t.Errorf("got %d %q", alice.Status(), alice.Text())
		}
	})
	t.Run("a form of another site", func(t *testing.T) {
		r := request(t, http.MethodPost, srv.URL+"/device", url.Values{"user_code": {d.UserCode}})
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		if status, _, body := do(t, srv, r); status != http.StatusForbidden {
			t.Errorf("got %d %s", status, body)
		}
	})
}

// Two servers share one Redis: of 50 polls in parallel one gets tokens.
func TestDeviceOnTwoServers(t *testing.T) {
	var key config.Secret
	rdb := redistest.New(t)
	if err := key.UnmarshalText([]byte("a secret of both servers, 32 bytes or more")); err != nil {
		t.Fatal(err)
	}
	first := authservertest.Start(t, authservertest.WithRedis(rdb), authservertest.WithConfig(func(cfg *authserver.Config) { cfg.SealKey = key }))
	second := authservertest.Start(t, authservertest.WithRedis(rdb), authservertest.WithConfig(func(cfg *authserver.Config) {
		cfg.SealKey, cfg.Issuer = key, first.URL
	}))
	here, there := tv(t, first), tv(t, second)
	there.base = second.Address()
	d := here.start("openid notes:read")
	b := first.Browser(t)
	enter(b, first, d.UserCode).Approve()
	var won, lost atomic.Int64
	start, done := make(chan struct{}), sync.WaitGroup{}
	for i := range 50 {
		done.Go(func() {
			<-start
			at := here
			if i%2 == 0 {
				at = there
			}
			switch got, _ := at.poll(d.DeviceCode); got {
			case "200":
				won.Add(1)
			case "400 invalid_grant":
				lost.Add(1)
			}
		})
	}
	close(start)
	done.Wait()
	if won.Load() != 1 || lost.Load() != 49 {
		t.Errorf("got %d and %d, want 1 and 49", won.Load(), lost.Load())
	}
}

// Redis contains neither code in clear, nor a hash of a user code that can be computed without the
// pepper.
func TestDeviceCodesAreNotInRedis(t *testing.T) {
	rdb := redistest.New(t)
	srv := authservertest.Start(t, authservertest.WithRedis(rdb))
	d := tv(t, srv).start("notes:read")
	srv.Browser(t).Open(d.VerificationURIComplete) // opens the sign-in page
	keys, err := rdb.Keys(t.Context(), "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	letters := strings.ReplaceAll(d.UserCode, "-", "")
	for _, k := range keys {
		value := k
		if s, err := rdb.Get(t.Context(), k).Result(); err == nil {
			value += s
		} else if m, err := rdb.HGetAll(t.Context(), k).Result(); err == nil {
			value += fmt.Sprint(m)
		}
		for _, secret := range []string{d.DeviceCode, d.UserCode, letters, oauth.Hash(letters), oauth.Hash(d.UserCode)} {
			if strings.Contains(value, secret) {
				t.Errorf("%s holds a code", k)
			}
		}
	}
}

func TestDeviceWithoutRedis(t *testing.T) {
	server, rdb := redistest.Server(t)
	srv := authservertest.Start(t, authservertest.WithRedis(rdb))
	tv := tv(t, srv)
	d := tv.start("notes:read")
	b := srv.Browser(t)
	enter(b, srv, d.UserCode)
	server.Close()
	for name, r := range map[string]*http.Request{
		"start": tv.post("/device_authorization", url.Values{"scope": {"notes:read"}}),
		"poll":  tv.post("/token", url.Values{"grant_type": {deviceGrant}, "device_code": {d.DeviceCode}}),
	} {
		if status, header, _ := do(t, srv, r); status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" {
			t.Errorf("O-12 %s: got %d, Retry-After %q", name, status, header.Get("Retry-After"))
		}
	}
	if b.Approve(); b.Status() != http.StatusServiceUnavailable {
		t.Errorf("O-12 page: got %d", b.Status())
	}
}
