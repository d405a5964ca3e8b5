package authserver

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/web"
)

// routes is everything that the authorization server answers.
func (s *Server) routes(e *echo.Echo) {
	e.Use(browser.Named(s.cfg.CookiePrefix)) // two servers on one host have cookies of their own
	e.Use(s.writes.Middleware())             // who sent the request, for what the store keeps

	s.home.Mount(e)       // GET       /                                        what this is, and where to go
	s.discovery.Mount(e)  // GET       /.well-known/oauth-authorization-server  RFC 8414 §3, OIDC Discovery §4, SSF 1.0 §7
	s.keys.Mount(e)       // GET       /jwks                                    RFC 7517 §5
	s.authorize.Mount(e)  // GET, POST /authorize                               RFC 6749 §3.1, OIDC Core §3.1.2
	s.par.Mount(e)        // POST      /par                                     RFC 9126 §2
	s.login.Mount(e)      // GET, POST /login                                   RFC 6749 §3.1
	s.consent.Mount(e)    // GET, POST /consent                                 RFC 6749 §10.2
	s.token.Mount(e)      // POST      /token                                   RFC 6749 §3.2
	s.introspect.Mount(e) // POST      /introspect                              RFC 7662 §2
	s.revoke.Mount(e)     // POST      /revoke                                  RFC 7009 §2
	s.events.Mount(e)     // POST      /security_events                         RFC 8936 §2
	s.userinfo.Mount(e)   // GET, POST /userinfo                                OIDC Core §5.3
	s.account.Mount(e)    // GET, POST /account                                 RFC 7009 §1, by the resource owner
	s.logout.Mount(e)     // GET, POST /logout                                  OIDC RP-Initiated Logout §2
	s.device.Mount(e)     // POST /device_authorization; GET, POST /device      RFC 8628 §3.1, §3.3

	web.Health(e, s.redisAnswers()) // GET /livez, /readyz
}

// isPage tells whether a request is for a page that a person opens, which needs the
// cookies of the issuer's origin. Programs may call all other endpoints under any
// name of this machine: not every resolver knows *.localhost.
func isPage(r *http.Request) bool {
	switch r.URL.Path {
	case "/", "/authorize", "/login", "/consent", "/account", "/logout", "/device":
		return true
	}
	return false
}

// redisAnswers is the probe of /readyz. Signing keys need none: New made them.
func (s *Server) redisAnswers() func(context.Context) error {
	return web.Named("redis", func(ctx context.Context) error { return redisconn.Writable(ctx, s.deps.Redis) })
}
