package authserver

import (
	"quartet.example/authserver/internal/account"
	"quartet.example/authserver/internal/authorize"
	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/consent"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/device"
	"quartet.example/authserver/internal/discovery"
	"quartet.example/authserver/internal/home"
	"quartet.example/authserver/internal/login"
	"quartet.example/authserver/internal/logout"
	"quartet.example/shared/config"
)

func (p *parts) home() *home.Handler {
	h := &home.Handler{Users: p.dir, Pages: p.pages, Clients: func() []*core.Client { return nil }, Documents: home.Documents{
		Description: "OAuth 2 authorization server and OpenID provider",
		Issuer:      p.cfg.Issuer, Keys: p.cfg.Issuer + "/jwks",
		OpenID: p.cfg.Issuer + discovery.OpenIDPath, OAuth: wellKnown(p.cfg.Issuer, discovery.OAuthPath),
	}}
	if p.cfg.Profile == config.Dev { // the list of clients is not public
		h.Clients = p.dir.ClientsWithPages
	}
	return h
}

func (p *parts) authorize() *authorize.Handler {
	return &authorize.Handler{
		Clients: p.dir, Scopes: p.dir, Hints: p.tokens, Transactions: p.store,
		Sessions: p.sessions, Responder: p.responder, Now: p.deps.Now, TransactionTTL: p.cfg.TransactionTTL,
		Pushed: p.store, RequirePAR: p.cfg.RequirePAR,
	}
}

func (p *parts) login() *login.Handler {
	return &login.Handler{
		Issuer: p.cfg.Issuer, Users: p.users(), Clients: p.dir, Transactions: p.store, Attempts: p.store, Sessions: p.sessions,
		Responder: p.responder, Pages: p.pages, Log: p.deps.Log, AddressLimit: p.cfg.LoginAddressAttempts,
		Known:  &browser.Known{Box: p.knownBox, Now: p.deps.Now, TTL: p.cfg.KnownBrowserTTL},
		Limits: core.SignInLimits{Origin: p.cfg.LoginAttempts, Account: p.cfg.LoginAccountAttempts, Window: p.cfg.LoginWindow},
	}
}

func (p *parts) consent() *consent.Handler {
	return &consent.Handler{
		Issuer: p.cfg.Issuer, Clients: p.dir, Scopes: p.dir, Transactions: p.store, Consents: p.store, Sessions: p.sessions,
		Responder: p.responder, Pages: p.pages, Log: p.deps.Log, Now: p.deps.Now, TTL: p.cfg.ConsentTTL,
	}
}

func (p *parts) account() *account.Handler {
	return &account.Handler{
		Issuer: p.cfg.Issuer, Gate: p.gate, Sessions: p.sessions, Clients: p.dir, Scopes: p.dir, Access: p.store,
		Pages: p.pages, Log: p.deps.Log,
	}
}

func (p *parts) logout() *logout.Handler {
	return &logout.Handler{
		Issuer: p.cfg.Issuer, Clients: p.dir, Hints: p.tokens, Logouts: p.store, Sessions: p.sessions,
		Pages: p.pages, Log: p.deps.Log, Now: p.deps.Now, TTL: p.cfg.TransactionTTL,
	}
}

func (p *parts) device() *device.Handler {
	return &device.Handler{
		Issuer: p.cfg.Issuer, Auth: p.clients, Clients: p.dir, Scopes: p.dir, Devices: p.store, Guesses: p.store,
		Gate: p.gate, Sessions: p.sessions, Pages: p.pages, Log: p.deps.Log, Now: p.deps.Now, Pepper: p.pepper[:], Box: p.codeBox,
		TTL: p.cfg.DeviceCodeTTL, Interval: p.cfg.DeviceInterval, Limit: p.cfg.DeviceAttempts, Window: p.cfg.DeviceWindow,
	}
}
