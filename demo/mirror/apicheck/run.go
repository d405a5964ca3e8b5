package apicheck

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"quartet.example/demo/mirror/report"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/forge"
)

// run is one check of one API.
type run struct {
	Options
	issuer *issuer
	http   *http.Client
	text   report.Text

	key     jose.SigningKey // signs valid tokens
	second  jose.SigningKey // another key of the issuer
	foreign jose.SigningKey // a key that the issuer does not publish
	holder  jose.SigningKey // DPoP key of the client; its ID is the thumbprint

	rotated *jose.SigningKey // the key that api.jwks.rotation has added; nil: the API does not accept it
	strange *strangeSet      // the set of api.jwks.unreadable; nil: the API does not have it

	nonce     string // the latest DPoP-Nonce of the API
	check     *check // the one that is being made
	exchanges []*exchange
}

// Run serves an issuer, waits until the API trusts it, and attacks the API. It writes to text what to
// configure, and each result as soon as it is known. The error is about the settings; everything that
// happens later is in the report.
func Run(ctx context.Context, o Options, text report.Text) (*report.Report, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	r := &run{Options: o, http: newClient(), text: text}
	if err := r.makeKeys(); err != nil {
		return nil, err
	}
	stop, err := r.serve(ctx)
	if err != nil {
		return nil, err
	}
	defer stop()
	rep := &report.Report{Command: "quartet check-api", Target: o.Method + " " + o.URL, Started: o.Now()}
	if rep.Problem = r.baseline(ctx); rep.Problem == "" {
		err = r.attack(ctx, rep)
	}
	rep.Took = o.Now().Sub(rep.Started).Seconds()
	return rep, err
}

func (r *run) makeKeys() (err error) {
	if r.foreign, err = forge.Foreign(r.Alg); err != nil {
		return err
	}
	for _, key := range []*jose.SigningKey{&r.key, &r.second} {
		if *key, err = jose.Generate(r.Alg, ""); err != nil {
			return err
		}
	}
	r.holder, err = jose.Generate("ES256", "")
	return err
}

// attack makes all chosen checks in order. It stops when ctx ends.
func (r *run) attack(ctx context.Context, rep *report.Report) error {
	for _, c := range catalogue() {
		if !r.chosen(c.ID) {
			continue
		}
		result := c.make(ctx, r)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		rep.Add(result)
		if err := r.text.Result(result); err != nil {
			return err
		}
	}
	return nil
}

// tell writes a line about the progress.
func (r *run) tell(format string, values ...any) {
	_, _ = fmt.Fprintf(r.text.W, format+"\n", values...)
}

// until calls done every half second until it returns true, at most for limit.
func (r *run) until(ctx context.Context, limit time.Duration, done func() bool) bool {
	for end := r.Now().Add(limit); !done(); r.Sleep(ctx, time.Second/2) {
		if ctx.Err() != nil || !r.Now().Before(end) {
			return false
		}
	}
	return true
}
