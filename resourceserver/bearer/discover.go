package bearer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"quartet.example/shared/oauth"
)

const maxDocument = 1 << 20 // metadata or keys, in bytes

// discover finds the jwks_uri of the issuer in its metadata.
func discover(ctx context.Context, client *http.Client, issuer string) (string, error) {
	var errs []error
	for _, at := range wellKnown(issuer) {
		metadata, err := fetchMetadata(ctx, client, at)
		if err == nil {
			err = believable(metadata, issuer)
		}
		if err == nil {
			return metadata.JWKSURI, nil
		}
		errs = append(errs, fmt.Errorf("%s: %w", at, err))
	}
	return "", errors.Join(errs...)
}

// wellKnown is where metadata may be: RFC 8414 §3.1 puts the well-known part
// before the path of the issuer, OpenID Connect Discovery §4 after it.
func wellKnown(issuer string) []string {
	u, err := url.Parse(issuer)
	if err != nil {
		return nil
	}
	origin, path := u.Scheme+"://"+u.Host, strings.TrimSuffix(u.EscapedPath(), "/")
	return []string{
		origin + "/.well-known/oauth-authorization-server" + path,
		origin + path + "/.well-known/openid-configuration",
	}
}

func fetchMetadata(ctx context.Context, client *http.Client, at string) (oauth.ServerMetadata, error) {
	var metadata oauth.ServerMetadata
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at, http.NoBody)
	if err != nil {
		return metadata, err
	}
	req.Header.Set("Accept", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return metadata, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return metadata, fmt.Errorf("answered %s", resp.Status)
	}
	return metadata, json.NewDecoder(resp.Body).Decode(&metadata)
}

// believable is RFC 8414 §3.3: metadata that names another issuer is not used.
func believable(m oauth.ServerMetadata, issuer string) error {
	if m.Issuer != issuer {
		return fmt.Errorf("metadata is of issuer %q, not of %q", m.Issuer, issuer)
	}
	if strings.HasPrefix(issuer, "https:") && !strings.HasPrefix(m.JWKSURI, "https:") {
		return errors.New("jwks_uri: is not https")
	}
	return trusted("jwks_uri", m.JWKSURI)
}

// trusted wants https, or http on loopback, where nobody listens in.
func trusted(name, s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	case u.Host == "" || u.User != nil || u.Fragment != "":
		return fmt.Errorf("%s: %q is not an https URL", name, s)
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	}
	return fmt.Errorf("%s: %q must be https: keys that come in clear can be replaced on the way", name, s)
}

func isLoopback(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback()
	}
	host = strings.ToLower(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") // RFC 6761 §6.3
}

// bounded is client, or one of our own, that reads no more than maxDocument.
func bounded(client *http.Client) *http.Client {
	if client == nil {
		client = &http.Client{Timeout: fetchTimeout, Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: 2 * time.Second}).DialContext,
			ForceAttemptHTTP2: true, IdleConnTimeout: time.Minute,
		}}
	}
	limited := *client
	limited.Transport = limit{client.Transport}
	return &limited
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
