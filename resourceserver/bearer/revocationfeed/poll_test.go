package revocationfeed_test

import (
	"fmt"
	"testing"
	"time"

	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/jose"
	"quartet.example/shared/securityevent"
	"quartet.example/shared/waittest"
)

func TestManyEventsComeInParts(t *testing.T) {
	tr := newTransmitter(t)
	tr.most = 3
	for i := range 10 {
		tr.revoke(fmt.Sprint("gid-", i))
	}
	feed := tr.follow()
	ready(t, feed)
	if got := feed.Status(); got.Entries != 10 || got.Events != 10 || !got.CaughtUp {
		t.Errorf("RFC 8936 §2.3 ready before all was read: %+v", got)
	}
	waittest.Until(t, "waits", func() bool { return len(tr.asked()) == 5 })
	for i, poll := range tr.asked() {
		if want := fmt.Sprintf("%d-0", min(3*i, 10)); poll.Position != want || poll.ReturnImmediately != (i < 4) {
			t.Errorf("poll %d: got %+v, want position %s", i, poll, want)
		}
	}
}

// A server that implements only RFC 8936 gets acknowledgements.
func TestWithoutPositionsItAcknowledges(t *testing.T) {
	tr := newTransmitter(t)
	tr.positions = false
	tr.revoke("a")
	feed := tr.follow()
	ready(t, feed)
	tr.revoke("b")
	waittest.Until(t, "told", func() bool { return isRevoked(t, feed, tr.token("j", "b")) })
	waittest.Until(t, "acknowledged", func() bool {
		polls := tr.asked()
		return len(polls) == 3 && fmt.Sprint(polls[1].Ack, polls[2].Ack) == "[1-0] [2-0]"
	})
}

func TestWhatDoesNotVerifyHoldsTheFeed(t *testing.T) {
	for name, spoil := range map[string]func(*securityevent.Claims){
		"invalid_issuer":   func(c *securityevent.Claims) { c.Issuer = "https://x.example" },
		"invalid_audience": func(c *securityevent.Claims) { c.Audience = jose.Audience{"other"} },
		"invalid_request":  func(c *securityevent.Claims) { c.ID = "another" },
	} {
		t.Run(name, func(t *testing.T) {
			tr := newTransmitter(t)
			feed := tr.follow()
			ready(t, feed)
			tr.revoke("bad", spoil)
			waittest.Until(t, "refused", func() bool { polls := tr.asked(); return polls[len(polls)-1].SetErrs["1-0"].Err == name })
			if isRevoked(t, feed, tr.token("j", "bad")) {
				t.Error("it is believed")
			}
			polls := tr.asked()
			if last := polls[len(polls)-1]; last.Position != "0-0" {
				t.Errorf("it moved past it, to %s", last.Position)
			}
		})
	}
}

// A SET whose key cannot be fetched yet is not reported to the server as refused: a server may drop
// what was refused, and the revocation would be lost.
func TestAKeyThatIsNotFetchedYetIsNoFaultOfTheSET(t *testing.T) {
	tr := newTransmitter(t)
	feed := tr.follow()
	ready(t, feed)
	tr.issuer.Publish(t, issuertest.NewKey(t, "k2"))
	tr.revoke("a") // the keys are fetched for this one
	waittest.Until(t, "known", func() bool { return isRevoked(t, feed, tr.token("j", "a")) })
	tr.issuer.Publish(t, issuertest.NewKey(t, "k3"))
	polls := len(tr.asked())
	tr.revoke("b") // and not for this one, because the clock stands still
	waittest.Until(t, "polled again", func() bool { return len(tr.asked()) > polls+1 })
	tr.clock.Move(10 * time.Second)
	waittest.Until(t, "known", func() bool { return isRevoked(t, feed, tr.token("j", "b")) })
	for _, poll := range tr.asked() {
		if len(poll.SetErrs) > 0 {
			t.Errorf("reported as refused: %v", poll.SetErrs)
		}
	}
}

// Many revocations in a row do not slow the feed down. A server that never makes a poll wait is not
// polled without a pause.
func TestPace(t *testing.T) {
	tr := newTransmitter(t)
	feed := tr.follow()
	ready(t, feed)
	began := time.Now()
	for i := range 100 {
		gid := fmt.Sprint("gid-", i)
		tr.revoke(gid)
		waittest.Until(t, "told", func() bool { return isRevoked(t, feed, tr.token("j", gid)) })
	}
	waittest.InTime(t, "100 revocations", began) // limited to one poll a second they would take more than 100 s
	t.Run("a transmitter that does not wait", func(t *testing.T) {
		tr := newTransmitter(t)
		tr.hasty = true
		began := time.Now()
		ready(t, tr.follow())
		waittest.Until(t, "six polls at once, and two more", func() bool { return len(tr.asked()) >= 8 })
		if took := time.Since(began); took < 1900*time.Millisecond {
			t.Errorf("asked 8 times within %s, want a second before each of the last two", took)
		}
	})
}
