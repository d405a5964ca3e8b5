package authserver

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/shared/web"
)

// routes registers all routes of the authorization server, on one screen.
func (p *parts) routes(e *echo.Echo) {
	e.Use(forPeople(
		web.LeadTo(p.cfg.Issuer, isPage),
		browser.Named(p.cfg.CookiePrefix), // each server on a host needs cookie names of its own
		browser.Unframed("/", "/login", "/consent", "/account", "/device"),
	))
	requests := p.authorize()

	p.home().Mount(e)        // GET       /                                        home page
	p.discovery.Mount(e)     // GET       /.well-known/oauth-authorization-server, /.well-known/openid-configuration, RFC 8414 §3, OIDC Discovery §4; /.well-known/ssf-configuration, SSF 1.0 §7
	p.keys.Mount(e)          // GET       /jwks                                    RFC 7517 §5
	requests.Mount(e)        // GET, POST /authorize                               RFC 6749 §3.1, OIDC Core §3.1.2
	p.par(requests).Mount(e) // POST      /par                                     RFC 9126 §2
	p.login().Mount(e)       // GET, POST /login                                   RFC 6749 §3.1
	p.consent().Mount(e)     // GET, POST /consent                                 RFC 6749 §10.2
	p.token().Mount(e)       // POST      /token                                   RFC 6749 §3.2
	p.introspect().Mount(e)  // POST      /introspect                              RFC 7662 §2
	p.revoke().Mount(e)      // POST      /revoke                                  RFC 7009 §2
	p.events.Mount(e)        // POST      /security_events                         RFC 8936 §2
	p.userinfo().Mount(e)    // GET, POST /userinfo                                OIDC Core §5.3
	p.account().Mount(e)     // GET, POST /account                                 RFC 7009 §1, by the resource owner
	p.logout().Mount(e)      // GET, POST /logout, /logout/confirm                 OIDC RP-Initiated Logout §2
	p.device().Mount(e)      // POST /device_authorization; GET, POST /device      RFC 8628 §3.1, §3.3

	// In the dev profile also p.controlAPI: POST /control/tokens, /control/forged-tokens, /control/sign-in, /control/logout;
	// PUT, DELETE /control/users/{username}, /control/clients/{client_id}; PUT /control/resources/{resource}, /control/scopes/{scope};
	// GET, POST, DELETE /control/faults, DELETE /control/faults/{id};
	// GET, DELETE /control/requests; GET, POST /control/clock; POST /control/keys/rotate, /control/reset;
	// GET, PUT /control/state; GET /control/openapi.json

	web.Health(e, web.Named("redis", p.deps.RedisReady)) // GET /livez, /readyz; the signing keys are already open
}

// forPeople returns a middleware that runs others, the first of them outermost, and then the handler. It
// leaves them out for the addresses that only programs call: these read no cookie, and work under every host
// name of the machine.
func forPeople(others ...echo.MiddlewareFunc) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		page := next
		for _, other := range slices.Backward(others) {
			page = other(page)
		}
		return func(c echo.Context) error {
			if forPrograms(c.Request()) {
				return next(c)
			}
			return page(c)
		}
	}
}

// isPage reports whether people open this path in a browser. Such a page needs the cookies of the
// issuer's origin. Programs may call all other endpoints under any name of this machine, because
// not every resolver knows *.localhost.
func isPage(r *http.Request) bool {
	switch r.URL.Path {
	case "/", "/authorize", "/login", "/consent", "/account", "/logout", "/device":
		return true
	}
	return false
}
