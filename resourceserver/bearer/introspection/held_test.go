package introspection_test

import (
	"testing"
	"time"
)

// The list must have what is cached, until it expires, and say what it leaves out.
func TestHeldListsWhatIsCached(t *testing.T) {
	r := start(t)
	r.says(200, asJSON, r.active())
	r.want("active", "a", 200, "")
	r.says(200, asJSON, `{"active":false}`)
	r.want("not active", "b", 401, "")
	list, more := r.introspector.Held(10)
	if len(list) != 2 || more != 0 || list[0].Token != nil || list[1].Token == nil || !list[0].Until.Before(list[1].Until) {
		t.Errorf("got %+v and %d more", list, more)
	}
	if list, more := r.introspector.Held(1); len(list) != 1 || more != 1 {
		t.Errorf("limit: got %+v and %d more", list, more)
	}
	r.clock.Move(5 * time.Second)
	if list, more := r.introspector.Held(10); len(list) != 0 || more != 0 {
		t.Errorf("expired: got %+v and %d more", list, more)
	}
}
