package firstvisit_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

// hold sets step mode with the keyboard: choice is the place of a choice in the list.
func (v *visitor) hold(choice int) {
	v.b.TabTo("#step-mode")
	v.b.Evaluate(`document.activeElement.selectedIndex = 0; ""`)
	for range choice {
		v.b.Press(chromium.ArrowDown)
	}
	if choice == path {
		v.b.TabTo("#step-path")
		v.b.Evaluate(`document.activeElement.value = ""; ""`)
		v.b.Press("/token")
	}
	v.enter("#step-set")
}

// The places of two choices of step mode.
const off, path = 0, 4

// pause holds the token request of a sign-in in a second browser, and releases it.
func pause(t *testing.T, v *visitor) {
	v.signIn(t)
	v.hold(path)
	v.b.Await("#step-continue")
	done := make(chan struct{})
	go func() { defer close(done); v.SignInAs(t, "mallory", "mischief") }()
	v.b.AwaitText(".step .held", "1 held")
	v.b.AwaitText(".step .held", "POST /token")
	select {
	case <-done:
		t.Error("the sign-in ended while its token request was held")
	default:
	}
	v.enter("#step-next")
	waittest.Closed(t, "the token request is released, and the sign-in ends", done)
	v.hold(off)
	v.b.AwaitGone("#step-continue")
}

// expire moves the clock of all services past the lifetime of an access token. The next call makes the
// client refresh it.
func expire(t *testing.T, v *visitor) {
	v.signIn(t)
	before := len(v.Gate.Seen(rig.Refreshes))
	v.enter("#clock-10m")
	v.b.AwaitText(".step .ahead", "10")
	v.b.Open(v.Client)
	v.b.Await("#notes li")
	waittest.Until(t, "the client refreshes the token", func() bool { return len(v.Gate.Seen(rig.Refreshes)) > before })
}

// revoke signs bob out everywhere at the account page. It measures when the API refuses the access
// token of his app, which is still unexpired.
func revoke(t *testing.T, v *visitor) {
	user := browser.New(t)
	token := v.token(t, func(address string) { user.Open(address).Login("bob", "builder").Approve() })
	if got := v.notes(t, token); got != http.StatusOK {
		t.Fatalf("before: got status %d, want 200", got)
	}
	user.Open(v.Issuer+"/account").Press("end", "everything")
	began := time.Now()
	waittest.Until(t, "the API refuses", func() bool { return v.notes(t, token) == http.StatusUnauthorized })
	t.Logf("the API stopped after %.2f s", time.Since(began).Seconds())
}

// curl copies the command of a message without secrets, and runs it. It returns the status of the recording.
func curl(t *testing.T, v *visitor) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Fatal("there is no curl here: apt-get install curl")
	}
	_ = fetch(t, v.Issuer+"/authorize?client_id=nobody").Body.Close()
	v.b.Open(v.Inspector + "/messages?find=/authorize&refused=1")
	v.enter("a.cover")
	v.b.Await("#d-curl")
	command := v.b.Text("#detail pre.command")
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	out, err := exec.CommandContext(ctx, "sh", "-c", strings.TrimSpace(command)+" -w '\n%{http_code}'").Output()
	if err != nil || !strings.HasSuffix(string(out), "\n"+v.b.Text("#detail .status")) {
		t.Errorf("%s\n%v\n%s", command, err, out)
	}
}

func fetch(t *testing.T, address string) *http.Response {
	t.Helper()
	resp, err := localnet.HTTPClient(waittest.Patience).Get(address)
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

// ownApp is an app of the visitor, which uses a client of the seed. The browser is signed in as alice.
func ownApp(t *testing.T, v *visitor) {
	token := v.token(t, func(address string) {
		v.b.Open(address)
		v.enter(`button[value="allow"]`)
		v.b.AwaitGone(`button[value="allow"]`)
		v.b.AwaitText("h1", "My own app")
	})
	if got := v.notes(t, token); got != http.StatusOK {
		t.Errorf("the API: got status %d, want 200", got)
	}
}

// token runs an app with the public client "native" at a loopback address (RFC 8252 §7.3), and lets
// open open its authorization request. It returns the access token.
func (v *visitor) token(t *testing.T, open func(address string)) string {
	t.Helper()
	back := make(chan url.Values, 1)
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/callback" {
			back <- r.URL.Query()
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<title>mine</title><h1>My own app</h1>")
	}))
	defer app.Close()
	r := rig.Authorization("native", app.URL+"/callback", "openid notes:read")
	r.Set("resource", v.API)
	open(v.Authorize(r))
	var answer url.Values
	select {
	case answer = <-back:
	case <-time.After(waittest.Patience):
		t.Fatal("the app got no answer")
	}
	if answer.Get("state") != r.Get("state") || answer.Get("iss") != v.Issuer {
		t.Fatalf("got %v", answer)
	}
	resp, err := localnet.HTTPClient(waittest.Patience).PostForm(v.Issuer+"/token", r.Redemption(answer.Get("code")))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var tokens struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&tokens); err != nil || tokens.AccessToken == "" {
		t.Fatalf("got %d %v", resp.StatusCode, err)
	}
	return tokens.AccessToken
}

// notes calls the API with a token and returns the status.
func (v *visitor) notes(t *testing.T, token string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.API+"/notes", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := localnet.HTTPClient(waittest.Patience).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// reset signs alice out everywhere, turns step mode off and deletes the recording. The clock of the
// services goes back when they start again.
func reset(t *testing.T, v *visitor) {
	v.b.Open(v.Issuer + "/account")
	v.enter(`button[value="everything"]`)
	v.b.AwaitGone(`button[value="everything"]`)
	v.b.Open(v.Inspector)
	v.hold(off)
	v.b.Await(`.step[data-stepping="false"]`)
	v.b.Open(v.Inspector + "/messages")
	v.b.Await("a.cover")
	v.enter(`button[form="clear"]`)
	v.b.AwaitGone("a.cover")
	v.b.Open(v.Inspector)
	if got := v.b.Text("main"); strings.Contains(got, "Sign-in") {
		t.Errorf("the sign-in is still there: %s", got)
	}
	v.b.Open(v.Client)
	v.b.Await(`a[href^="/login"]`) // signed out
	v.b.Open(v.Inspector + "/state")
	v.b.AwaitText("#client", "None now")
	if got := v.b.Text("#authserver"); strings.Contains(got, "Refresh token, generation") {
		t.Errorf("alice's tokens are still there: %s", got)
	}
}
