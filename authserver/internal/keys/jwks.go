package keys

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// maxAge is how long verifiers may cache the JWKS.
const maxAge = 5 * time.Minute

// document is the encoded JWKS.
type document struct {
	body []byte
	etag string
}

// publicDocument encodes the public keys (RFC 7517 §5). They are sorted by algorithm and kid,
// so that all replicas publish the same document.
func publicDocument(keys map[string]jose.SigningKey) (document, error) {
	ordered := slices.SortedFunc(maps.Values(keys), func(a, b jose.SigningKey) int {
		return cmp.Or(cmp.Compare(a.Algorithm, b.Algorithm), cmp.Compare(a.ID, b.ID))
	})
	set := jose.Set{}
	for _, key := range ordered {
		set.Keys = append(set.Keys, key.Public())
	}
	body, err := json.Marshal(set)
	if err != nil {
		return document{}, fmt.Errorf("encode key set: %w", err)
	}
	return document{body: body, etag: `"` + oauth.Fingerprint(string(body)) + `"`}, nil
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
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "public, max-age="+strconv.Itoa(int(maxAge/time.Second)))
	h.Set("Etag", s.jwks.etag)
	if c.Request().Header.Get("If-None-Match") == s.jwks.etag {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, "application/jwk-set+json", s.jwks.body) // RFC 7517 §8.5.2
}

// complete waits until each algorithm has a key, and returns all keys. Verifiers would cache
// a set that lacks a key, and refuse the first tokens of that key.
func (r *Ring) complete(ctx context.Context) (*snapshot, error) {
	s := r.keys.Load()
	if len(s.current) == len(Algorithms()) {
		return s, nil
	}
	if err := r.complement(ctx, Algorithms()...); err != nil {
		return nil, err
	}
	return r.keys.Load(), nil
}
