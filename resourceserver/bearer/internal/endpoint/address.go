package endpoint

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"quartet.example/shared/localnet"
)

// address returns the configured URL, or the URL from the metadata, which it reads once.
func (e *Endpoint) address(ctx context.Context) (string, error) {
	if e.URL != "" {
		return e.URL, nil
	}
	if found := e.found.Load(); found != nil {
		return *found, nil
	}
	at, err := e.Find(ctx, e.HTTP, e.Issuer)
	if err != nil {
		return "", err
	}
	if at == "" {
		return "", fmt.Errorf("the metadata of %s does not name the endpoint", e.Issuer)
	}
	if strings.HasPrefix(e.Issuer, "https:") && !strings.HasPrefix(at, "https:") {
		return "", errors.New("endpoint: is not https")
	}
	if err := localnet.RequireConfidential("endpoint", at); err != nil { // our credentials are sent to it
		return "", err
	}
	e.found.Store(&at)
	return at, nil
}
