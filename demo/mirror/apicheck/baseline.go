package apicheck

import (
	"context"
	"fmt"
)

// baseline waits until the API refuses a request without a token, and accepts one with a valid token.
// Until then no refusal would mean anything. It returns the problem if the API does not get there, "" if
// it does.
func (r *run) baseline(ctx context.Context) (problem string) {
	r.instruct()
	final := false
	ready := r.until(ctx, r.Wait, func() bool {
		now, hopeless := r.observe(ctx)
		if now != "" && now != problem {
			r.tell("  now: %s", now)
		}
		problem, final = now, hopeless
		return now == "" || hopeless
	})
	if ready && !final {
		r.tell("It does. The attacks begin.\n")
		return ""
	}
	return problem
}

// observe returns what is wrong with the API now, "" if nothing is. It is hopeless if waiting does not
// help.
func (r *run) observe(ctx context.Context) (problem string, hopeless bool) {
	e, err := r.send(ctx, attempt{name: withoutToken})
	switch {
	case err != nil:
		return err.Error(), false
	case e.accepted():
		return fmt.Sprintf("the API answers %d without a token. Choose a URL that needs one", e.status), true
	}
	f := &forger{run: r}
	e, err = r.send(ctx, attempt{name: "a valid token", token: f.valid()})
	switch {
	case f.err != nil:
		return f.err.Error(), true
	case err != nil:
		return err.Error(), false
	case !e.accepted():
		return r.why(e), false
	}
	return "", false
}

// why says what to look at if the API refuses a valid token.
func (r *run) why(e *exchange) string {
	text := fmt.Sprintf("the API answers %d to a valid token", e.status)
	if e.header.Get("WWW-Authenticate") != "" {
		text += " (" + e.challenge() + ")"
	}
	if r.issuer.fetches.Load() == 0 {
		return text + ", and has not fetched the keys of the issuer. Is the issuer configured?"
	}
	return text + ". It has fetched the keys of the issuer. Are audience, scope and claims what it expects?"
}
