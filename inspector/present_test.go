package inspector_test

import (
	"net/http"
	"strings"
	"testing"

	"quartet.example/shared/redistest"
)

// A step shows its message from the recording of this moment, or from the one of the script, and says which.
// A message from before the presentation does not count.
func TestAStepShowsItsMessage(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	address := start(t, client)
	document(t, address, 8)
	const callback = "/present/five-minutes?step=7"
	for name, tt := range map[string]struct{ path, state string }{
		"the four roles":               {"/present/five-minutes", "live"},
		"recorded since the beginning": {callback + "&after=0-0", "live"},
		"only before the beginning":    {callback, "waiting"},
		"from the recording":           {callback + "&source=recorded", "recorded"},
	} {
		t.Run(name, func(t *testing.T) {
			doc := parsed(t, address+tt.path)
			if got := doc.Find("[data-window=audience]").AttrOr("data-state", ""); got != tt.state {
				t.Errorf("got %q, want %q", got, tt.state)
			}
			if said := strings.Contains(doc.Find(".source").Text(), "recorded"); said != (tt.state == "recorded") {
				t.Errorf("the page says that it is recorded: %t", said)
			}
			if focus := doc.Find(".slide .hop:not(.dim)").Length(); tt.state == "recorded" && focus != 1 {
				t.Errorf("got %d messages in focus, want 1", focus)
			}
		})
	}
}

// Notes are for the speaker only.
func TestTheAudienceDoesNotSeeTheNotes(t *testing.T) {
	address := start(t, redistest.New(t))
	const note = "Nobody has sent anything yet"
	for path, want := range map[string]bool{"/present/five-minutes": false, "/present/five-minutes?notes": true} {
		if _, body := get(t, address+path); strings.Contains(body, note) != want {
			t.Errorf("%s has the note: got %t, want %t", path, !want, want)
		}
	}
	if _, body := get(t, address+"/present"); !strings.Contains(body, "OAuth in five minutes") {
		t.Error("the list does not name the talk")
	}
	for _, path := range []string{"/present/none", "/present/five-minutes?step=0", "/present/five-minutes?step=99", "/present/five-minutes?step=x"} {
		if status, _ := get(t, address+path); status != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", path, status)
		}
	}
}

// Where a run went on without the message of a step, nothing is waited for: the step shows the recording, and the next
// one is live. A user who has allowed the client before sees no consent page.
func TestAStepWithoutItsMessageDoesNotWait(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client) // without a consent page: the answer to the password has the code
	address := start(t, client)
	document(t, address, 8)
	for step, want := range map[string]string{"4": "live", "5": "recorded", "6": "live", "7": "live", "9": "waiting"} {
		slide := parsed(t, address+"/present/five-minutes?after=0-0&step="+step).Find("[data-window=audience]")
		if got := slide.AttrOr("data-state", ""); got != want {
			t.Errorf("step %s: got %q, want %q", step, got, want)
		}
		next := slide.Parent().Find("[data-go=next]").AttrOr("href", "")
		if next == "" || strings.Contains(next, "source=recorded") {
			t.Errorf("step %s: the next step is not live: %q", step, next)
		}
	}
}
