package fault

import (
	"strconv"
	"testing"
)

// A white-box test, because nothing outside shows how much is remembered.
func TestTheMemoryIsBounded(t *testing.T) {
	var m memory
	for i := range maxRemembered + 10 {
		m.remember(strconv.Itoa(i), origin{state: "s"})
		m.remember(strconv.Itoa(i), origin{state: "again"})
	}
	if len(m.known) != maxRemembered || len(m.order) != maxRemembered {
		t.Errorf("got %d and %d", len(m.known), len(m.order))
	}
	if _, known := m.find("9"); known {
		t.Error("the oldest is known")
	}
	if o, known := m.find("10"); !known || o.state != "again" {
		t.Errorf("got %+v, %t", o, known)
	}
	if _, known := m.find(""); known {
		t.Error("no handle is known")
	}
}
