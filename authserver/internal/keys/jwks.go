package keys

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/jose"
	"quartet.example/shared/web"
)

// maxAge is how long verifiers may cache the JWKS.
const maxAge = 5 * time.Minute

// publicDocument encodes the public keys (RFC 7517 §5). They are sorted by algorithm and kid,
// so that all replicas publish the same document.
func publicDocument(keys map[string]jose.SigningKey) (web.Document, error) {
	ordered := slices.SortedFunc(maps.Values(keys), func(a, b jose.SigningKey) int {
		return cmp.Or(cmp.Compare(a.Algorithm, b.Algorithm), cmp.Compare(a.ID, b.ID))
	})
	set := jose.Set{}
	for _, key := range ordered {
		set.Keys = append(set.Keys, key.Public())
	}
	body, err := json.Marshal(set)
	if err != nil {
		return web.Document{}, fmt.Errorf("encode key set: %w", err)
	}
	return web.NewDocument("application/jwk-set+json", body, maxAge), nil // RFC 7517 §8.5.2
}

// Mount serves the JWKS.
func (r *Ring) Mount(e *echo.Echo) {
	web.Read(e, "/jwks", r.serve) // RFC 7517 §5, RFC 8414 §2
}

func (r *Ring) serve(c echo.Context) error {
	s, err := r.complete(c.Request().Context())
	if err != nil {
		return err
	}
	return s.jwks.Serve(c)
}

// complete waits until each algorithm has a key, and returns all keys. Verifiers would cache
// a set that lacks a key, and refuse the first tokens of that key. It does not stop when the client
// gives up: a client that does so again and again would make the server generate many keys.
func (r *Ring) complete(ctx context.Context) (*snapshot, error) {
	s := r.keys.Load()
	if len(s.current) == len(Algorithms()) {
		return s, nil
	}
	if err := r.generateMissing(context.WithoutCancel(ctx), Algorithms()...); err != nil {
		return nil, err
	}
	return r.keys.Load(), nil
}
