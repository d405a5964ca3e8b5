package bearer

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"quartet.example/shared/localnet"

	"quartet.example/shared/oauth"
)

// Discover gives the metadata of an issuer (RFC 8414 §3). What names another
// issuer, or keys that anybody could replace, is refused.
func Discover(ctx context.Context, client *http.Client, issuer string) (oauth.ServerMetadata, error) {
	client = bounded(client)
	var errs []error
	for _, at := range wellKnown(issuer) {
		var metadata oauth.ServerMetadata
		err := fetch(ctx, client, at, &metadata)
		if err == nil {
			err = believable(metadata, issuer)
		}
		if err == nil {
			return metadata, nil
		}
		errs = append(errs, fmt.Errorf("%s: %w", at, err))
	}
	return oauth.ServerMetadata{}, errors.Join(errs...)
}

// wellKnown is where metadata may be: RFC 8414 §3.1 puts the well-known part
// before the path of the issuer, OpenID Connect Discovery §4 after it.
func wellKnown(issuer string) []string {
	origin, path := split(issuer)
	return []string{
		origin + "/.well-known/oauth-authorization-server" + path,
		origin + path + "/.well-known/openid-configuration",
	}
}

// split gives the origin and the path of an issuer, without the slash that ends the
// path (RFC 8414 §3.1). Both are "" if the issuer is not a URL; then no request is sent,
// because an address without a scheme is an error.
func split(issuer string) (origin, path string) {
	u, err := url.Parse(issuer)
	if err != nil {
		return "", ""
	}
	return u.Scheme + "://" + u.Host, strings.TrimSuffix(u.EscapedPath(), "/")
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

// trusted is for where keys come from: in clear they could be replaced on the way.
func trusted(name, address string) error {
	if err := localnet.Confidential(address); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
