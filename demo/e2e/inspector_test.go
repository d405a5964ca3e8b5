package e2e_test

import (
	"net/http"
	"testing"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
	"quartet.example/shared/waittest"
)

// The page of the inspector replaces a flow when a message arrives. The export that is open must
// stay open and keep the focus. One can reach and open it with the keyboard.
func TestBrowserKeepsExportOpen(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	state := oauth.NewSecret()
	request := func() {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.Issuer+"/authorize?client_id=nobody&state="+state, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := localnet.HTTPClient(waittest.Patience).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	request()
	b.Open(s.Inspector + "/messages?find=/authorize")
	b.Await(".hop")
	b.TabTo(".export summary")
	b.Press(chromium.Enter)
	b.Await(".export[open] a")
	request()
	b.Await(".hop + .hop")
	b.AwaitFocus(".export[open] summary")
	if got := b.Evaluate(`String(document.querySelectorAll(".flow").length)`); got != "1" {
		t.Errorf("got %s flows, want 1", got)
	}
}
