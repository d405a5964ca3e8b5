package keys_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/keys"
	"quartet.example/authserver/internal/storetest"
)

func algorithms(r *keys.Ring) map[string]bool {
	has := map[string]bool{}
	for _, k := range r.List() {
		has[k.Algorithm] = true
	}
	return has
}

// The first start does not wait for an RSA key, and a server that nobody asks for one never makes
// one before its first Refresh.
func TestTheRSAKeyIsGeneratedWhenItIsNeeded(t *testing.T) {
	for name, need := range map[string]func(*testing.T, *keys.Ring){
		"by Refresh, in the background": func(t *testing.T, r *keys.Ring) {
			if err := r.Refresh(t.Context()); err != nil {
				t.Error(err)
			}
		},
		"for the JWKS": func(t *testing.T, r *keys.Ring) { jwks(t, r) },
		"for an ID token": func(t *testing.T, r *keys.Ring) {
			if _, err := r.IDTokenKey("RS256"); err != nil {
				t.Error(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := replicas(t)("s")
			if err != nil {
				t.Fatal(err)
			}
			if has := algorithms(r); has["RS256"] || !has["ES256"] || !has["EdDSA"] {
				t.Errorf("after the start there are keys of %v, want ES256 and EdDSA", has)
			}
			need(t, r)
			if !algorithms(r)["RS256"] {
				t.Error("there is no RSA key")
			}
		})
	}
}

// ending is a store whose caller gives up while the keys are generated.
type ending struct {
	keys.Store
	end      context.CancelFunc
	replaced int
}

func (s *ending) FindKeys(ctx context.Context) ([]core.SigningKey, int64, error) {
	defer s.end()
	return s.Store.FindKeys(ctx)
}

func (s *ending) ReplaceKeys(ctx context.Context, version int64, all []core.SigningKey) (bool, error) {
	s.replaced++
	return s.Store.ReplaceKeys(ctx, version, all)
}

// A server that closes while a key is generated does not wait for the key, and stores nothing.
func TestAClosedServerStoresNoKey(t *testing.T) {
	store, clock := storetest.New(t)
	ctx, end := context.WithCancel(t.Context())
	closing := &ending{Store: store, end: func() {}}
	r, err := keys.New(ctx, keys.Options{Store: closing, Box: box("s"), Now: clock.Now, Overlap: overlap})
	if err != nil {
		t.Fatal(err)
	}
	closing.end, closing.replaced = end, 0
	if err := r.Refresh(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if closing.replaced > 0 || algorithms(r)["RS256"] {
		t.Errorf("the store was written %d times, the keys are %v", closing.replaced, algorithms(r))
	}
}

// A client that asks for the JWKS and gives up must not discard the key: by asking again and again, it
// could make the server generate many RSA keys at the same time.
func TestAKeyIsKeptWhenTheClientGivesUp(t *testing.T) {
	store, clock := storetest.New(t)
	left := &ending{Store: store, end: func() {}}
	r, err := keys.New(t.Context(), keys.Options{Store: left, Box: box("s"), Now: clock.Now, Overlap: overlap})
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	r.Mount(e)
	ctx, giveUp := context.WithCancel(t.Context())
	left.end = giveUp
	e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/jwks", nil))
	if !algorithms(r)["RS256"] {
		t.Error("the RSA key was discarded")
	}
}

// Hundreds of issuers of a test suite must not generate hundreds of RSA keys that nobody needs.
func TestRSAOnDemandGeneratesNothingInTheBackground(t *testing.T) {
	store, clock := storetest.New(t)
	r, err := keys.New(t.Context(), keys.Options{Store: store, Box: box("s"), Now: clock.Now, Overlap: overlap, RSAOnDemand: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Refresh(t.Context()); err != nil || algorithms(r)["RS256"] {
		t.Errorf("after Refresh: %v, the keys are %v", err, algorithms(r))
	}
	if _, err := r.IDTokenKey("RS256"); err != nil || !algorithms(r)["RS256"] {
		t.Errorf("after a request that needs it: %v, the keys are %v", err, algorithms(r))
	}
}
