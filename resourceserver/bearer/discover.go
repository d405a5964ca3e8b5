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

// Discover fetches the metadata of an issuer (RFC 8414 §3). It returns an error if no document can
// be read, if the metadata names another issuer, or if the key set could be replaced on the way,
// because its URL is not protected by TLS.
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

// wellKnown returns the two possible addresses of the metadata: RFC 8414 §3.1 puts the well-known
// path before the path of the issuer, OpenID Connect Discovery §4 after it.
func wellKnown(issuer string) []string {
	origin, path := split(issuer)
	return []string{
		origin + "/.well-known/oauth-authorization-server" + path,
		origin + path + "/.well-known/openid-configuration",
	}
}

// split returns the origin and the path of an issuer, without a slash at the end of the path (RFC
// 8414 §3.1). Both are "" if the issuer is not a URL. No request is sent then, because an address
// without a scheme is an error.
func split(issuer string) (origin, path string) {
	u, err := url.Parse(issuer)
	if err != nil {
		return "", ""
	}
	return u.Scheme + "://" + u.Host, strings.TrimSuffix(u.EscapedPath(), "/")
}

// believable returns an error for metadata that names another issuer (RFC 8414 §3.3), or that has a
// key set without TLS.
func believable(m oauth.ServerMetadata, issuer string) error {
	if m.Issuer != issuer {
		return fmt.Errorf("metadata is of issuer %q, not of %q", m.Issuer, issuer)
	}
	if strings.HasPrefix(issuer, "https:") && !strings.HasPrefix(m.JWKSURI, "https:") {
		return errors.New("jwks_uri: is not https")
	}
	return localnet.RequireConfidential("jwks_uri", m.JWKSURI) // over http, keys could be replaced on the way
}
