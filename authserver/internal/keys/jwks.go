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

// publicSet encodes the public keys (RFC 7517 §5). They are sorted by algorithm and kid, so that all
// replicas publish the same document.
func publicSet(keys map[string]jose.SigningKey) ([]byte, error) {
	ordered := slices.SortedFunc(maps.Values(keys), func(a, b jose.SigningKey) int {
		return cmp.Or(cmp.Compare(a.Algorithm, b.Algorithm), cmp.Compare(a.ID, b.ID))
	})
	set := jose.Set{}
	for _, key := range ordered {
		set.Keys = append(set.Keys, key.Public())
	}
	body, err := json.Marshal(set)
	if err != nil {
		return nil, fmt.Errorf("encode key set: %w", err)
	}
	return body, nil
}

// Outdated returns the JWK Set of before the last rotation, without the keys that sign since then, or nil
// if no other keys signed since the start of this process. Tests serve it to clients, as a cache in
// between would.
func (r *Ring) Outdated() []byte { return r.keys.Load().outdated }

// replaced returns the JWK Set of the snapshot before, if s has other keys that sign.
func (s *snapshot) replaced(before *snapshot) ([]byte, error) {
	if before == nil {
		return nil, nil // no keys before, and no error
	}
	old := maps.Clone(before.byID)
	rotated := false
	for alg, key := range s.current {
		if was, had := before.current[alg]; had && was.ID != key.ID {
			delete(old, key.ID)
			rotated = true
		}
	}
	if !rotated {
		return before.outdated, nil
	}
	return publicSet(old)
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
