package e2e_test

import (
	"net/http"
	"testing"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
)

// TestBrowserKeepsRowOpen opens a row of repeated messages with the keyboard. It must stay open,
// and keep the focus, when the next message arrives.
func TestBrowserKeepsRowOpen(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	user := s.SignIn(t)
	call := func() {
		if got := user.Fetch(http.MethodGet, "/api/whoami", "").Status; got != http.StatusOK {
			t.Fatalf("got status %d, want 200", got)
		}
	}
	for range 3 {
		call()
	}
	b.Open(s.Inspector + "/messages")
	b.AwaitText(".repeat summary .times", "3 ×")
	b.TabTo(".repeat summary")
	b.Press(chromium.Enter)
	b.Await(".repeat details[open]")
	call()
	b.AwaitText(".repeat summary .times", "4 ×")
	b.AwaitFocus(".repeat summary")
	if n := b.Evaluate(`String(document.querySelectorAll(".repeat details[open] .hop").length)`); n != "4" {
		t.Errorf("the open row shows %s messages, want 4", n)
	}
	for _, problem := range b.Problems() {
		t.Errorf("console of the inspector: %s", problem)
	}
}
