package naive

import (
	"cmp"
	"context"
	"crypto"
	"errors"
	"io"
	"math"
	"net/http"
	"sync"
	"time"

	"quartet.example/shared/jose"
)

const (
	fetchEvery = 10 * time.Second
	maxSet     = 1 << 20
)

var errNoKey = errors.New("there is no such key")

// keys are the keys of the issuer.
type keys struct {
	mu      sync.Mutex
	set     jose.Set
	fetched time.Time
}

// Find returns the key that the header of a token names (jose.Keys).
func (a *API) Find(ctx context.Context, h jose.Header) (crypto.PublicKey, error) {
	if a.Holes.TrustJWK && h.JWK != nil {
		key, err := jose.ParseKey(h.JWK, jose.KeyRules{})
		return key.Public, err
	}
	a.keys.mu.Lock()
	defer a.keys.mu.Unlock()
	key, err := a.known(h)
	if err != nil && a.mayFetch() {
		a.fetch(ctx)
		return a.known(h)
	}
	return key, err
}

func (a *API) mayFetch() bool {
	first := a.keys.fetched.IsZero()
	return first || a.Holes.FetchAlways || !a.Holes.FetchOnce && a.Now().Sub(a.keys.fetched) >= fetchEvery
}

// known looks for the key in the set that was fetched last.
func (a *API) known(h jose.Header) (crypto.PublicKey, error) {
	for _, key := range a.keys.set.Keys {
		if key.ID != h.KeyID {
			continue
		}
		if a.Holes.AllowHMAC && h.Algorithm == "HS256" {
			return pemOf(key.Public)
		}
		if key.Verifies(h.Algorithm) {
			return key.Public, nil
		}
	}
	return nil, errNoKey
}

// published returns the key of the issuer with an id, for any algorithm.
func (a *API) published(ctx context.Context, kid string) (jose.Key, error) {
	a.keys.mu.Lock()
	defer a.keys.mu.Unlock()
	for range 2 {
		for _, key := range a.keys.set.Keys {
			if key.ID == kid {
				return key, nil
			}
		}
		if !a.mayFetch() {
			break
		}
		a.fetch(ctx)
	}
	return jose.Key{}, errNoKey
}

// fetch fetches the key set. After a failure the keys from before stay.
func (a *API) fetch(ctx context.Context) {
	a.keys.fetched = a.Now()
	set, err := a.download(ctx, a.Issuer+"/jwks")
	if err == nil || a.Holes.LoseKeys {
		a.keys.set = set
	}
}

func (a *API) download(ctx context.Context, address string) (jose.Set, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return jose.Set{}, err
	}
	resp, err := cmp.Or(a.HTTP, http.DefaultClient).Do(req)
	if err != nil {
		return jose.Set{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	limit := int64(maxSet)
	if a.Holes.Unlimited {
		limit = math.MaxInt64
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit))
	if err != nil {
		return jose.Set{}, err
	}
	set, err := jose.ParseSet(body, jose.KeyRules{})
	if a.Holes.AllOrNoKeys {
		err = errors.Join(append(set.Skipped, err)...)
	}
	return set, err
}
