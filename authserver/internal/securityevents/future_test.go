package securityevents_test

import (
	"slices"
	"testing"
	"time"

	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/waittest"
)

// The wait at Redis, which is one for all, used to be at the position of whoever came
// first: one in the future kept the news from everybody until their patience ended.
func TestPositionInTheFutureKeepsNewsFromNobody(t *testing.T) {
	t.Parallel() // it waits for the end of that patience
	s := endpointtest.Start(t)
	s.Events.Patience = 10 * time.Second // whoever waits for that long is answered without the news
	far := make(chan struct{})
	go func() { defer close(far); poll(t, s, "notes-api", `{"position":"9000000000000000000-0"}`) }()
	head := time.After(100 * time.Millisecond) // let it be the first; the test passes as well if it is not
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
