package clientcheck

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
	"quartet.example/demo/navigation"
	"quartet.example/shared/localnet"
)

// Options are the settings of a run.
type Options struct {
	StartURL    string         // begins a sign-in
	SignedIn    string         // a page of the client that answers 2xx only to users who are signed in; "": compare with the honest sign-in
	ReturnParam string         // the parameter of StartURL with the address after the sign-in; "": there is none
	Patience    time.Duration  // how long the client may take for a response
	KeyWait     time.Duration  // how long to wait until the client fetches keys again
	Only, Skip  []string       // ids of defences
	RootCAs     *x509.CertPool // of the client's certificate; nil: those of the system
	Now         func() time.Time
}

// checker is a run.
type checker struct {
	Options
	provider *hostile.Provider
	client   *http.Client
	honest   mark            // how a sign-in ends that the client accepts
	baseline []*attempt      // the honest sign-ins
	failed   map[string]bool // ids of the defences that are missing so far
	metadata *attempt        // with metadata of another issuer, nil if it was not made
	oddKeys  *attempt        // with unreadable keys in the JWK Set

	oddKeysOfOther *attempt // the same as another issuer, if the client has accepted its metadata
	oddKeysFetched bool     // whether the client has fetched them
}

// Run attacks a client that is configured for the provider, and calls each with every result. It returns a
// report with a Problem if no honest sign-in was possible. The error is one of ctx or of each.
func Run(ctx context.Context, p *hostile.Provider, o Options, each func(report.Result) error) (*report.Report, error) {
	c := &checker{Options: o, provider: p, failed: map[string]bool{}, client: o.client()}
	r := &report.Report{Command: "quartet check-client", Target: o.StartURL, Started: o.Now()}
	defer func() { r.Took = o.Now().Sub(r.Started).Seconds() }()
	if problem := c.begin(ctx); problem != nil {
		r.Problem = problem.Error()
		return r, ctx.Err()
	}
	for _, s := range scenarios() {
		if !c.chosen(s.ID) {
			continue
		}
		result := s.run(ctx, c)
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		r.Add(result)
		c.failed[s.ID] = result.Outcome == report.Fail || result.Outcome == report.Warn
		if err := each(result); err != nil {
			return r, err
		}
	}
	return r, nil
}

// client returns the HTTP client of all browsers.
func (o Options) client() *http.Client {
	transport := localnet.Transport()
	transport.TLSClientConfig = &tls.Config{RootCAs: o.RootCAs}
	return localnet.NewClient(&http.Client{Transport: transport}, localnet.Options{Timeout: o.Patience, MaxBody: 4 << 20})
}

// begin makes the attacks that must come first, and the honest sign-ins.
func (c *checker) begin(ctx context.Context) error {
	if err := c.settings(); err != nil {
		return err
	}
	c.coldStart(ctx)
	err := c.signInHonestly(ctx)
	if err != nil && c.deceived() {
		err = c.expectOther(ctx)
	}
	return err
}

// settings returns an error for an unknown id.
func (c *checker) settings() error {
	for _, id := range slices.Concat(c.Only, c.Skip) {
		if !slices.ContainsFunc(Defences(), func(d report.Defence) bool { return matches(d.ID, id) }) {
			return fmt.Errorf("there is no defence %q; --list prints all", id)
		}
	}
	return nil
}

// chosen reports whether the settings let a defence be tested.
func (c *checker) chosen(id string) bool {
	in := func(list []string) bool {
		return slices.ContainsFunc(list, func(one string) bool { return matches(id, one) })
	}
	return (len(c.Only) == 0 || in(c.Only)) && !in(c.Skip)
}

// matches reports whether a name chooses an id: it is the id, or the beginning of it up to a point.
func matches(id, name string) bool { return id == name || strings.HasPrefix(id, name+".") }

// newBrowser returns a browser that stops at the authorization endpoint.
func (c *checker) newBrowser() *browser {
	endpoint := c.provider.AuthorizationEndpoint() + "?"
	stops := func(to *url.URL) bool { return strings.HasPrefix(to.String(), endpoint) }
	return &browser{navigation.Browser{Client: c.client, Jar: navigation.Jar{}, Stops: stops}}
}
