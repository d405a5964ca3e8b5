package e2e_test

import (
	"testing"
	"time"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
)

// TestBrowserDraft lets a session end while the user is typing. The tab keeps the text for this
// user, and must never show it to another user who signs in there.
func TestBrowserDraft(t *testing.T) {
	const password = `input[name="password"]`
	for user, tt := range map[string]struct{ password, want string }{
		"alice": {"wonderland", "a note of alice"},
		"bob":   {"builder", ""},
	} {
		t.Run("then "+user+" signs in", func(t *testing.T) {
			s, b := rig.Start(t), chromium.Start(t)
			signIn := func(username, secret string) {
				b.Type(`input[name="username"]`, username)
				b.Type(password, secret)
				b.Click(`button[value="sign-in"]`, allow+", "+signOut)
				if b.Evaluate(`String(!!document.querySelector('`+allow+`'))`) == "true" {
					b.Click(allow, signOut)
				}
			}
			b.Open(s.Client + "/login")
			signIn("alice", "wonderland")
			b.Type("#text", "a note of alice")
			s.Clock.Forward(40 * 24 * time.Hour) // the sessions end at the client and at the authorization server
			b.Click("#add button", "#problem a")
			b.Click("#problem a", password)
			b.Forget() // Chromium reports the 401 in its console
			signIn(user, tt.password)
			if got := b.Evaluate(`document.getElementById("text").value`); got != tt.want {
				t.Errorf("got %q in the field, want %q", got, tt.want)
			}
			if got := b.Evaluate(`String(sessionStorage.getItem("draft"))`); got != "null" {
				t.Errorf("the tab still keeps %s", got)
			}
			noProblems(t, s, b)
		})
	}
}
