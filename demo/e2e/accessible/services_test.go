package accessible_test

import (
	"testing"
)

// TestBrowserAxeServices checks the pages of client, authorization server and resource server as a user
// comes to them, and their error pages.
func TestBrowserAxeServices(t *testing.T) {
	w := start(t)
	titles := map[string]string{}
	look := func(name string) {
		t.Helper()
		title := structure(t, w.b, name)
		if other := titles[title]; other != "" {
			t.Errorf("%s and %s have the same title: %s", other, name, title)
		}
		titles[title] = name
		layout(t, w.b, name)
		check(t, w.b, name, few)
		w.b.Window(1280, 800)
		w.b.Media()
	}
	const allow, signOut = `button[value="allow"]`, `form[action="/logout"] button`

	w.b.Open(w.Client)
	look("client, signed out")
	w.b.Click(`a[href^="/login"]`, `input[name="password"]`)
	look("sign-in")
	w.b.Type(`input[name="username"]`, "alice")
	w.b.Type(`input[name="password"]`, "wrong")
	w.b.Click(`button[value="sign-in"]`, `[aria-invalid="true"], .error`)
	check(t, w.b, "sign-in, refused", few[:2])
	w.b.Type(`input[name="password"]`, "wonderland")
	w.b.Click(`button[value="sign-in"]`, allow)
	look("consent")
	w.b.Click(allow, signOut)
	w.b.Type("#text", "Buy oysters")
	w.b.Click("#add button", "#notes li")
	look("client, with a note")

	for name, address := range map[string]string{
		"authorization server":         w.Issuer + "/",
		"account":                      w.Issuer + "/account",
		"device":                       w.Issuer + "/device",
		"sign-out":                     w.Issuer + "/logout",
		"resource server":              w.API + "/",
		"error: unknown client":        w.Issuer + "/authorize?client_id=nobody",
		"error: redirect_uri":          w.Issuer + "/authorize?response_type=code&client_id=web-post&redirect_uri=http://localhost:3000/callback/",
		"error: callback of nobody":    w.Client + "/callback?code=x&state=y",
		"error: no page at the client": w.Client + "/nothing",
	} {
		w.b.Open(address)
		look(name)
	}
}
