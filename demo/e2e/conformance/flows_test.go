package conformance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

// TestParallelUsersAreFlowsOfTheirOwn signs 20 browsers in at the same time, several of them with
// the same user. Each must be one flow, with all of its messages and no other.
func TestParallelUsersAreFlowsOfTheirOwn(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	users := [][2]string{{"alice", "wonderland"}, {"bob", "builder"}, {"mallory", "mischief"}}
	browsers := make([]*browser.Browser, 20)
	for i := range browsers {
		browsers[i] = browser.New(t)
	}
	together := func(do func(i int, b *browser.Browser)) {
		var all sync.WaitGroup
		for i, b := range browsers {
			all.Go(func() { do(i, b) })
		}
		all.Wait()
	}
	together(func(_ int, b *browser.Browser) { b.Open(s.Client + "/login") })
	together(func(i int, b *browser.Browser) {
		form := b.At().String()
		waittest.Until(t, "signed in", func() bool {
			if b.Login(users[i%len(users)][0], users[i%len(users)][1]).Status() != http.StatusServiceUnavailable {
				return true
			}
			b.Open(form) // too many passwords were checked at the same time: the user goes back and tries again
			return false
		})
	})
	together(func(_ int, b *browser.Browser) {
		if b.Has(`button[value="allow"]`) { // not asked if the same user has just allowed it in another browser
			b.Approve()
		}
	})
	together(func(i int, b *browser.Browser) {
		if got := b.Fetch(http.MethodGet, "/api/notes", "").Status; got != http.StatusOK {
			t.Errorf("browser %d: got %d for the notes", i, got)
		}
	})
	flows := recordedFlows(t, s, browsers...)
	if got := len(flows.of); got != len(browsers) {
		t.Errorf("got %d flows with messages of browsers, want %d", got, len(browsers))
	}
	for i, b := range browsers {
		first := b.Hops()[0]
		for _, h := range b.Hops() {
			if flows.at(h) != flows.at(first) {
				t.Errorf("browser %d: %s %s is in another flow than %s", i, h.Method, h.URL.Path, first.URL.Path)
			}
		}
		for _, want := range []string{"client → authserver POST /token", "client → resourceserver GET /notes"} {
			if !slices.ContainsFunc(flows.of[flows.at(first)], func(e trace.Event) bool { return step(e) == want }) {
				t.Errorf("browser %d: the flow has no %s", i, want)
			}
		}
	}
}

// TestRetriesAreFlowsOfTheirOwn starts a sign-in three times in one browser, and completes the
// third. Each has its own state, so each is a flow. A sign-in during the session is one more,
// although user, client and the session at the authorization server are the same.
func TestRetriesAreFlowsOfTheirOwn(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	b := browser.New(t)
	var attempts []browser.Hop // the first message of each
	begin := func() {
		n := len(b.Hops())
		b.Open(s.Client + "/login")
		attempts = append(attempts, b.Hops()[n])
	}
	begin()
	b.Open(s.Client + "/") // the user goes back
	begin()
	begin()
	b.Login("alice", "wonderland").Approve()
	third := b.Fetch(http.MethodGet, "/api/notes", "")
	begin() // signs in without a question
	fourth := b.Fetch(http.MethodGet, "/api/notes", "")

	flows := recordedFlows(t, s, b)
	if got, want := len(flows.of), len(attempts); got != want {
		t.Errorf("got %d flows, want %d", got, want)
	}
	completed := 0
	for _, events := range flows.of {
		if slices.ContainsFunc(events, func(e trace.Event) bool { return step(e) == "client → authserver POST /token" }) {
			completed++
		}
	}
	if completed != 2 {
		t.Errorf("got %d completed sign-ins, want 2", completed)
	}
	if flows.at(third) != flows.at(attempts[2]) {
		t.Error("the call in the first session is not in the flow that began it")
	}
	if flows.at(fourth) != flows.at(attempts[3]) {
		t.Error("the call in the second session is not in the flow that began it")
	}
}

// TestRepeatedCallsAreOneRow writes 11 notes. Each of the two messages that this takes is one row of
// the inspector, which contains all 11.
func TestRepeatedCallsAreOneRow(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	b := s.SignIn(t)
	for range 11 {
		if got := b.Fetch(http.MethodPost, "/api/notes", `{"text":"a note"}`).Status; got != http.StatusCreated {
			t.Fatalf("got status %d, want 201", got)
		}
	}
	recordedFlows(t, s, b)
	page := browser.New(t).Open(s.Inspector + "/messages").Page()
	var got []string
	page.Find(".repeat:has(.hop)").Each(func(_ int, row *goquery.Selection) {
		if what := row.Find("summary .what").Text(); strings.Contains(what, "POST") {
			got = append(got, fmt.Sprintf("%s, %d messages", what, row.Find(".hop").Length()))
		}
	})
	want := []string{"11 × POST /api/notes 201, 11 messages", "11 × POST /notes 201, 11 messages"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// flows are the flows of the inspector that have messages of browsers.
type flows struct {
	of map[string][]trace.Event // key: id of the flow
	in map[string]string        // key: id of the request
}

// at returns the id of the flow with this message.
func (f flows) at(h browser.Hop) string { return f.in[h.Header.Get("X-Request-Id")] }

// recordedFlows waits until the inspector shows all messages of the browsers. Each other message in
// their flows must have been sent during one of them, and must be in its flow.
func recordedFlows(t *testing.T, s *rig.Stack, browsers ...*browser.Browser) flows {
	t.Helper()
	var sent []browser.Hop
	for _, b := range browsers {
		sent = append(sent, b.Hops()...)
	}
	var f flows
	waittest.Until(t, "all messages are in the inspector", func() bool {
		f = shownFlows(t, s)
		return !slices.ContainsFunc(sent, func(h browser.Hop) bool {
			return f.at(h) == "" || slices.ContainsFunc(f.of[f.at(h)], func(e trace.Event) bool { return e.Kind == trace.Request })
		})
	})
	own := map[string]bool{}
	for _, h := range sent {
		own[f.at(h)] = true
	}
	maps.DeleteFunc(f.of, func(id string, _ []trace.Event) bool { return !own[id] })
	for id, events := range f.of {
		for _, e := range events {
			during := func(other trace.Event) bool { return other.Trace == e.Trace && other.Span == e.Parent }
			if e.From != trace.Browser && !slices.ContainsFunc(events, during) {
				t.Errorf("flow %s has %s, which was not sent during one of its messages", id, step(e))
			}
		}
	}
	return f
}

// shownFlows returns the flows as the inspector shows them now.
func shownFlows(t *testing.T, s *rig.Stack) flows {
	t.Helper()
	resp, err := localnet.HTTPClient(5 * time.Second).Get(s.Inspector + "/hops.json")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var shown struct {
		Lost int
		Hops []trace.Event
	}
	if err := json.NewDecoder(resp.Body).Decode(&shown); err != nil || shown.Lost > 0 {
		t.Fatalf("got error %v and %d lost events", err, shown.Lost)
	}
	f := flows{map[string][]trace.Event{}, map[string]string{}}
	for _, e := range shown.Hops {
		f.of[e.Flow] = append(f.of[e.Flow], e)
		if e.Answer == nil {
			continue
		}
		for _, p := range e.Answer.Headers {
			if p.Name == "X-Request-Id" && p.Value != "" {
				f.in[p.Value] = e.Flow
			}
		}
	}
	return f
}
