package authserver_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"quartet.example/authserver"
	"quartet.example/shared/redistest"
	"quartet.example/shared/teach"
)

// described is the alphabet of error_description (RFC 6749 §5.2), as JSON: no quote and no backslash.
var described = regexp.MustCompile(`"error_description":"[\x20-\x21\x23-\x5b\x5d-\x7e]+"`)

// failures are requests that are refused, with text of an attacker wherever a response could repeat it.
func failures() map[string]*http.Request {
	const evil = "\"><script>alert(1)</script>\\é\r\nSet-Cookie: x=y"
	basic := "Basic d2ViOndyb25n" // web:wrong
	all := map[string]*http.Request{}
	add := func(method, path, values, authorization string) {
		body := ""
		form, _ := url.ParseQuery(values)
		for _, list := range form {
			for i := range list {
				list[i] = strings.ReplaceAll(list[i], "EVIL", evil)
			}
		}
		if method == http.MethodGet {
			path += "?" + form.Encode()
		} else {
			body = form.Encode()
		}
		r := httptest.NewRequest(method, "https://as.example"+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if authorization != "" {
			r.Header.Set("Authorization", authorization)
		}
		all[fmt.Sprintf("%s %s %s", method, path, values)] = r
	}
	const returnable = "client_id=web&redirect_uri=https://app.example/registered-only&response_type=code"
	const web = "client_id=web&redirect_uri=https://app.example/cb"
	for _, values := range []string{
		"", "client_id=EVIL", "client_id=web&redirect_uri=EVIL", "client_id=web&redirect_uri=https://app.example/cb/", "client_id=web&client_id=web", "client_id=other",
		returnable, returnable + "&code_challenge=" + strings.Repeat("a", 43) + "&code_challenge_method=plain", returnable + "&scope=none",
	} {
		add(http.MethodGet, "/authorize", values, "")
	}
	for _, values := range []string{
		"", "grant_type=EVIL", "grant_type=password", "grant_type=authorization_code", "grant_type=authorization_code&code=EVIL&redirect_uri=EVIL", "grant_type=refresh_token&refresh_token=EVIL",
		"grant_type=client_credentials", "grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=EVIL", "client_id=EVIL&client_secret=EVIL&grant_type=authorization_code",
		"client_id=web&client_secret=EVIL&grant_type=refresh_token", "client_id=web&grant_type=authorization_code&code=a&code=b",
	} {
		for _, authorization := range []string{"", basic, "Basic EVIL", "Basic " + strings.Repeat("A", 40)} {
			add(http.MethodPost, "/token", values, authorization)
		}
	}
	for _, path := range []string{"/par", "/revoke", "/introspect", "/device_authorization", "/security_events"} {
		add(http.MethodPost, path, web+"&token=EVIL", "")
		add(http.MethodPost, path, "client_id=web&client_secret=EVIL", "")
	}
	for _, authorization := range []string{"", "Bearer EVIL", "DPoP EVIL", "Bearer eyJhbGciOiJub25lIn0.e30."} {
		add(http.MethodGet, "/userinfo", "", authorization)
	}
	add(http.MethodGet, "/logout", "id_token_hint=EVIL&post_logout_redirect_uri=EVIL&client_id=EVIL", "")
	add(http.MethodGet, "/nothing/EVIL", "", "")
	add(http.MethodPost, "/login", "transaction=EVIL&username=EVIL&password=EVIL", "")
	add(http.MethodPost, "/consent", "transaction=EVIL&decision=allow", "")
	add(http.MethodPost, "/device", "user_code=EVIL", "")
	return all
}

// In production a refusal says what the protocol says, and nothing else: no lesson, no check, no link
// to the inspector, no registration of a client, and no text of the sender.
func TestRefusalsInProductionDoNotExplain(t *testing.T) {
	hash, err := authserver.HashPassword("a password that nobody shows")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "seed.yaml")
	raw := "users:\n  - sub: '1'\n    username: alice\n    password_hash: " + hash + "\n" +
		"clients:\n  - client_id: web\n    client_secret: " + goodSecret + "\n    redirect_uris: [https://app.example/registered-only]\n    scope: openid\n"
	if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := defaults(t)
	production(&cfg, path)
	s, err := authserver.New(cfg, authserver.Deps{Redis: redistest.New(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	never := []string{"inspect", "registered-only", goodSecret, "<script>alert", "Set-Cookie: x=y", "as.client", "as.redirect_uri", "as.code", "as.request", "RFC "}
	lessons := []string{"first difference", "registered:"}
	for _, l := range teach.Lessons() {
		for _, text := range []string{l.Cause, l.Fix, l.Hint} {
			if text != "" {
				lessons = append(lessons, text)
			}
		}
	}
	never = append(never, lessons...)
	for _, accept := range []string{"text/html", "application/json"} {
		for name, r := range failures() {
			r.Header.Set("Accept", accept)
			rec := httptest.NewRecorder()
			s.ServeHTTP(rec, r)
			returned, _ := url.QueryUnescape(rec.Header().Get("Location"))
			for _, text := range lessons {
				if strings.Contains(returned, text) {
					t.Errorf("%s: %s: the client gets %q: %s", accept, name, text, returned)
				}
			}
			rec.Header().Del("Location") // an error that is returned to the client
			head := fmt.Sprint(rec.Header())
			for _, text := range never {
				if strings.Contains(rec.Body.String(), text) || strings.Contains(head, text) {
					t.Errorf("%s: %s: the response contains %q:\n%s\n%s", accept, name, text, head, rec.Body)
				}
			}
			if body := rec.Body.String(); strings.Contains(body, "error_description") && !described.MatchString(body) {
				t.Errorf("%s: %s", name, body)
			}
			for header := range rec.Header() {
				if strings.ContainsAny(strings.Join(rec.Header().Values(header), ""), "\r\n\\") {
					t.Errorf("%s: %s: %q", name, header, rec.Header().Values(header))
				}
			}
		}
	}
}
