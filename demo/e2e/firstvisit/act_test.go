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
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

// pause turns step mode on for /notes, adds a note in a second browser, and releases each message.
func pause(t *testing.T, v *visitor) {
	user := v.SignInAs(t, "mallory", "mischief")
	v.signIn(t)
	v.b.Evaluate(`document.getElementById("step-mode").value = "path"; document.getElementById("step-path").value = "/notes"; document.getElementById("step-set").click(); ""`)
	v.b.Await("#step-continue")
	done := make(chan int, 1)
	go func() { done <- user.Fetch(http.MethodGet, "/api/notes", "").Status }()
	v.b.AwaitText(".step .held", "1 held")
	select {
	case status := <-done:
		t.Errorf("the call was answered with %d while it was held", status)
	default:
	}
	v.b.Evaluate(`document.getElementById("step-mode").value = "off"; document.getElementById("step-set").click(); ""`)
	v.b.AwaitGone("#step-continue")
	select {
	case status := <-done:
		if status != http.StatusOK {
			t.Errorf("after its release the call has status %d, want 200", status)
		}
	case <-time.After(waittest.Patience):
		t.Error("the message was not released")
	}
}

// expire moves the clock of all services past the lifetime of an access token. The next call makes the
// client refresh it.
func expire(t *testing.T, v *visitor) {
	v.signIn(t)
	before := len(v.Gate.Seen(rig.Refreshes))
	v.b.Click(`#clock-10m`, "#clock-10m")
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
	v.b.Click("a.cover", "#d-curl")
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
		v.b.Leave(`button[value="allow"]`)
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

// reset deletes the recording with the button of the page.
func reset(t *testing.T, v *visitor) {
	v.b.Open(v.Inspector + "/messages")
	v.b.Await("a.cover")
	v.b.Leave(`button[form="clear"]`)
	v.b.Open(v.Inspector)
	if got := v.b.Text("main"); strings.Contains(got, "Sign-in") {
		t.Errorf("the sign-in is still there: %s", got)
	}
}
