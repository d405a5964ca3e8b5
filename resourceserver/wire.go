package resourceserver

import (
	"errors"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/discovery"
	"quartet.example/resourceserver/internal/home"
	"quartet.example/resourceserver/internal/notes"
	"quartet.example/resourceserver/internal/openapi"
	"quartet.example/resourceserver/internal/redisstore"
	"quartet.example/shared/config"
	"quartet.example/shared/localnet"
	"quartet.example/shared/page"
	"quartet.example/shared/trace"
)

// parts are what endpoints are made of.
type parts struct {
	cfg  Config
	deps Deps
	documents
	revoked revocation
	tokens  *bearer.Validator
}

// wire makes the parts. Each step takes what it needs and returns what it makes, so the
// compiler checks their order.
func wire(cfg Config, deps Deps) (*parts, error) {
	d, err := wireDocuments(cfg)
	if err != nil {
		return nil, err
	}
	r, err := wireRevocation(cfg, deps)
	if err != nil {
		return nil, err
	}
	tokens, err := bearer.New(rules(cfg, deps, r))
	if err != nil {
		return nil, errors.Join(err, r.close())
	}
	return &parts{cfg, deps, d, r, tokens}, nil
}

// documents are what is written once, at start.
type documents struct {
	discovery *discovery.Handler
	openapi   *openapi.Handler
	home      *home.Handler
}

func wireDocuments(cfg Config) (d documents, err error) {
	if d.discovery, err = discovery.New(metadata(cfg)); err != nil {
		return d, err
	}
	if d.openapi, err = openapi.New(cfg.Resource, cfg.Issuer); err != nil {
		return d, err
	}
	d.home, err = home.New(addresses(cfg), page.Chrome{Role: trace.ResourceServer, Host: localnet.HostOf(cfg.Resource), Dev: cfg.Profile == config.Dev})
	return d, err
}

func (p *parts) notes() *notes.Handler {
	store := redisstore.New(p.deps.Redis, p.cfg.NoteRetention)
	return &notes.Handler{Tokens: p.tokens, Store: store, Now: p.deps.Now, DeleteMaxAge: p.cfg.DeleteMaxAge}
}
