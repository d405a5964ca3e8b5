package backchannel

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// delivery is the news of one session for one client.
type delivery struct {
	*Notifier
	client       *core.Client
	subject, sid string
	tried        func() // called after the first try
}

// errRefused is an answer after which another try would be answered the same.
var errRefused = errors.New("the client refuses")

// errNotSent is a failure before the client was asked, which another try would meet
// again: its address may not be fetched, or there is no token.
var errNotSent = errors.New("the logout token was not sent")

// run tries until the client knows, or refuses, or there were enough tries.
func (d *delivery) run(ctx context.Context) {
	defer d.tried()
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx)) // the request ends, this goes on
	defer cancel()
	defer context.AfterFunc(d.ctx, cancel)()

	err := d.try(ctx)
	d.tried()
	tries, last := 1, false
	for ; err != nil && !errors.Is(err, errRefused) && !errors.Is(err, errNotSent) && tries <= len(d.Pauses) && !last; tries++ {
		last = d.pause(d.Pauses[tries-1])
		err = d.try(ctx)
	}
	if err != nil {
		d.Log.WarnContext(ctx, "client not told of a sign-out", "client_id", d.client.ID, "session", oauth.Fingerprint(d.sid), "tries", tries, "cause", err)
		return
	}
	d.Log.InfoContext(ctx, "client told of a sign-out", "client_id", d.client.ID, "session", oauth.Fingerprint(d.sid), "tries", tries)
}

// pause waits, or tells that the server is closing.
func (d *delivery) pause(wait time.Duration) (closing bool) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return false
	case <-d.stopping:
		return true
	}
}

// try posts a new logout token: the last one may have expired (§2.5).
func (d *delivery) try(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, d.Timeout)
	defer cancel()
	select {
	case d.wire <- struct{}{}:
		defer func() { <-d.wire }()
	case <-ctx.Done():
		return ctx.Err()
	}
	token, err := d.Tokens.LogoutToken(d.client, d.subject, d.sid)
	if err != nil {
		return errors.Join(errNotSent, err)
	}
	answer, err := d.HTTP.PostForm(ctx, d.client.BackchannelLogoutURI, url.Values{"logout_token": {token}})
	if err != nil {
		return hopeless(err)
	}
	return verdict(answer.Status)
}

// verdict reads the status (§2.8).
func verdict(status int) error {
	switch {
	case status == http.StatusOK, status == http.StatusNoContent:
		return nil
	case status >= 500, status == http.StatusTooManyRequests, status == http.StatusRequestTimeout:
		return fmt.Errorf("the client answers %d", status)
	}
	return fmt.Errorf("%w: it answers %d", errRefused, status)
}

// hopeless marks what a further try would meet again: an address that must not
// be asked, an answer without end. It takes the address out of an error of
// net/http: its query may hold what the log should not.
func hopeless(err error) error {
	var refused *oauth.Error
	if errors.As(err, &refused) {
		return errors.Join(errNotSent, refused.Unwrap())
	}
	var quoted *url.Error
	if errors.As(err, &quoted) {
		return quoted.Err
	}
	return err
}
