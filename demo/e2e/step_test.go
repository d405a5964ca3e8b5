package e2e_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

// eventsTo returns the recorded events to a path of one kind.
func eventsTo(t *testing.T, s *rig.Stack, kind trace.Kind, path string) []trace.Event {
	t.Helper()
	all, err := trace.Recent(t.Context(), s.Redis, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	var found []trace.Event
	for _, e := range all {
		if u, err := url.Parse(e.URL); err == nil && e.Kind == kind && u.Path == path {
			found = append(found, e)
		}
	}
	return found
}

func press(t *testing.T, s *rig.Stack, path string, form url.Values) *browser.Browser {
	t.Helper()
	b := browser.New(t).Open(s.Inspector + "/")
	if b.Post(s.Inspector+path, form); b.Status() != http.StatusOK {
		t.Fatalf("%s %v: got %d: %s", path, form, b.Status(), b.Text())
	}
	return b
}

// In step mode each message of a sign-in waits until it is released, in the order of the protocol.
func TestStepThroughASignIn(t *testing.T) {
	s := rig.Start(t)
	press(t, s, "/step", url.Values{"mode": {"path"}, "path": {"/token"}})
	signedIn := make(chan *browser.Browser, 1)
	go func() { signedIn <- s.SignIn(t) }()
	waittest.Until(t, "the token request is held", func() bool { return len(eventsTo(t, s, trace.Held, "/token")) == 1 })
	for _, e := range eventsTo(t, s, trace.Request, "/token") {
		if e.Side == trace.Receiver {
			t.Error("the authorization server received a message that is held")
		}
	}
	held := browser.New(t)
	waittest.Until(t, "the inspector shows it", func() bool { return held.Open(s.Inspector + "/").Has(`.is-held`) })
	if got := held.Page().Find(`[data-live="step"] .held`).Text(); got == "" {
		t.Error("the toolbar does not say that a message is held")
	}
	press(t, s, "/step/next", nil)
	select {
	case b := <-signedIn:
		wantNotes(t, s, b, http.StatusOK)
	case <-time.After(waittest.Patience):
		t.Fatal("the sign-in does not continue")
	}
	press(t, s, "/step", url.Values{"mode": {"off"}})
}

// After the clock has moved beyond the lifetime of the access token, the next call of the client
// refreshes it (RFC 6749 §6).
func TestClockBeyondTheAccessToken(t *testing.T) {
	for name, redis := range map[string]func(t *testing.T) []rig.Option{
		"embedded Redis": func(*testing.T) []rig.Option { return nil },
		"another Redis":  func(t *testing.T) []rig.Option { return []rig.Option{rig.WithRedis(rig.RealRedis(t))} },
	} {
		t.Run(name, func(t *testing.T) {
			s := rig.Start(t, redis(t)...)
			b := s.SignIn(t)
			wantNotes(t, s, b, http.StatusOK)
			before := len(refreshes(t, s))
			press(t, s, "/clock", url.Values{"forward": {"10m"}})
			wantNotes(t, s, b, http.StatusOK)
			waittest.Until(t, "a refresh", func() bool { return len(refreshes(t, s)) > before })
			press(t, s, "/clock", url.Values{"forward": {"10m"}})
			press(t, s, "/clock", url.Values{"forward": {"10m"}})
			press(t, s, "/clock", url.Values{"forward": {"10m"}})
			b.Open(s.Client + "/")
			if got := b.Fetch(http.MethodGet, "/api/notes", "").Status; got != http.StatusUnauthorized {
				t.Errorf("30 minutes later the idle session has ended: got %d", got)
			}
		})
	}
}

func refreshes(t *testing.T, s *rig.Stack) []trace.Event {
	t.Helper()
	var found []trace.Event
	for _, e := range eventsTo(t, s, trace.Response, "/token") {
		for _, p := range e.Params {
			if p.Name == "grant_type" && p.Value == "refresh_token" && e.Side == trace.Receiver {
				found = append(found, e)
			}
		}
	}
	return found
}

// "To the next expiry" must move the clock to the moment at which the access token of the flow
// expires, not earlier and not later.
func TestClockToTheNextExpiry(t *testing.T) {
	s := rig.Start(t)
	b := s.SignIn(t)
	wantNotes(t, s, b, http.StatusOK)
	page := browser.New(t)
	waittest.Until(t, "the button", func() bool { return page.Open(s.Inspector + "/").Has(`#clock-next`) })
	id := page.Page().Find(`input[name="flow"]`).AttrOr("value", "")
	if got := page.Page().Find("#clock-next").Text(); got == "" {
		t.Error("the button does not say what expires")
	}
	before := s.Demo.Now()
	expires := time.Time{}
	for _, e := range eventsTo(t, s, trace.Response, "/token") {
		if e.Side == trace.Sender {
			expires = e.Time.Add(s.Settings.Authserver.AccessTokenTTL)
		}
	}
	press(t, s, "/clock", url.Values{"forward": {"next"}, "flow": {id}})
	if now := s.Demo.Now(); now.Before(expires.Add(-time.Second)) || now.After(expires.Add(waittest.Patience)) || !now.After(before) {
		t.Errorf("it is %s, want %s", now, expires)
	}
}

// What moves the clock or holds messages must come from a page of the inspector.
func TestOtherSitesCannotControlTheStack(t *testing.T) {
	s := rig.Start(t)
	for _, path := range []string{"/step", "/step/next", "/step/continue", "/clock"} {
		b := browser.New(t).Elsewhere("http://evil.example/")
		if b.Post(s.Inspector+path, url.Values{"mode": {"all"}, "forward": {"1m"}}); b.Status() != http.StatusBadRequest {
			t.Errorf("%s: got %d", path, b.Status())
		}
	}
	if s.Demo.Ahead() != 0 {
		t.Errorf("the clock was moved by %s", s.Demo.Ahead())
	}
}

// The buttons and keys of step mode and of the clock must work without loading the page again.
func TestBrowserStepsByKeys(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	s.SignIn(t)
	b.Open(s.Inspector + "/")
	b.Await(`.step[data-stepping="false"]`)
	b.Evaluate(`window.same = "same"; ""`)
	b.Press("s")
	b.Await(`.step[data-stepping="true"]`)
	press(t, s, "/step", url.Values{"mode": {"path"}, "path": {"/token"}})
	signedIn := make(chan struct{})
	go func() {
		defer close(signedIn)
		browser.New(t).Patient().Open(s.Client+"/login").Login("alice", "wonderland") // alice has given consent
	}()
	b.Await(`.step[data-held="1"]`)
	b.Await(`.is-held`)
	b.Picture("inspector-step", chromium.Everywhere)
	for _, scheme := range []string{"light", "dark"} {
		b.Media("prefers-color-scheme", scheme)
		if found := b.Axe().Violations; len(found) > 0 {
			t.Errorf("%s: %v", scheme, found)
		}
	}
	b.Evaluate(`document.activeElement.blur(); ""`)
	b.Press(" ")
	select {
	case <-signedIn:
	case <-time.After(waittest.Patience):
		t.Fatal("Space does not release the message")
	}
	b.Await(`.step[data-held="0"]`)
	b.Press("+")
	b.AwaitText(".step .ahead", "+1 min")
	b.Press("s")
	b.Await(`.step[data-stepping="false"]`)
	if got := b.Evaluate(`String(window.same)`); got != "same" {
		t.Error("the page was loaded again")
	}
}
