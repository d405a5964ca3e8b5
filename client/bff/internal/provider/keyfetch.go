package provider

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/time/rate"
)

// Strangers can post logout tokens with a kid that nobody knows, and each would
// have the key set fetched. So it is fetched a few times at once and then once a
// second; a token of a known key needs no fetch, and one that would need it when
// there is none left is refused for the moment.
const keyFetches = 20

var errTooManyFetches = errors.New("the keys of the issuer were fetched often enough for now")

// unhurried bounds how often the keys are fetched.
type unhurried struct {
	next  http.RoundTripper
	limit *rate.Limiter
	now   func() time.Time
	keep  func(*http.Response) (*http.Response, error)
}

func (u *unhurried) RoundTrip(r *http.Request) (*http.Response, error) {
	if !u.limit.AllowN(u.now(), 1) {
		return nil, errTooManyFetches
	}
	resp, err := u.next.RoundTrip(r)
	if err != nil || resp.StatusCode != http.StatusOK {
		return resp, err
	}
	return u.keep(resp)
}

// keysFrom is the key set at an address, for as long as the provider lives.
func (p *Provider) keysFrom(ctx context.Context, address string) oidc.KeySet {
	c := *p.http
	c.Transport = &unhurried{c.Transport, rate.NewLimiter(rate.Every(time.Second), keyFetches), p.now, p.keepUsable}
	return oidc.NewRemoteKeySet(oidc.ClientContext(context.WithoutCancel(ctx), &c), address)
}
