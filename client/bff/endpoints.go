package bff

import (
	"quartet.example/client/bff/internal/backchannel"
	"quartet.example/client/bff/internal/handover"
	"quartet.example/client/bff/internal/login"
	"quartet.example/client/bff/internal/logout"
	"quartet.example/client/bff/internal/proxy"
	"quartet.example/client/bff/internal/session"
)

func (p *parts) login() *login.Handler {
	return &login.Handler{
		Logins: p.store, Sessions: p.store, Handovers: p.store, Ender: p.ender, Tokens: p.keeper, Servers: p.servers, StepUps: p.stepUps,
		Chrome: chrome(p.cfg, p.guard), Cookie: p.guard.Cookie, Log: p.cfg.Log, Now: p.cfg.Now, Limit: p.loginLimit,
		TTL: p.cfg.LoginTTL, HandoverTTL: p.cfg.HandoverTTL, Lifetime: p.cfg.SessionTTL,
	}
}

func (p *parts) handover(logins handover.Logins) (*handover.Handler, error) {
	redirects, err := handover.ParseRedirects(p.cfg.AppRedirects)
	return &handover.Handler{
		Redirects: redirects, Handovers: p.store, Sessions: p.store, Logins: logins, Servers: p.servers, Tokens: p.keeper,
		Guard: p.guard, Chrome: chrome(p.cfg, p.guard), Log: p.cfg.Log, Now: p.cfg.Now, Limit: p.loginLimit,
	}, err
}

func (p *parts) session() *session.Handler {
	return &session.Handler{Sessions: p.store, Lister: p.store, Ender: p.ender, Guard: p.guard, Audience: p.audience()}
}

// audience is the resource parameter of the first server (RFC 8707 §2), "" for none.
func (p *parts) audience() string { return p.cfg.settings(p.cfg.Provider).Resource }

func (p *parts) proxy() (*proxy.Handler, error) {
	routes, err := proxy.ParseRoutes(p.cfg.APIRoutes)
	return &proxy.Handler{Caller: p.caller, Guard: p.guard, Sessions: p.store, Routes: routes, StepUps: p.stepUps}, err
}

func (p *parts) logout() *logout.Handler {
	return &logout.Handler{
		Guard: p.guard, Ender: p.ender, Provider: p.servers,
		ReturnTo: p.cfg.PublicURL + "/", Hint: p.cfg.LogoutHint, Log: p.cfg.Log,
	}
}

func (p *parts) backchannel() *backchannel.Handler {
	return &backchannel.Handler{
		Tokens: p.servers, Memory: p.store, Ender: p.ender, Remember: p.cfg.LoginTTL + p.cfg.HandoverTTL, Log: p.cfg.Log,
	}
}
