package conformance_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/oauth"
)

// startDevice requests codes as the device of the seed.
func startDevice(t *testing.T, s *rig.Stack) oauth.DeviceAuthorization {
	t.Helper()
	r := request(t, http.MethodPost, s.Issuer+"/device_authorization", url.Values{"client_id": {"tv"}, "scope": {"openid offline_access notes:read"}}.Encode(),
		"Content-Type", "application/x-www-form-urlencoded")
	resp, err := plain(t).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	var d oauth.DeviceAuthorization
	if err != nil || json.Unmarshal(body, &d) != nil || d.UserCode == "" {
		t.Fatalf("got %d %s, %v", resp.StatusCode, body, err)
	}
	return d
}

// TestBrowserKeyboard uses every form of the authorization server without a mouse (WCAG 2.2
// §2.1.1, §2.4.7).
func TestBrowserKeyboard(t *testing.T) {
	b := chromium.Start(t)
	s := rig.Start(t)
	d := startDevice(t, s)

	b.Open(s.Issuer + "/device")
	b.AwaitFocus("input[name=username]")
	b.Press("alice")
	b.TabTo("input[name=password]")
	b.Press("not-wonderland" + chromium.Enter)
	b.AwaitFocus("input[name=password][aria-invalid=true]")
	b.Picture("keyboard-sign-in-refused", chromium.Everywhere)
	b.Press("wonderland" + chromium.Enter)

	b.AwaitFocus("input[name=user_code]")
	b.Picture("device", chromium.Everywhere)
	b.Press("BBBB-BBBB" + chromium.Enter)
	b.AwaitFocus("input[name=user_code][aria-invalid=true]")
	b.Picture("device-refused", chromium.Everywhere)
	b.Evaluate("document.activeElement.value = ''")
	b.Press(strings.ToLower(strings.ReplaceAll(d.UserCode, "-", "")) + chromium.Enter)
	b.Await("button[value=allow]")
	b.Picture("device-code", chromium.Everywhere)
	b.TabTo("button[value=allow]")
	b.Press(chromium.Enter)
	b.AwaitGone("button[value=allow]")
	b.AwaitText("h1", "is connected")
	b.Picture("device-done", chromium.Everywhere)

	b.Open(s.Issuer + "/account")
	b.Await("h1")
	b.Picture("account", chromium.Everywhere)
	b.TabTo("button[value=everything]")
	b.Press(chromium.Enter)
	b.AwaitGone("button[value=everything]")
	b.AwaitText("h1", "signed out")
	b.Picture("signed-out-everywhere", chromium.Everywhere)
	b.TabTo("main a.button")
	b.Press(chromium.Enter)
	b.AwaitFocus("input[name=username]")
}
