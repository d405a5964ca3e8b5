package e2e_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

const composeInspector = "http://inspect.localhost:9002"

// composeTeaching uses the inspector, whose container reaches the others through Redis only.
func composeTeaching(t *testing.T, signedIn *browser.Browser) {
	t.Run("messages of each role are shown", func(t *testing.T) {
		page := browser.New(t)
		for _, path := range []string{"/authorize", "/token", "/callback", "/notes"} {
			waittest.Until(t, path+" is recorded", func() bool {
				return strings.Contains(page.Open(composeInspector+"/hops.json?find="+url.QueryEscape(path)).Last().Body, path)
			})
		}
		if got := page.Open(composeInspector + "/"); got.Status() != http.StatusOK || !got.Has(`a[href^="/flows/"]`) {
			t.Errorf("the page shows no flow: %d %s", got.Status(), got.Text())
		}
	})
	t.Run("each role says what it holds", func(t *testing.T) { rolesAnswer(t) })
	for _, path := range []string{"/token", "/authorize"} { // held by the client, which sends it, and by the authorization server
		t.Run("step mode holds "+path+" in its container until it is released", func(t *testing.T) { composeStep(t, path) })
	}
	t.Run("the clock of all containers moves, and the client refreshes", func(t *testing.T) { composeClock(t, signedIn) })
}

// rolesAnswer returns the clock of each role of the state view. Each role must answer.
func rolesAnswer(t *testing.T) map[string]time.Time {
	t.Helper()
	body := browser.New(t).Open(composeInspector + "/state.json").Last().Body
	var view struct {
		Roles []struct {
			Role     string
			Answered bool
			Time     time.Time `json:"ts"`
			Sections []struct{ ID, Error string }
		}
	}
	if err := json.Unmarshal([]byte(body), &view); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	clocks := map[string]time.Time{}
	for _, role := range view.Roles {
		clocks[role.Role] = role.Time
		if !role.Answered || len(role.Sections) == 0 {
			t.Errorf("%s: answered %v, with %d sections", role.Role, role.Answered, len(role.Sections))
		}
		for _, section := range role.Sections {
			if section.Error != "" {
				t.Errorf("%s, %s: %s", role.Role, section.ID, section.Error)
			}
		}
	}
	for _, role := range []string{trace.AuthServer, trace.Client, trace.ResourceServer} {
		if clocks[role].IsZero() {
			t.Errorf("%s is missing", role)
		}
	}
	return clocks
}

// command presses a button of the inspector.
func command(t *testing.T, path string, form url.Values) {
	t.Helper()
	if b := browser.New(t).Open(composeInspector+"/").Post(composeInspector+path, form); b.Status() != http.StatusOK {
		t.Fatalf("%s %v: got %d: %s", path, form, b.Status(), b.Text())
	}
}

func composeStep(t *testing.T, path string) {
	command(t, "/step", url.Values{"mode": {"path"}, "path": {path}})
	done := make(chan *browser.Browser, 1)
	go func() { done <- browser.New(t).Open(composeClient+"/login").Login("alice", "wonderland") }()
	toolbar := browser.New(t)
	waittest.Until(t, path+" is held", func() bool {
		return strings.Contains(toolbar.Open(composeInspector+"/").Page().Find(`[data-live="step"] .held`).Text(), path)
	})
	select {
	case <-done:
		t.Fatal("the sign-in has ended although a message of it is held")
	default:
	}
	command(t, "/step/next", nil)
	command(t, "/step", url.Values{"mode": {"off"}}) // a further message to the path
	b := waittest.Closed(t, "the sign-in", done)
	if b.Has(allow) {
		b.Approve()
	}
	if b.At().String() != composeClient+"/" {
		t.Errorf("signed in at %s (%d): %s", b.At(), b.Status(), b.Text())
	}
}

func composeClock(t *testing.T, b *browser.Browser) {
	refreshes := func() int {
		body := browser.New(t).Open(composeInspector + "/hops.json?find=/token").Last().Body
		return strings.Count(body, `"value":"refresh_token"`)
	}
	if got := b.Fetch(http.MethodGet, "/api/notes", ""); got.Status != http.StatusOK {
		t.Fatalf("signed in: got %d", got.Status)
	}
	before, clocks := refreshes(), rolesAnswer(t)
	command(t, "/clock", url.Values{"forward": {"10m"}})
	for role, now := range rolesAnswer(t) {
		if moved := now.Sub(clocks[role]); moved < 10*time.Minute || moved > 12*time.Minute {
			t.Errorf("%s: the clock moved by %s", role, moved)
		}
	}
	if got := b.Fetch(http.MethodGet, "/api/notes", ""); got.Status != http.StatusOK { // the access token has expired
		t.Errorf("10 minutes later: got %d %s", got.Status, got.Body)
	}
	waittest.Until(t, "a refresh", func() bool { return refreshes() > before })
}
