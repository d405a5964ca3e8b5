package firstvisit_test

import (
	"strings"
	"testing"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
)

// readNote signs alice in with her button, allows, and adds a note.
func readNote(t *testing.T, v *visitor) {
	v.b.Open(v.Client)
	v.b.Click(`a[href^="/login"]`, `.people button`)
	v.b.Click(`.people button`, `button[value="allow"]`)
	v.b.Click(`button[value="allow"]`, `form[action="/logout"] button`)
	v.b.Type("#text", "Buy oysters")
	v.b.Click("#add button", "#notes li")
	v.b.AwaitText("#notes", "Buy oysters")
}

// row is the selector of the row of a message, by the end of its name.
func row(method, path string) string { return `a.cover[data-task="` + method + " " + path + `"]` }

// mark gives the rows of the page a name by which row finds them.
func (v *visitor) mark() {
	v.b.Evaluate(`for (const a of document.querySelectorAll("a.cover[href^='/hops/']")) { const m = a.textContent.match(/(GET|POST|PUT|DELETE) (\/[^, ]*)/); if (m) a.dataset.task = m[1] + " " + m[2]; } ""`)
}

// signIn opens the flow of the sign-in.
func (v *visitor) signIn(t *testing.T) {
	t.Helper()
	v.b.Open(v.Inspector)
	v.b.Await(`.card a.cover`)
	v.b.Evaluate(`[...document.querySelectorAll(".card a.cover")].find((a) => a.textContent.includes("Sign-in"))?.click(); ""`)
	v.b.AwaitGone(".cards")
	v.b.AwaitText("h1", "Sign-in")
	v.mark()
}

// open opens one message of the sign-in.
func (v *visitor) open(t *testing.T, method, path string) {
	t.Helper()
	v.signIn(t)
	v.b.Await(row(method, path))
	v.b.TabTo(row(method, path)) // with the keyboard
	v.b.Press(chromium.Enter)
	v.b.AwaitText("#detail-title", method+" "+path)
}

// seeSignIn reads the messages of the sign-in in their order.
func seeSignIn(t *testing.T, v *visitor) {
	v.signIn(t)
	text := v.b.Evaluate(`[...document.querySelectorAll("a.cover[href^='/hops/']")].map((a) => a.textContent).join("\n")`)
	for _, next := range []string{"GET /login, 302", "GET /authorize", "POST /login", "POST /consent", "GET /callback", "POST /token, 200"} {
		_, rest, found := strings.Cut(text, next)
		if !found {
			t.Fatalf("%s is missing after the messages before it:\n%s", next, text)
		}
		text = rest
	}
}

// seeChannels reads on each row whether the message went through the browser.
func seeChannels(t *testing.T, v *visitor) {
	v.signIn(t)
	for message, want := range map[string]string{"GET /authorize": "through the browser", "GET /callback": "through the browser", "POST /token": "server to server"} {
		if got := v.b.Evaluate(`[...document.querySelectorAll("a.cover")].find((a) => a.textContent.includes("` + message + `"))?.textContent ?? ""`); !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %s", message, got, want)
		}
	}
}

// readParameters opens POST /token, and reads the meaning and the specification of each parameter.
func readParameters(t *testing.T, v *visitor) {
	v.open(t, "POST", "/token")
	v.b.Evaluate(`for (const d of document.querySelectorAll(".params details")) d.open = true; ""`)
	for _, name := range []string{"grant_type", "code", "redirect_uri", "code_verifier"} {
		got := v.b.Evaluate(`[...document.querySelectorAll(".params li")].find((li) => li.querySelector(".key")?.textContent.trim() === "` + name + `")?.querySelector(".meaning").textContent ?? ""`)
		if !strings.Contains(got, "RFC ") || !strings.Contains(got, "Set by") {
			t.Errorf("%s: got %q, want its meaning with an RFC", name, got)
		}
	}
}

// followValue clicks on the fingerprint of the code in POST /token, and reads which messages carry it.
func followValue(t *testing.T, v *visitor) {
	v.open(t, "POST", "/token")
	v.b.Evaluate(`[...document.querySelectorAll(".params li")].find((li) => li.querySelector(".key")?.textContent.trim() === "code")?.querySelector("a.follow")?.click(); ""`)
	v.b.AwaitText(".thread", "Carried by")
	if n := v.b.Evaluate(`String(document.querySelectorAll(".thread .carried a").length)`); n < "3" {
		t.Errorf("the code is in %s messages, want 3: where it was issued, the callback, POST /token", n)
	}
}

// seeState reads what the client keeps, and what the browser keeps.
func seeState(t *testing.T, v *visitor) {
	v.b.Open(v.Inspector + "/state")
	for holder, want := range map[string]string{"client": "session", "browser": rig.SessionCookie} {
		v.b.AwaitText("#"+holder, want)
	}
}

// tellTokens reads on the cards of POST /token for whom each token is.
func tellTokens(t *testing.T, v *visitor) {
	v.open(t, "POST", "/token")
	cards := v.b.Evaluate(`[...document.querySelectorAll(".token h3")].map((h) => h.textContent.replace(/\s+/g, " ").trim()).join("\n")`)
	for _, want := range []string{"ID token", "Access token", "Refresh token"} {
		if !strings.Contains(cards, want) {
			t.Errorf("there is no card %q: %s", want, cards)
		}
	}
	t.Log(cards)
}

// seeLifetime reads signature and lifetime of the access token.
func seeLifetime(t *testing.T, v *visitor) {
	v.open(t, "POST", "/token")
	card := v.b.Evaluate(`[...document.querySelectorAll(".token")].find((c) => c.querySelector("h3").textContent.includes("Access token"))?.textContent.replace(/\s+/g, " ") ?? ""`)
	for _, want := range []string{"valid", "expires in", "Audience", v.API} {
		if !strings.Contains(card, want) {
			t.Errorf("the card does not say %q: %s", want, card)
		}
	}
}
