package introspection_test

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"quartet.example/resourceserver/bearer/introspection"
)

func TestAnswersAreRemembered(t *testing.T) {
	r := start(t)
	count := func(what string, token string, status, want int) {
		t.Helper()
		before := r.questions()
		r.want(what, token, status, "")
		if got := r.questions() - before; got != want {
			t.Errorf("%s: asked %d times, want %d", what, got, want)
		}
	}
	r.says(200, asJSON, r.active())
	count("first", "a", 200, 1)
	r.says(200, asJSON, `{"active":false}`)
	r.clock.Move(4900 * time.Millisecond)
	count("H-06 revoked, and believed within the bound", "a", 200, 0)
	r.clock.Move(100 * time.Millisecond)
	count("H-06 revoked, and refused at the bound of 5 s", "a", 401, 1)
	count("not active, within the second", "a", 401, 0)
	r.clock.Move(time.Second)
	count("not active, after it", "a", 401, 1)

	r.says(200, asJSON, r.active("exp", r.clock.Now().Unix()+2))
	count("a token of two seconds", "b", 200, 1)
	r.clock.Move(2 * time.Second)
	count("never beyond exp", "b", 200, 1) // asked again; it passes because of the clock skew
}

func TestMemoryIsBounded(t *testing.T) {
	r := start(t, func(c *introspection.Config) { c.CacheSize = 10 })
	r.says(200, asJSON, r.active())
	for i := range 100 {
		r.want("fill", fmt.Sprint("t", i), 200, "")
	}
	before := r.questions()
	for i := range 100 {
		r.want("again", fmt.Sprint("t", i), 200, "")
	}
	if remembered := 100 - (r.questions() - before); remembered > 10 {
		t.Errorf("got %d remembered, want at most 10", remembered)
	}
}

func TestManyWithOneTokenAskOnce(t *testing.T) {
	r := start(t)
	r.hold = make(chan struct{})
	r.says(200, asJSON, r.active())
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { r.want("one of many", "t", 200, "rs.token.active") })
	}
	for r.questions() == 0 {
		runtime.Gosched()
	}
	close(r.hold)
	all.Wait()
	if got := r.questions(); got != 1 {
		t.Errorf("asked %d times, want 1", got)
	}
}

func TestTooLongTokensAreNotAskedAbout(t *testing.T) {
	r := start(t)
	r.want("9 KB", strings.Repeat("a", 9000), 401, "!rs.token.active")
	if r.questions() != 0 {
		t.Error("asked")
	}
}
