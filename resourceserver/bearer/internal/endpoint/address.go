package endpoint

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/localnet"
)

// address is the configured one, or the discovered one, found once.
func (e *Endpoint) address(ctx context.Context) (string, error) {
	if e.URL != "" {
		return e.URL, nil
	}
	if found := e.found.Load(); found != nil {
		return *found, nil
	}
	metadata, err := bearer.Discover(ctx, e.HTTP, e.Issuer)
	if err != nil {
		return "", err
	}
	at := e.Find(metadata)
	if at == "" {
		return "", fmt.Errorf("the metadata of %s does not name the endpoint", e.Issuer)
	}
	if strings.HasPrefix(e.Issuer, "https:") && !strings.HasPrefix(at, "https:") {
		return "", errors.New("endpoint: is not https")
	}
	if err := trusted("endpoint", at); err != nil {
		return "", err
	}
	e.found.Store(&at)
	return at, nil
}

// trusted wants https, or http on this machine, where nobody listens in.
func trusted(name, s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	case u.Host == "" || u.User != nil || u.Fragment != "":
		return fmt.Errorf("%s: %q is not an https URL", name, s)
	case u.Scheme == "https", u.Scheme == "http" && onThisMachine(u.Hostname()):
		return nil
	}
	return fmt.Errorf("%s: %q must be https: it gets our credentials", name, s)
}

func onThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return localnet.IsLocal(host) || ip != nil && ip.IsLoopback()
}
