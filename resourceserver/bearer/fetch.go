package bearer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"quartet.example/shared/jose"
	"quartet.example/shared/localnet"
)

const (
	maxDocument  = 1 << 20 // maximum size of metadata or a key set, in bytes
	maxRedirects = 3
	fetchTimeout = 3 * time.Second
)

// fetch decodes the JSON document at the address.
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

// fetchKeys fetches a JWK Set. It returns only the keys for algorithms that can be accepted.
func fetchKeys(ctx context.Context, client *http.Client, at string) (jose.Set, error) {
	var document json.RawMessage
	if err := fetch(ctx, client, at, &document); err != nil {
		return jose.Set{}, fmt.Errorf("%s: %w", at, err)
	}
	set, err := jose.ParseSet(document, jose.KeyRules{Algorithms: Algorithms()})
	if err != nil {
		return jose.Set{}, fmt.Errorf("%s: %w", at, err)
	}
	return set, nil
}

// bounded returns a copy of client, or of a default client, with a timeout, a limit of maxDocument,
// and the rule of followTrusted for redirects.
func bounded(client *http.Client) *http.Client {
	return localnet.NewClient(client, localnet.Options{Timeout: fetchTimeout, MaxBody: maxDocument, Redirect: followTrusted})
}

// followTrusted refuses a redirect from https to another scheme.
func followTrusted(r *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return errors.New("too many redirects")
	}
	if via[0].URL.Scheme == "https" && r.URL.Scheme != "https" {
		return errors.New("redirect out of https")
	}
	return localnet.RequireConfidential("redirect", r.URL.String())
}
