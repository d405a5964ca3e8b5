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
	v.enter(`a[href^="/login"]`)
	v.b.Await(`.people button`)
	v.enter(`.people button`)
	v.b.Await(`button[value="allow"]`)
	v.enter(`button[value="allow"]`)
	v.b.Await(`form[action="/logout"] button`)
	v.b.TabTo("#text")
	v.b.Press("Buy oysters" + chromium.Enter)
	v.b.AwaitText("#notes", "Buy oysters")
}

// enter goes to an element with Tab, and presses Enter.
func (v *visitor) enter(selector string) {
	v.b.TabTo(selector)
	v.b.Press(chromium.Enter)
}

// enterLink does the same with the link that a script returns. The selector names its address, because
// the page replaces elements while it follows the recording.
func (v *visitor) enterLink(script string) {
	v.enter(v.b.Evaluate(`((a) => "a[class='" + a.className + "'][href='" + a.getAttribute("href") + "']")(` + script + `)`))
}

// signIn opens the flow of the sign-in.
func (v *visitor) signIn(t *testing.T) {
	t.Helper()
	v.b.Open(v.Inspector)
	v.b.Await(`.card a.cover`)
	v.enterLink(`[...document.querySelectorAll(".card a.cover")].find((a) => a.textContent.includes("Sign-in"))`)
	v.b.AwaitGone(".cards")
	v.b.AwaitText("h1", "Sign-in")
}

// open opens one message of the sign-in.
func (v *visitor) open(t *testing.T, method, path string) {
	t.Helper()
	v.signIn(t)
	v.b.AwaitText("#rows", method+" "+path)
	v.enterLink(`[...document.querySelectorAll("a.cover[href^='/hops/']")].find((a) => a.textContent.includes("` + method + " " + path + `,"))`)
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
	v.enter(".params summary")
	v.b.Await(".params details[open] .meaning")
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
	v.enterLink(`[...document.querySelectorAll("#detail .params li")].find((li) => li.querySelector(".key")?.textContent.trim() === "code").querySelector("a.follow")`)
	v.b.AwaitText(".thread", "Carried by")
	if n := v.b.Evaluate(`String(document.querySelectorAll(".thread .carried a").length)`); n < "3" {
		t.Errorf("the code is in %s messages, want 3: where it was issued, the callback, POST /token", n)
	}
}

// seeState compares what the page shows with what the browser has: the name of the cookie is there and
// its value is not, the client has the session of alice, the authorization server her refresh token.
func seeState(t *testing.T, v *visitor) {
	v.b.Open(v.Inspector + "/state")
	for holder, want := range map[string][]string{
		"client": {"Sessions", "Alice"}, "browser": {rig.SessionCookie}, "authserver": {"alice", "Refresh token, generation 1"},
	} {
		for _, text := range want {
			v.b.AwaitText("#"+holder, text)
		}
	}
	page := v.b.Evaluate(`document.documentElement.outerHTML`)
	for _, cookie := range v.b.Cookies() {
		if len(cookie.Value) > 15 && strings.Contains(page, cookie.Value) {
			t.Errorf("the page contains the value of the cookie %s", cookie.Name)
		}
	}
	const chips = `[...document.querySelectorAll("#client .chip")].map((c) => c.textContent)`
	if same := v.b.Evaluate(`String(` + chips + `.filter((chip) => document.querySelector("#authserver .tree").textContent.includes(chip)).length)`); same < "2" {
		t.Errorf("%s fingerprints of the client's tokens are in the grant of the authorization server, want 2", same)
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
