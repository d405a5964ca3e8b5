package walk

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"quartet.example/shared/oauth"
)

// post sends a form of the client to an endpoint of the authorization server (RFC 6749 §3.2). The client
// authenticates in the way that was registered for it (§2.3).
func (w *walker) post(ctx context.Context, part Part, endpoint string, form url.Values, change ...func(*http.Request)) (answer, error) {
	key, form := w.target.Clients[part], maps.Clone(form)
	method := w.method(key)
	basic := method == oauth.ClientSecretBasic
	if !basic {
		form.Set("client_id", key.ID)
	}
	if method == oauth.ClientSecretPost {
		form.Set("client_secret", key.Secret.Reveal())
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	if basic {
		r.SetBasicAuth(url.QueryEscape(key.ID), url.QueryEscape(key.Secret.Reveal()))
	}
	for _, c := range change {
		c(r)
	}
	return w.send(ctx, w.client, r)
}

// token sends a token request, and returns the response as the result of the flow so far.
func (w *walker) token(ctx context.Context, part Part, form url.Values) (oauth.TokenResponse, error) {
	a, err := w.post(ctx, part, w.metadata.TokenEndpoint, form)
	if err != nil {
		return oauth.TokenResponse{}, err
	}
	var t oauth.TokenResponse
	if err := a.expect(http.StatusOK); err != nil {
		return t, err
	}
	w.result(a)
	return t, a.decode(&t)
}

// get sends a request with an access token (RFC 6750 §2.1). An empty token sends none.
func (w *walker) get(ctx context.Context, address, scheme, token string, change ...func(*http.Request)) (answer, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Accept", "application/json")
	if token != "" {
		r.Header.Set("Authorization", scheme+" "+token)
	}
	for _, c := range change {
		c(r)
	}
	return w.send(ctx, w.client, r)
}

// api requests the API with an access token, if there is an API.
func (w *walker) api(ctx context.Context, path, token string) error {
	if w.target.API == "" {
		return nil
	}
	a, err := w.get(ctx, w.target.API+path, "Bearer", token)
	if err != nil {
		return err
	}
	return a.expect(http.StatusOK)
}

// scope returns the scope of a request: what the caller asks for, what was set for the client, or what the
// flow needs.
func (w *walker) scope(part Part, flows ...string) string {
	return cmp.Or(strings.Join(w.options.Scope, " "), strings.Join(w.target.Clients[part].Scope, " "), strings.Join(flows, " "))
}

// withScope adds the scope, if there is one.
func (w *walker) withScope(form url.Values, part Part, flows ...string) url.Values {
	if s := w.scope(part, flows...); s != "" {
		form.Set("scope", s)
	}
	return form
}
