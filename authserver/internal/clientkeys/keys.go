package clientkeys

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/fetch"
	"quartet.example/shared/jose"
)

// Fetcher gets a document from an address that a client chose.
type Fetcher interface {
	JSON(ctx context.Context, address string) (fetch.Answer, error)
}

// Keys knows the public keys of clients. It is safe for concurrent use.
type Keys struct {
	Fetch Fetcher
	Now   func() time.Time
	Log   *slog.Logger

	known sync.Map // client_id → jose.Keys
}

// Of returns the keys of the client, none for a client without.
func (k *Keys) Of(client *core.Client) jose.Keys {
	keys, has := k.known.Load(client.ID)
	if !has {
		keys, _ = k.known.LoadOrStore(client.ID, k.source(client))
	}
	return keys.(jose.Keys)
}

// source is a set that is parsed once, or one that is fetched.
func (k *Keys) source(client *core.Client) jose.Keys {
	switch {
	case len(client.JWKS) > 0:
		set, err := Parse(client.JWKS)
		if err != nil {
			k.Log.Error("keys of a client cannot be read", "client_id", client.ID, "cause", err)
		}
		return set
	case client.JWKSURI != "":
		return k.remote(client)
	}
	return jose.Set{}
}
