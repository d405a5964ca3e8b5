package conformance_test

import (
	"encoding/base64"
	"encoding/hex"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
)

// secrets maps values that must not be found to their names.
type secrets map[string]string

func (s secrets) add(name, value string) {
	if len(value) >= 6 { // shorter values would be found by chance
		s[value] = name
	}
}

// find returns the names of the secrets that are in text, in any of the usual encodings.
func (s secrets) find(text string) []string {
	var found []string
	for value, name := range s {
		raw := []byte(value)
		for how, spelt := range map[string]string{
			"plain": value, "hex": hex.EncodeToString(raw), "URL-encoded": url.QueryEscape(value),
			"base64": trimmed(base64.StdEncoding, raw), "base64url": trimmed(base64.URLEncoding, raw),
		} {
			if strings.Contains(text, spelt) {
				found = append(found, name+" in "+how)
			}
		}
	}
	return found
}

// trimmed leaves out the end of the encoding, which depends on the next bytes.
func trimmed(e *base64.Encoding, raw []byte) string { return e.EncodeToString(raw[:len(raw)/3*3]) }

// backchannel returns the secrets that no browser may see (RFC 10017 §6.1).
func backchannel(s *rig.Stack) secrets {
	found := make(secrets)
	for _, e := range s.Gate.Seen(rig.To("/token")) {
		issued, _ := browser.Decode[map[string]any](browser.Hop{Body: e.Body})
		for _, name := range []string{"access_token", "refresh_token", "id_token"} {
			token, _ := issued[name].(string)
			found.add(name, token)
			if parts := strings.Split(token, "."); len(parts) == 3 {
				found.add("signature of "+name, parts[2])
			}
		}
		found.add("code_verifier", e.Form.Get("code_verifier"))
		found.add("credentials", strings.TrimPrefix(e.Request.Get("Authorization"), "Basic "))
	}
	found.add("client_secret", "notes-dev-secret-not-for-production")
	return found
}

// front adds the secrets that pass through the browser, and that no log or store may contain.
func (s secrets) front(b *browser.Browser) secrets {
	for _, h := range b.Hops() {
		s.add("code", h.URL.Query().Get("code"))
		form, _ := url.ParseQuery(h.Form)
		s.add("password", form.Get("password"))
		s.add("csrf", form.Get("csrf"))
		s.add("transaction", form.Get("transaction"))
		for _, c := range h.Cookies() {
			s.add("cookie "+c.Name, c.Value)
		}
	}
	return s
}

// allFlows runs every flow of the stack, successfully and with errors.
func allFlows(t *testing.T, s *rig.Stack) []*browser.Browser {
	t.Helper()
	b := s.SignIn(t)
	b.Fetch(http.MethodGet, "/session", "")
	b.Fetch(http.MethodGet, "/api/whoami", "")
	b.Fetch(http.MethodPost, "/api/notes", `{"text":"milk"}`)
	s.Clock.Forward(s.Settings.Authserver.AccessTokenTTL + time.Second)
	b.Fetch(http.MethodGet, "/api/notes", "")
	b.Fetch(http.MethodGet, "/api/elsewhere", "")
	b.Open(s.Client + "/")
	for _, source := range b.Page().Find("script[src], link[href]").EachIter() {
		b.Fetch(http.MethodGet, source.AttrOr("src", source.AttrOr("href", "/")), "")
	}
	b.Open(s.Client + "/login")
	b.Open(s.Client + "/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj")
	b.Open(s.Client + "/nothing")

	wrong := browser.New(t).Open(s.Client+"/login").Login("alice", "through-the-looking-glass")
	wrong.Login("nobody", "a-password-of-nobody")
	denied := browser.New(t).Open(s.Client+"/login").Login("bob", "builder").Deny()

	for clientID, form := range map[string]url.Values{
		"notes":   {"grant_type": {"authorization_code"}, "code": {"a-code-that-never-was-one"}, "code_verifier": {strings.Repeat("v", 43)}, "redirect_uri": {s.Client + "/callback"}},
		"service": {"grant_type": {"client_credentials"}, "scope": {"notes:read"}},
	} {
		basic(t, s.Issuer+"/token", clientID, form)
	}
	issued := tokens(t, s)
	replay := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {issued.text(t, "refresh_token")}, "client_id": {"native"}}
	post(t, plain(t), s.Issuer+"/token", replay)
	s.Clock.Forward(time.Minute)
	post(t, plain(t), s.Issuer+"/token", replay)
	userinfo(t, s, issued.text(t, "access_token"))
	basic(t, s.Issuer+"/introspect", "notes-api", url.Values{"token": {issued.text(t, "access_token")}})
	post(t, plain(t), s.Issuer+"/revoke", url.Values{"token": {issued.text(t, "refresh_token")}, "client_id": {"native"}})
	call(t, plain(t), request(t, http.MethodGet, s.API+"/notes", "", "Authorization", "Bearer "+issued.text(t, "access_token")+"x"))
	post(t, plain(t), s.Issuer+"/token?client_secret=a-secret-in-the-query", url.Values{"grant_type": {"password"}, "username": {"alice"}, "password": {"wonderland"}})

	further := furtherFlows(t, s)

	out := s.SignIn(t)
	out.Submit(`form[action="/logout"]`, url.Values{})
	out.Press("decision", "sign-out")
	return append([]*browser.Browser{b, wrong, denied, out}, further...)
}

func TestLeaks(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	browsers := allFlows(t, s)

	t.Run("L-04 no token, verifier or client secret ever reaches the browser", func(t *testing.T) {
		hidden := backchannel(s)
		if len(hidden) < 12 {
			t.Fatalf("only %d secrets to look for", len(hidden))
		}
		for _, b := range browsers {
			for _, h := range b.Hops() {
				for _, what := range hidden.find(h.Seen()) {
					t.Errorf("%s %s%s: %s", h.Method, h.URL.Host, h.URL.Path, what)
				}
			}
		}
	})

	all := backchannel(s)
	for _, b := range browsers {
		all.front(b)
	}
	for _, word := range []string{"through-the-looking-glass", "a-password-of-nobody", "a-code-that-never-was-one", "a-secret-in-the-query", "SplxlOBeZQQYbYS6WxSbIA"} {
		all.add("what a stranger sent", word)
	}
	maps.Copy(all, passed(s))
	if len(all) < 60 {
		t.Fatalf("only %d secrets to look for", len(all))
	}
	t.Run("O-06 no key and no value of Redis holds a secret, the trace stream included", func(t *testing.T) {
		dump, err := rig.Dump(t.Context(), s.Redis)
		if err != nil {
			t.Fatal(err)
		}
		if len(dump) < 10 || dump["trace"] == "" {
			t.Fatalf("%d keys, a trace of %d bytes: there is nothing to look at", len(dump), len(dump["trace"]))
		}
		for key, value := range dump {
			for _, what := range all.find(key + "\n" + value) {
				t.Errorf("%s: %s", key, what)
			}
		}
	})
	t.Run("the recording shows neither state nor nonce nor challenge", func(t *testing.T) {
		dump, err := rig.Dump(t.Context(), s.Redis)
		if err != nil {
			t.Fatal(err)
		}
		hidden := bindings(s)
		if len(hidden) < 6 {
			t.Fatalf("only %d values to look for", len(hidden))
		}
		for _, what := range hidden.find(dump["trace"]) {
			t.Errorf("the stream: %s", what)
		}
	})
	t.Run("O-09 no log at any level holds a secret", func(t *testing.T) {
		if !strings.Contains(s.Log.String(), `"level":"DEBUG"`) {
			t.Log("nothing is logged at debug level")
		}
		for line := range strings.Lines(s.Log.String()) {
			for _, what := range all.find(line) {
				t.Errorf("%s in %.300s", what, line)
			}
		}
	})
	t.Run("no file that the inspector exports holds a secret", func(t *testing.T) {
		for href, body := range exports(t, s) {
			for _, what := range all.find(body) {
				t.Errorf("%s: %s", href, what)
			}
		}
	})
}
