package authserver

import (
	"quartet.example/authserver/internal/assertion"
	"quartet.example/authserver/internal/authorize"
	"quartet.example/authserver/internal/backchannel"
	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/clientauth"
	"quartet.example/authserver/internal/clientkeys"
	"quartet.example/authserver/internal/discovery"
	"quartet.example/authserver/internal/dpop"
	"quartet.example/authserver/internal/engine"
	"quartet.example/authserver/internal/issued"
	"quartet.example/authserver/internal/keys"
	"quartet.example/authserver/internal/mint"
	"quartet.example/authserver/internal/securityevents"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/config"
	proof "quartet.example/shared/dpop"
	"quartet.example/shared/web"
)

// parts are the components that the endpoints share.
type parts struct {
	opened
	documents
	issuing
	callers
	background
	people
}

// wire makes the parts. Each step takes the parts that it needs and returns those that
// it makes, so the compiler checks their order. An endpoint is a package, its
// constructor in endpoints.go or pages.go, and its line in routes.go.
func wire(o opened) (*parts, error) {
	d, err := wireDocuments(o)
	if err != nil {
		return nil, err
	}
	i, c := wireIssuing(o), wireCallers(o)
	b := wireBackground(o, i, c)
	return &parts{o, d, i, c, b, wirePeople(o, d, i, b)}, nil
}

// documents are built once, at start: the pages and the metadata.
type documents struct {
	pages     *ui.Pages
	discovery *discovery.Handler
}

func wireDocuments(o opened) (d documents, err error) {
	if d.pages, err = ui.New(ui.Options{Issuer: o.cfg.Issuer, Dev: o.cfg.Profile == config.Dev, Inspector: o.cfg.InspectorURL}); err != nil {
		return d, err
	}
	d.discovery, err = discovery.New(discovery.Options{
		Issuer: o.cfg.Issuer, Scopes: o.dir.ScopesSupported(), Claims: o.dir.ClaimRules().Names(),
		IDTokenAlgorithms: keys.Names(), RequirePAR: o.cfg.RequirePAR,
	})
	return d, err
}

// issuing makes codes and tokens, and verifies them.
type issuing struct {
	mint   *mint.Minter
	engine *engine.Engine
	tokens *issued.Tokens
}

func wireIssuing(o opened) issuing {
	minter := &mint.Minter{
		Issuer: o.cfg.Issuer, Keys: o.keys, Now: o.deps.Now,
		AccessTokenTTL: o.cfg.AccessTokenTTL, IDTokenTTL: o.cfg.IDTokenTTL, Users: o.dir, Scopes: o.dir,
	}
	return issuing{
		mint: minter,
		engine: engine.New(engine.Options{
			Store: o.store, Minter: minter, Now: o.deps.Now,
			CodeTTL: o.cfg.CodeTTL, GrantTTL: o.cfg.GrantTTL, OfflineGrantTTL: o.cfg.OfflineGrantTTL, GrantIdle: o.cfg.SessionIdle,
		}),
		tokens: issued.New(issued.Options{Issuer: o.cfg.Issuer, Keys: o.keys, Now: o.deps.Now, Revocations: o.store}),
	}
}

// callers authenticates clients and verifies DPoP proofs.
type callers struct {
	clients *clientauth.Authenticator // used by every endpoint that requires client authentication
	proofs  *dpop.Verifier
}

func wireCallers(o opened) callers {
	now := o.deps.Now
	proofs := &dpop.Verifier{Issuer: o.cfg.Issuer, Used: o.store, Now: now, Window: o.cfg.DPoPWindow}
	if o.cfg.DPoPNonce == "required" {
		proofs.Nonces = &proof.Nonces{Key: o.nonceKey[:], Now: now}
	}
	return callers{proofs: proofs, clients: &clientauth.Authenticator{
		Clients: o.dir, Realm: o.cfg.Issuer, Dev: o.cfg.Profile == config.Dev,
		Assertions: &assertion.Verifier{
			Issuer: o.cfg.Issuer, Keys: &clientkeys.Keys{Fetch: o.fetch, Now: now, Log: o.deps.Log}, Replays: o.store, Now: now,
			MaxTTL: o.cfg.AssertionTTL, Skew: o.cfg.AssertionSkew,
		},
		Guesses: &clientauth.Guesses{
			Shared: o.store, Address: web.RemoteAddress(o.cfg.TrustedProxies), Now: now,
			Limit: o.cfg.ClientAttempts, Window: o.cfg.ClientWindow,
		},
	}}
}

// background is the work that continues after a response was written.
type background struct {
	notices *backchannel.Notifier   // notifies clients of sessions that ended
	events  *securityevents.Handler // holds polls for revoked tokens open
}

func wireBackground(o opened, i issuing, c callers) background {
	return background{
		notices: backchannel.New(backchannel.Options{Clients: o.dir, Tokens: i.mint, HTTP: o.fetch, Log: o.deps.Log, Patience: o.cfg.LogoutPatience}),
		events:  &securityevents.Handler{Clients: c.clients, Exchanges: o.dir, Revocations: o.store, Signer: i.mint, Log: o.deps.Log, Patience: o.cfg.EventPollWait},
	}
}

// people manages the sessions of resource owners and sends their browsers back to the client.
type people struct {
	sessions  *browser.Sessions
	gate      *browser.Gate
	responder *authorize.Responder
}

func wirePeople(o opened, d documents, i issuing, b background) people {
	cfg, store, now := o.cfg, o.store, o.deps.Now
	sessions := &browser.Sessions{Store: store, Users: o.dir, Grants: store, Notices: b.notices, Now: now, TTL: cfg.SessionTTL, Idle: cfg.SessionIdle}
	return people{
		sessions:  sessions,
		gate:      &browser.Gate{Issuer: cfg.Issuer, Sessions: sessions, Transactions: store, Now: now, TTL: cfg.TransactionTTL},
		responder: &authorize.Responder{Issuer: cfg.Issuer, Codes: i.engine, Audiences: o.dir, Sessions: sessions, Pushed: store, Pages: d.pages, Log: o.deps.Log, Dev: cfg.Profile == config.Dev},
	}
}
