package walk

import (
	"context"
	"net/http"
	"net/url"
)

// introspect gets a token, and lets the API ask about it (RFC 7662 §2).
func (w *walker) introspect(ctx context.Context) error {
	t, err := w.ownToken(ctx)
	if err != nil {
		return err
	}
	return w.ask(ctx, t.AccessToken, true)
}

// ask sends an introspection request. active is the answer that the flow needs.
func (w *walker) ask(ctx context.Context, token string, active bool) error {
	a, err := w.post(ctx, API, w.metadata.IntrospectionEndpoint, url.Values{"token": {token}, "token_type_hint": {"access_token"}})
	if err != nil {
		return err
	}
	var told struct {
		Active bool `json:"active"`
	}
	if err := a.expect(http.StatusOK); err != nil {
		return err
	}
	if err := a.decode(&told); err != nil {
		return err
	}
	w.result(a)
	if told.Active != active {
		return &Refused{Hop: a.hop, Why: "the answer is the opposite of what the flow needs"}
	}
	return nil
}

// revoke ends a token before it expires (RFC 7009 §2). If the server has introspection, it is asked before
// and after.
func (w *walker) revoke(ctx context.Context) error {
	t, err := w.ownToken(ctx)
	if err != nil {
		return err
	}
	asks := w.metadata.IntrospectionEndpoint != ""
	if asks {
		if err := w.ask(ctx, t.AccessToken, true); err != nil {
			return err
		}
	}
	a, err := w.post(ctx, Machine, w.metadata.RevocationEndpoint, url.Values{"token": {t.AccessToken}, "token_type_hint": {"access_token"}})
	if err != nil {
		return err
	}
	if err := a.expect(http.StatusOK); err != nil || !asks {
		return err
	}
	return w.ask(ctx, t.AccessToken, false)
}
