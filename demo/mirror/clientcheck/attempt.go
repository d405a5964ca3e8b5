package clientcheck

import (
	"context"
	"fmt"
	"maps"
	"net/url"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/navigation"
)

// attempt is one sign-in, in a new browser.
type attempt struct {
	*browser
	c        *checker
	request  url.Values     // the authorization request
	before   navigation.Jar // the cookies before the response
	first    int            // number of records of the provider at the start,
	last     int            // and at the end
	callback *url.URL       // the redirect URI with the response, nil for a form
	answered int            // number of hops before the response
	mark     mark           // how it ended
}

// noRequestError is the error of a client that did not begin a sign-in.
type noRequestError struct{ seen string }

func (e noRequestError) Error() string {
	return "the client did not send the browser to the authorization server: " + e.seen
}

// start opens the address that begins a sign-in. It returns noRequestError if that does not lead to the
// authorization endpoint.
func (c *checker) start(ctx context.Context, conduct hostile.Conduct) (*attempt, error) {
	return c.startAt(ctx, c.StartURL, conduct)
}

func (c *checker) startAt(ctx context.Context, address string, conduct hostile.Conduct) (*attempt, error) {
	c.provider.Begin(conduct)
	a := &attempt{browser: c.newBrowser(), c: c, first: len(c.provider.Records())}
	to, err := url.Parse(address)
	if err != nil {
		return a, err
	}
	err = a.Open(ctx, to, nil)
	a.last = len(c.provider.Records())
	if err != nil {
		return a, err
	}
	if a.Left == nil {
		return a, noRequestError{a.Hops[len(a.Hops)-1].String()}
	}
	a.request, a.before, a.answered = a.Left.Query(), a.Jar.Clone(), len(a.Hops)
	a.At = a.Left // the browser is now at the authorization server
	return a, nil
}

// finish brings the response to the client, and finds out whether the user is then signed in.
func (a *attempt) finish(ctx context.Context, response url.Values) error {
	return a.deliver(ctx, a.request, response)
}

// deliver brings a response to the redirect URI of a request, which may be that of another browser.
func (a *attempt) deliver(ctx context.Context, request, response url.Values) error {
	to, err := url.Parse(request.Get("redirect_uri"))
	if err != nil || to.Host == "" {
		return fmt.Errorf("redirect_uri is %q", request.Get("redirect_uri"))
	}
	var form url.Values
	if request.Get("response_mode") == "form_post" {
		form = response
	} else {
		query := to.Query()
		maps.Copy(query, response)
		to.RawQuery = query.Encode()
		a.callback = to
	}
	err = a.Open(ctx, to, form)
	a.last = len(a.c.provider.Records())
	if err != nil {
		return err
	}
	a.mark, err = a.c.look(ctx, a)
	return err
}

// signIn makes a whole attempt. It returns noRequestError if the client did not begin.
func (c *checker) signIn(ctx context.Context, conduct hostile.Conduct) (*attempt, error) {
	a, err := c.start(ctx, conduct)
	if err != nil {
		return a, err
	}
	return a, a.finish(ctx, c.provider.Authorize(a.request))
}

// records returns what the provider received during the attempt, at one endpoint.
func (a *attempt) records(e hostile.Endpoint) []hostile.Record {
	var found []hostile.Record
	for _, r := range a.c.provider.Records()[a.first:a.last] {
		if r.Endpoint == e {
			found = append(found, r)
		}
	}
	return found
}

// seen returns the responses that the browser got after the response of the authorization server.
func (a *attempt) seen() []navigation.Hop { return a.Hops[a.answered:] }
