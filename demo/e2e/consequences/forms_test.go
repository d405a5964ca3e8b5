package consequences_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
)

// form is a form of the services that changes something.
type form struct {
	rule    string
	name    string
	open    func(t *testing.T, b *browser.Browser) // opens the page with the form
	find    string
	press   url.Values
	secrets []string // hidden fields that another site cannot know
	status  int      // status if one of them is missing
}

// forms tests that the services refuse their forms if another site sends them, or if the values
// that only the page contains are missing (RFC 6749 §10.12, Fetch Metadata §2.3). The cookies are
// always sent, as if SameSite did not exist.
func forms(t *testing.T, s *world) {
	client := func(_ *testing.T, b *browser.Browser) { b.Open(s.Client + "/") }
	at := func(address string) func(*testing.T, *browser.Browser) {
		return func(_ *testing.T, b *browser.Browser) { b.Open(address) }
	}
	pending := rig.Authorization("native", callbacks["native"], notes)
	reauthentication := rig.Authorization("native", callbacks["native"], notes)
	reauthentication.Set("prompt", "login")
	all := []form{
		{"L-14", "client: sign out", client, `form[action="/logout"]`, nil, []string{"csrf"}, http.StatusForbidden},
		{"L-14", "client: add a note", client, `form[action="/notes"]`, url.Values{"text": {"planted"}}, []string{"csrf"}, http.StatusForbidden},
		{"L-14", "client: delete a note", client, `form[action$="/delete"]`, nil, []string{"csrf"}, http.StatusForbidden},
		{"L-14", "client: end another session", client, `form[action^="/sessions/"][action$="/end"]`, nil, []string{"csrf"}, http.StatusForbidden},
		{"L-14", "client: end all other sessions", client, `form[action="/sessions/end-others"]`, nil, []string{"csrf"}, http.StatusForbidden},
		{"M-05", "authserver: sign in", at(s.Authorize(reauthentication)), `input[type="password"]`, url.Values{"username": {"alice"}, "password": {"wonderland"}}, []string{"transaction"}, http.StatusBadRequest},
		{"M-05", "authserver: consent", at(s.Authorize(pending)), `button[value="allow"]`, url.Values{"decision": {"allow"}}, []string{"transaction"}, http.StatusBadRequest},
		{"M-05", "authserver: account", at(s.Issuer + "/account"), `button[value="everything"]`, url.Values{"end": {"everything"}}, []string{"form"}, http.StatusForbidden},
		{"M-05", "authserver: sign out", at(s.Issuer + "/logout"), `button[value="sign-out"]`, url.Values{"decision": {"sign-out"}}, []string{"logout"}, http.StatusBadRequest},
		{"M-05", "authserver: device", func(t *testing.T, b *browser.Browser) {
			a := s.post(t, "/device_authorization", "tv", url.Values{"scope": {notes}}).ok(t)
			b.Open(s.Issuer+"/device").Submit(`input[name="user_code"]`, url.Values{"user_code": {a.text("user_code")}})
		}, `button[value="allow"]`, url.Values{"decision": {"allow"}}, []string{"asked"}, http.StatusForbidden},
	}
	other, b := s.signIn(t, "alice", "wonderland"), s.signIn(t, "alice", "wonderland")
	b.Fetch(http.MethodPost, "/api/notes", `{"text":"precious"}`)
	stranger := s.signIn(t, "bob", "builder")
	stranger.Fetch(http.MethodPost, "/api/notes", `{"text":"of bob"}`)
	s.signIn(t, "bob", "builder")
	for _, f := range all {
		t.Run(f.rule+" "+f.name, func(t *testing.T) {
			f.open(t, b)
			action, fields := b.Fields(f.find)
			maps.Copy(fields, f.press)
			address, err := b.At().Parse(action)
			if err != nil {
				t.Fatal(err)
			}
			action = address.String()
			s.fromElsewhere(t, b, action, fields)
			f.withoutSecrets(t, b, action, fields)
			f.open(t, stranger)
			_, theirs := stranger.Fields(f.find)
			f.withTheirs(t, b, action, fields, theirs)
		})
	}
	t.Run("L-14 M-05 nothing has changed", func(t *testing.T) {
		for _, b := range []*browser.Browser{b, other} {
			b.Open(s.Client + "/")
			if h := b.Fetch(http.MethodGet, "/api/notes", ""); h.Status != http.StatusOK || strings.Contains(h.Body, "planted") || !strings.Contains(h.Body, "precious") {
				t.Errorf("got %d %s", h.Status, h.Body)
			}
			if b.Open(s.Issuer + "/account"); b.Has(`input[type="password"]`) {
				t.Error("signed out")
			}
		}
	})
}

// send posts a form with the cookies of the browser, and returns the response.
func send(b *browser.Browser, action string, fields url.Values, headers ...string) browser.Hop {
	options := []browser.Option{
		browser.With("X-Requested-With", ""), browser.With("Content-Type", "application/x-www-form-urlencoded"), browser.With("Accept", "text/html"),
		browser.With("Sec-Fetch-Mode", "navigate"), browser.With("Sec-Fetch-Dest", "document"),
	}
	for i := 0; i+1 < len(headers); i += 2 {
		options = append(options, browser.With(headers[i], headers[i+1]))
	}
	return b.Fetch(http.MethodPost, action, fields.Encode(), options...)
}

// fromElsewhere sends the form with all its fields as a page of another site would.
func (s *world) fromElsewhere(t *testing.T, b *browser.Browser, action string, fields url.Values) {
	t.Helper()
	for name, headers := range map[string][]string{
		"cross-site": {"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"},
		"same-site":  {"Sec-Fetch-Site", "same-site", "Origin", s.API},
		"a foreign Origin without Sec-Fetch-Site": {"Sec-Fetch-Site", "", "Origin", "https://evil.example"},
		"cross-site without an Origin":            {"Sec-Fetch-Site", "cross-site", "Origin", ""},
	} {
		if h := send(b, action, fields, headers...); h.Status != http.StatusForbidden {
			t.Errorf("%s: got %d %.200s, want 403", name, h.Status, h.Body)
		}
	}
}

// withoutSecrets sends the form from its own page, but without the values that only the page
// contains.
func (f form) withoutSecrets(t *testing.T, b *browser.Browser, action string, fields url.Values) {
	t.Helper()
	for _, secret := range f.secrets {
		for name, value := range map[string]string{"none": "", "a made-up one": strings.Repeat("A", 43)} {
			bare := maps.Clone(fields)
			bare.Set(secret, value)
			if value == "" {
				bare.Del(secret)
			}
			if h := send(b, action, bare); h.Status != f.status {
				t.Errorf("%s %s: got %d %.200s, want %d", secret, name, h.Status, h.Body, f.status)
			}
		}
	}
}

// withTheirs sends the values of a page that an attacker opened in their own session.
func (f form) withTheirs(t *testing.T, b *browser.Browser, action string, fields, theirs url.Values) {
	t.Helper()
	for _, secret := range f.secrets {
		mixed := maps.Clone(fields)
		mixed.Set(secret, theirs.Get(secret))
		if h := send(b, action, mixed); h.Status != http.StatusForbidden {
			t.Errorf("%s of another user: got %d %.200s, want 403", secret, h.Status, h.Body)
		}
	}
}
