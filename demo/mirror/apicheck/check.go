package apicheck

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"quartet.example/demo/mirror/report"
)

// Defence is a defence of an API.
type Defence = report.Defence

// check is a defence and the attack that tests it.
type check struct {
	Defence
	statuses []int // statuses of a correct refusal; nil: 401 only (RFC 6750 §3.1)
	attack   attack
}

// attack returns what went wrong, one line for each. The error says why the attack could not be made; it
// is a skipError if the API or the settings rule the attack out.
type attack func(context.Context, *run) (seen []string, err error)

// skipError is the reason why an attack was not made.
type skipError string

func (n skipError) Error() string { return string(n) }

// make makes the attack.
func (c *check) make(ctx context.Context, r *run) report.Result {
	r.check = c
	seen, err := c.attack(ctx, r)
	reason, skipped := errors.AsType[skipError](err)
	switch {
	case len(seen) > 0:
		return c.Judge(seen...)
	case skipped:
		return c.Skipped(string(reason))
	case err != nil:
		return c.Unknown(err)
	}
	return c.Judge()
}

// wants reports whether the status is that of a correct refusal.
func (c *check) wants(status int) bool {
	if c.statuses == nil {
		return status == http.StatusUnauthorized
	}
	return slices.Contains(c.statuses, status)
}

// malformed are the statuses for a request that is no correct use of a token: RFC 6750 §3.1 allows
// invalid_request, and a server may refuse a header field before the API sees it.
var malformed = []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusRequestHeaderFieldsTooLarge}

// refuses returns an attack that succeeds if the API accepts one of the attempts.
func refuses(attempts func(*forger) []attempt) attack {
	return func(ctx context.Context, r *run) ([]string, error) {
		f := &forger{run: r}
		all := attempts(f)
		if f.err != nil {
			return nil, f.err
		}
		return r.accepts(ctx, all)
	}
}

// accepts returns a line for each attempt that the API accepts. It stops at the first attempt without a
// response.
func (r *run) accepts(ctx context.Context, all []attempt) (seen []string, err error) {
	for _, a := range all {
		e, err := r.send(ctx, a)
		if err != nil {
			return seen, err
		}
		if e.accepted() {
			seen = append(seen, fmt.Sprintf("%s: %d, want a refusal", a.name, e.status))
		}
	}
	return seen, nil
}

// need returns a skipError with the reason unless ok is true.
func need(ok bool, reason string) error {
	if ok {
		return nil
	}
	return skipError(reason)
}
