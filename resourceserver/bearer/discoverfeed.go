package bearer

import (
	"context"
	"fmt"
	"net/http"

	"quartet.example/shared/securityevent"
)

// DiscoverFeed fetches the metadata of an issuer's feed of revoked tokens (OpenID Shared Signals
// Framework 1.0 §7.2). It returns an error if the document cannot be read, names another issuer
// (compared octet by octet, §7.2.4), or offers no polling (RFC 8936). Its jwks_uri is not used: the
// keys of the feed are those of Discover.
func DiscoverFeed(ctx context.Context, client *http.Client, issuer string) (securityevent.Configuration, error) {
	origin, path := split(issuer)
	at := origin + securityevent.ConfigurationPath + path
	var feed securityevent.Configuration
	err := fetch(ctx, bounded(client), at, &feed)
	switch {
	case err != nil:
	case feed.Issuer != issuer:
		err = fmt.Errorf("the feed is of issuer %q, not of %q", feed.Issuer, issuer)
	case feed.Delivery.Method != securityevent.PollMethod:
		err = fmt.Errorf("delivery is by %q, not by %q", feed.Delivery.Method, securityevent.PollMethod)
	}
	if err != nil {
		return securityevent.Configuration{}, fmt.Errorf("%s: %w", at, err)
	}
	return feed, nil
}
