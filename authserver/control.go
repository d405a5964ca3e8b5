package authserver

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/control"
	"quartet.example/authserver/internal/control/api"
	"quartet.example/authserver/internal/control/fault"
	"quartet.example/authserver/internal/control/record"
	"quartet.example/authserver/internal/login"
	"quartet.example/shared/config"
	"quartet.example/shared/web"
)

// testable returns the whole server as a handler. In the dev profile it adds what tests need: faults, the
// record of requests, and the verbs. In production there is none of them, and the verbs are nil.
func (p *parts) testable(e *echo.Echo) (http.Handler, *control.Control) {
	handler := below(pathOf(p.cfg.Issuer), e)
	if p.cfg.Profile != config.Dev {
		return handler, nil
	}
	faults, requests := fault.New(p.cfg.Issuer, p.keys), record.New(p.deps.Now)
	e.Pre(requests.Refusals, faults.Middleware)
	handler = requests.Middleware(handler)
	verbs := control.New(control.Options{
		Issuer: p.cfg.Issuer, Handler: handler, Directory: p.dir, Metadata: p.discovery, Keys: p.keys, Minter: p.mint, Sessions: p.sessions,
		Now: p.deps.Now, Clock: p.deps.Clock, GrantTTL: p.cfg.GrantTTL, Store: p.store,
		Seed: p.seed, SeedOptions: p.seedOptions(), Faults: faults, Requests: requests,
		Box: p.stateBox, Forget: []func(){p.writes.Reset, p.clients.Guesses.Reset},
	})
	return verbs.Serving(handler), verbs
}

// users returns the users of the sign-in page.
func (p *parts) users() login.Users {
	if p.cfg.Profile != config.Dev {
		return p.dir
	}
	return control.Users{Directory: p.dir}
}

// controlAPI mounts the control API. Production has none of its routes.
func (p *parts) controlAPI(e *echo.Echo, verbs *control.Control) {
	if verbs == nil {
		return
	}
	(&api.Handler{
		Issuer: p.cfg.Issuer, Guard: api.NewGuard(p.cfg.Issuer, p.cfg.ControlToken), Verbs: verbs, Now: p.deps.Now,
		Faults: verbs.Faults, Requests: verbs.Requests,
	}).Mount(e)
}

// maxState is the longest state that can be imported, in bytes. It is the longest that controlapi.Client exports.
const maxState = 64 << 20

// longBody allows a longer body where the control API imports a state, which it reads only if the guard
// admits the caller.
func longBody(profile config.Profile) web.LongBody {
	return func(r *http.Request) int64 {
		if profile == config.Dev && r.URL.Path == "/control/state" {
			return maxState
		}
		return 0
	}
}
