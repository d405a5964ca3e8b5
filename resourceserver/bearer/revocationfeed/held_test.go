package revocationfeed_test

import "testing"

// Held must list the grants that are revoked, and return how many it does not list.
func TestHeldListsWhatIsRevoked(t *testing.T) {
	tr := newTransmitter(t)
	tr.revoke("g1")
	tr.revoke("g2")
	feed := tr.follow()
	ready(t, feed)
	if !isRevoked(t, feed, tr.token("j", "g2")) {
		t.Fatal("g2 is not known")
	}
	list, more := feed.Held(1)
	if len(list) != 1 || more != 1 || list[0].GrantID != "g1" && list[0].GrantID != "g2" || list[0].Until.IsZero() {
		t.Errorf("got %+v and %d more", list, more)
	}
}
