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

// delivery is the notification of one client that one session has ended.
type delivery struct {
	*Notifier
	client       *core.Client
	subject, sid string
	tried        func() // called after the first attempt
}

// errRefused means that the client refused the logout token. A retry would be refused too.
var errRefused = errors.New("the client refused the logout token")

// errNotSent means that no request was made, because the address may not be fetched or there is no
// token. A retry would fail in the same way.
var errNotSent = errors.New("the logout token was not sent")

// run sends the logout token until the client accepts or refuses it, or the attempts are used up.
func (d *delivery) run(ctx context.Context) {
	defer d.tried()
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx)) // continue after the end of the user's request
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
		d.Log.WarnContext(ctx, "client was not notified of a sign-out", "client_id", d.client.ID, "session", oauth.Fingerprint(d.sid), "tries", tries, "cause", err)
		return
	}
	d.Log.InfoContext(ctx, "client was notified of a sign-out", "client_id", d.client.ID, "session", oauth.Fingerprint(d.sid), "tries", tries)
}

// pause waits. It returns true at once if the server is closing.
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

// try posts a new logout token, because that of the last attempt may have expired (§2.5).
func (d *delivery) try(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, d.Timeout)
	defer cancel()
	select {
	case d.wire <- struct{}{}:
		defer func() { <-d.wire }()
	case <-ctx.Done():
		return ctx.Err()
	}
	token, err := d.Tokens.LogoutToken(ctx, d.client, d.subject, d.sid)
	if err != nil {
		return errors.Join(errNotSent, err)
	}
	answer, err := d.HTTP.PostForm(ctx, d.client.BackchannelLogoutURI, url.Values{"logout_token": {token}})
	if err != nil {
		return hopeless(err)
	}
	return verdict(answer.Status)
}

// verdict returns nil if the status of the response means success (§2.8), and errRefused if a retry
// is useless.
func verdict(status int) error {
	switch {
	case status == http.StatusOK, status == http.StatusNoContent:
		return nil
	case status >= 500, status == http.StatusTooManyRequests, status == http.StatusRequestTimeout:
		return fmt.Errorf("the client answered with status %d", status)
	}
	return fmt.Errorf("%w: status %d", errRefused, status)
}

// hopeless adds errNotSent to an error that a retry would meet again: an address that may not be
// fetched, or a response that is too long. It removes the URL from an error of net/http, because
// the query of the URL may contain secrets and the error is logged.
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
