package bearer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"quartet.example/shared/localnet"
)

const (
	maxDocument  = 1 << 20 // metadata or keys, in bytes
	maxRedirects = 3
)

// fetch gets a JSON document.
func fetch(ctx context.Context, client *http.Client, at string, document any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at, http.NoBody)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("answered %s", resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(document)
}

// fetchKeys gets a JWK Set. Without the member keys it is none (RFC 7517 §5.1):
// some proxies answer 200 whatever happened, and that withdraws no key.
func fetchKeys(ctx context.Context, client *http.Client, at string) (keySet, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := fetch(ctx, client, at, &set); err != nil {
		return nil, fmt.Errorf("%s: %w", at, err)
	}
	if set.Keys == nil {
		return nil, fmt.Errorf("%s: not a JWK Set", at)
	}
	return newKeySet(set.Keys), nil
}

// bounded is client, or one of our own, that reads no more than maxDocument.
func bounded(client *http.Client) *http.Client {
	if client == nil {
		dialer := &localnet.Dialer{Dialer: net.Dialer{Timeout: 2 * time.Second}} // auth.localhost is loopback (RFC 6761 §6.3)
		client = &http.Client{Timeout: fetchTimeout, Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext,
			ForceAttemptHTTP2: true, IdleConnTimeout: time.Minute,
		}}
	}
	limited := *client
	limited.Transport = limit{client.Transport}
	limited.CheckRedirect = func(r *http.Request, via []*http.Request) error {
		if err := followTrusted(r, via); err != nil || client.CheckRedirect == nil {
			return err
		}
		return client.CheckRedirect(r, via)
	}
	return &limited
}

// followTrusted keeps a redirect from leading out of https.
func followTrusted(r *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return errors.New("too many redirects")
	}
	if via[0].URL.Scheme == "https" && r.URL.Scheme != "https" {
		return errors.New("redirect out of https")
	}
	return trusted("redirect", r.URL.String())
}

type limit struct{ next http.RoundTripper }

func (l limit) RoundTrip(r *http.Request) (*http.Response, error) {
	next := l.next
	if next == nil {
		next = http.DefaultTransport
	}
	resp, err := next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, maxDocument), resp.Body}
	return resp, nil
}
