package authserver

import (
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"

	"quartet.example/authserver/internal/account"
	"quartet.example/authserver/internal/authorize"
	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/consent"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/engine"
	"quartet.example/authserver/internal/issued"
	"quartet.example/authserver/internal/login"
	"quartet.example/authserver/internal/logout"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
	"quartet.example/shared/seal"
)

// wireFrontChannel makes what the resource owner's browser comes to.
func (s *Server) wireFrontChannel(codes *engine.Engine, tokens *issued.Tokens) error {
	cfg, store, dir, log, now := s.cfg, s.store, s.dir, s.deps.Log, s.deps.Now
	pages, err := ui.New(ui.Options{Issuer: cfg.Issuer, Dev: cfg.Profile == config.Dev, Inspector: cfg.InspectorURL})
	if err != nil {
		return err
	}
	s.pages = pages
	knownBox, err := s.knownBox()
	if err != nil {
		return err
	}
	sessions := &browser.Sessions{Store: store, Users: dir, Grants: store, Notices: s.notices, Now: now, TTL: cfg.SessionTTL, Idle: cfg.SessionIdle}
	gate := &browser.Gate{Issuer: cfg.Issuer, Sessions: sessions, Transactions: store, Now: now, TTL: cfg.TransactionTTL}
	responder := &authorize.Responder{Issuer: cfg.Issuer, Codes: codes, Audiences: dir, Sessions: sessions, Pushed: store, Pages: pages, Log: log}

	s.authorize = &authorize.Handler{
		Clients: dir, Scopes: dir, Hints: tokens, Transactions: store, Consents: store,
		Sessions: sessions, Responder: responder, Now: now, TransactionTTL: cfg.TransactionTTL,
		Pushed: store, RequirePAR: cfg.RequirePAR,
	}
	s.login = &login.Handler{
		Issuer: cfg.Issuer, Users: dir, Clients: dir, Transactions: store, Attempts: store, Sessions: sessions,
		Responder: responder, Pages: pages, Log: log, AddressLimit: cfg.LoginAddressAttempts,
		Known:  &browser.Known{Box: knownBox, Now: now, TTL: cfg.KnownBrowserTTL},
		Limits: core.SignInLimits{Origin: cfg.LoginAttempts, Account: cfg.LoginAccountAttempts, Window: cfg.LoginWindow},
	}
	s.consent = &consent.Handler{
		Issuer: cfg.Issuer, Clients: dir, Scopes: dir, Transactions: store, Consents: store, Sessions: sessions,
		Responder: responder, Pages: pages, Log: log, Now: now, TTL: cfg.ConsentTTL,
	}
	s.account = &account.Handler{
		Issuer: cfg.Issuer, Gate: gate, Sessions: sessions, Clients: dir, Scopes: dir, Access: store, Pages: pages, Log: log,
	}
	s.logout = &logout.Handler{
		Issuer: cfg.Issuer, Clients: dir, Hints: tokens, Logouts: store, Sessions: sessions,
		Pages: pages, Log: log, Now: now, TTL: cfg.TransactionTTL,
	}
	return nil
}

// knownBox seals the cookie of known browsers. Replicas have one seal key. Without
// one the cookie ends with this process, as the embedded Redis does.
func (s *Server) knownBox() (*seal.Box, error) {
	secret := s.cfg.SealKey.Reveal()
	if secret == "" {
		secret = oauth.NewSecret()
	}
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, "quartet known browser seal v1", 32)
	if err != nil {
		return nil, fmt.Errorf("seal-key: %w", err)
	}
	return seal.New(key)
}
