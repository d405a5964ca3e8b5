package securityevents_test

import (
	"slices"
	"testing"
	"time"

	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/waittest"
)

// All polls share one wait at Redis. A poll whose position lies in the future must not make the
// others wait until their patience ends.
func TestPositionInTheFutureDoesNotDelayOthers(t *testing.T) {
	t.Parallel() // it waits until that patience ends
	s := endpointtest.Start(t)
	s.Events.Patience = 10 * time.Second // after this time a poll is answered without events
	far := make(chan struct{})
	go func() { defer close(far); poll(t, s, "notes-api", `{"position":"9000000000000000000-0"}`) }()
	head := time.After(100 * time.Millisecond) // gives the other poll time to be first; the test also passes if it is not
	<-head
	near := make(chan endpointtest.Answer, 1)
	go func() { near <- poll(t, s, "notes-api", `{"position":"0-0"}`) }()
	head = time.After(100 * time.Millisecond)
	<-head
	revoke(t, s, "news")
	if got := subjects(t, answer(t, waittest.Closed(t, "the news", near))); !slices.Equal(got, []string{"news"}) {
		t.Errorf("got %q", got)
	}
	s.Events.Close()
	<-far
}
