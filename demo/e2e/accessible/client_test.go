package accessible_test

import (
	"testing"

	"quartet.example/demo/e2e/rig"
)

// TestBrowserAxeClientAndAuthorizationServer checks the start page with its diagram, the notes beside the inspector, and two error pages that teach.
func TestBrowserAxeClientAndAuthorizationServer(t *testing.T) {
	w := start(t)
	for name, address := range map[string]string{
		"start page":            w.Client + "/",
		"start page, inspector": w.Client + "/?beside=1",
		"choice":                w.Client + "/login/denied",
		"state cookie missing":  w.Client + "/callback?code=x&state=y",
		"redirect_uri mismatch": w.Authorize(rig.Authorization("notes", w.Client+"/callback/", "openid")),
		"home of the issuer":    w.Issuer + "/",
		"sign-in":               w.Authorize(rig.Authorization("notes", w.Client+"/callback", "openid")),
		"home of the API":       w.API + "/",
		"message not recorded":  w.Inspector + "/t/0123456789abcdef0123456789abcdef/0123456789abcdef?again=1",
	} {
		t.Run(name, func(t *testing.T) {
			w.b.Open(address)
			w.b.Await("main h1")
			check(t, w.b, name, many)
			w.b.Window(1920, 1080)
			if size := w.b.Evaluate(`getComputedStyle(document.body).fontSize`); size != "24px" {
				t.Errorf("at 1920 px the body has %s, want 24px", size)
			}
			w.b.Forget() // Chromium reports refusals in its console
		})
	}
}
