package clientkeys

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/fetch"
)

// How long fetched keys are kept.
const (
	RetryEvery = 10 * time.Second // between two fetches for one client, whatever happens
	DefaultAge = time.Minute      // if the client's host does not say
	MaxAge     = 5 * time.Minute  // whatever it says
	StaleFor   = time.Hour        // the last set, while the host is away
)

var (
	errNoKeys     = errors.New("the client has registered no keys")
	errUnknownKey = errors.New("the client has no such key for this algorithm")
)

// Fetcher gets a document from an address that a client chose.
type Fetcher interface {
	JSON(ctx context.Context, address string) (fetch.Answer, error)
}

// Keys finds keys of clients. It is safe for concurrent use.
type Keys struct {
	Fetch Fetcher
	Now   func() time.Time

	remote sync.Map // client_id → *remote
	local  sync.Map // client_id → Set
}

// Find gives the client's key of that id for that algorithm. Its error is for
// the log: it says whether the key is unknown or could not be fetched.
func (k *Keys) Find(ctx context.Context, client *core.Client, kid, alg string) (crypto.PublicKey, error) {
	switch {
	case len(client.JWKS) > 0:
		return k.registered(client, kid, alg)
	case client.JWKSURI != "":
		known, _ := k.remote.LoadOrStore(client.ID, &remote{turn: make(chan struct{}, 1)})
		return k.fetched(ctx, known.(*remote), client.JWKSURI, kid, alg)
	}
	return nil, errNoKeys
}

// registered looks into jwks, which is parsed once.
func (k *Keys) registered(client *core.Client, kid, alg string) (crypto.PublicKey, error) {
	set, known := k.local.Load(client.ID)
	if !known {
		parsed, err := Parse(client.JWKS)
		if err != nil {
			return nil, err
		}
		set, _ = k.local.LoadOrStore(client.ID, parsed)
	}
	return found(set.(Set), kid, alg)
}

func found(set Set, kid, alg string) (crypto.PublicKey, error) {
	if key, ok := set.Find(kid, alg); ok {
		return key, nil
	}
	return nil, errUnknownKey
}

// fetched looks into what was fetched, and fetches if that is old or lacks the key.
func (k *Keys) fetched(ctx context.Context, r *remote, address, kid, alg string) (crypto.PublicKey, error) {
	set, fresh := r.look(k.Now())
	if key, ok := set.Find(kid, alg); ok && fresh {
		return key, nil
	}
	if err := k.refresh(ctx, r, address); err != nil {
		return nil, err
	}
	set, _ = r.look(k.Now())
	key, err := found(set, kid, alg)
	if err != nil {
		return nil, errors.Join(err, r.lastFailure())
	}
	return key, nil
}

// refresh fetches the set, unless somebody just did. The error is of the
// context; that of the fetch is kept.
func (k *Keys) refresh(ctx context.Context, r *remote, address string) error {
	select { // one fetch at a time for a client; who waited finds it done
	case r.turn <- struct{}{}:
		defer func() { <-r.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if !r.begin(k.Now()) {
		return nil
	}
	answer, err := k.Fetch.JSON(context.WithoutCancel(ctx), address) // others wait for it too; Fetch bounds its time
	if err != nil {
		r.keepFailure(fmt.Errorf("fetch keys: %w", err))
		return nil
	}
	set, err := Parse(answer.Body)
	if err != nil {
		r.keepFailure(fmt.Errorf("fetched keys: %w", err))
		return nil
	}
	r.keep(set, k.Now(), ageOf(answer.Header))
	return nil
}

// ageOf is how long the answer may be kept (RFC 9111 §5.2.2), within our bounds.
func ageOf(header http.Header) time.Duration {
	age := DefaultAge
	for directive := range strings.SplitSeq(header.Get("Cache-Control"), ",") {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
		switch name {
		case "no-store", "no-cache":
			return RetryEvery
		case "max-age":
			if seconds, err := strconv.ParseUint(strings.Trim(value, `"`), 10, 31); err == nil {
				age = time.Duration(seconds) * time.Second
			}
		}
	}
	return min(max(age, RetryEvery), MaxAge)
}
