package revocationfeed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
	"quartet.example/shared/securityevent"
)

// beginning is the position before all events that the server still has.
const beginning = "0-0"

const (
	clockSkew = time.Minute // as bearer.MaxClockSkew: tokens may be accepted that long after exp
	longest   = time.Hour   // assumed lifetime of tokens if the event has no expires_at
)

// poll sends one poll and stores the events (RFC 8936 §2). It returns the number of events. If a
// SET cannot be verified it returns an error; the next poll reports it to the server and asks for
// the same events again.
func (f *Feed) poll(ctx context.Context) (told int, err error) {
	if err := f.awaitKeys(ctx); err != nil {
		return 0, err
	}
	answer, err := f.ask(ctx)
	if err != nil {
		return 0, err
	}
	taken, refused, err := f.take(ctx, answer.Sets)
	switch {
	case err != nil:
		return 0, err
	case len(refused) > 0:
		f.next.SetErrs = refused
		return 0, fmt.Errorf("%d of %d security event tokens do not verify: %w", len(refused), len(answer.Sets), firstOf(refused))
	}
	f.next = securityevent.Poll{Position: answer.Position, ReturnImmediately: answer.MoreAvailable}
	if answer.Position == "" { // a server without positions
		f.next.Ack = taken
	}
	f.heard.Store(f.cfg.Now().UnixNano())
	if !answer.MoreAvailable && !f.isCaughtUp() {
		close(f.caughtUp)
	}
	f.revoked.sweep(f.cfg.Now())
	return len(answer.Sets), nil
}

// awaitKeys waits up to about 2 s for the keys, which are fetched at the same time as the feed
// starts.
func (f *Feed) awaitKeys(ctx context.Context) error {
	for range 200 { // 10 ms each, on average a little less
		if f.keys.Ready() == nil {
			return nil
		}
		wait(ctx, 10*time.Millisecond)
	}
	return f.keys.Ready()
}

func (f *Feed) ask(ctx context.Context) (securityevent.Answer, error) {
	var answer securityevent.Answer
	body, err := json.Marshal(f.next)
	if err != nil {
		return answer, err
	}
	ctx, cancel := context.WithTimeout(ctx, f.cfg.PollTimeout)
	defer cancel()
	got, err := f.endpoint.Post(ctx, "application/json", "application/json", body)
	if err != nil {
		return answer, err
	}
	f.next.SetErrs = nil // the errors were reported
	if err := json.Unmarshal(got.Body, &answer); err != nil || answer.Sets == nil {
		return answer, errors.Join(errors.New("the answer is not one of RFC 8936 §2.3"), err)
	}
	return answer, nil
}

// take verifies and remembers each SET. It returns an error if the key of one cannot be fetched now:
// then that SET is not refused, because the server might drop it.
func (f *Feed) take(ctx context.Context, sets map[string]string) (taken []string, refused map[string]securityevent.PollError, unknown error) {
	for jti, raw := range sets {
		claims := &securityevent.Claims{}
		err := f.kind.Verify(ctx, raw, claims)
		if err == nil && claims.ID != jti {
			err = jose.ErrMalformed
		}
		if errors.Is(err, jose.ErrNoKeys) || errors.Is(err, jose.ErrTooSoon) {
			unknown = err
			continue
		}
		if err != nil {
			if refused == nil {
				refused = map[string]securityevent.PollError{}
			}
			refused[jti] = securityevent.PollErrorOf(err)
			continue
		}
		taken = append(taken, jti)
		if revocation, ok := f.understand(claims); ok {
			f.revoked.add(revocation, f.cfg.Now())
			f.events.Add(1)
		}
	}
	return taken, refused, unknown
}

// understand returns the revocation of a SET, or false if the event is ignored.
func (f *Feed) understand(c *securityevent.Claims) (revocation, bool) {
	event, ok := c.Revoked()
	if !ok {
		return revocation{}, false
	}
	r := revocation{until: f.cfg.Now().Add(longest)}
	if expires, ok := oauth.DateOf(event.ExpiresAt); ok && event.ExpiresAt != 0 { // without this check, a number out of range would end the revocation at once
		r.until = expires.Add(clockSkew)
	}
	switch s := c.Subject; {
	case s.Format == securityevent.JWTID && s.Issuer == f.cfg.Issuer:
		r.tokenID = s.JWTID
	case s.Format == securityevent.Opaque:
		r.grantID = s.ID
	}
	return r, r.tokenID != "" || r.grantID != ""
}

func firstOf(refused map[string]securityevent.PollError) error {
	for jti, e := range refused {
		return fmt.Errorf("%q: %s: %s", jti, e.Err, e.Description)
	}
	return nil
}
