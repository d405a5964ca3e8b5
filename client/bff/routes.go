package bff

import (
	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/proxy"
	"quartet.example/shared/web"
)

// routes is everything the client answers.
func (s *Server) routes(e *echo.Echo) error {
	allowed, err := proxy.ParseRoutes(s.cfg.APIRoutes)
	if err != nil {
		return err
	}
	// GET  /login /login/denied /callback /callback/{name}  RFC 6749 §4.1, RFC 7636, RFC 9207, OIDC Core §3.1
	logins := s.login()
	if err := logins.Mount(e); err != nil {
		return err
	}
	apps, err := s.handover(logins)
	if err != nil {
		return err
	}
	// GET  /app/login /app/back; POST /app/login /app/session  RFC 8252, RFC 7636, if there are --app-redirects
	if err := apps.Mount(e); err != nil {
		return err
	}
	s.session().Mount(e)      // GET  /session /sessions RFC 10017 §6.1.3; DELETE /sessions/{id}, POST /sessions/{id}/end, /sessions/end-others
	s.proxy(allowed).Mount(e) // *    /api/*             RFC 10017 §6.1, RFC 6750 §2.1
	s.logout().Mount(e)       // POST /logout            RFC 7009, OIDC RP-Initiated Logout
	s.backchannel().Mount(e)  // POST /backchannel-logout OIDC Back-Channel Logout
	s.keys.Mount(e)           // GET  /jwks.json         RFC 7517 §5, RFC 7523

	s.patterns = patterns(e.Routes()) // what Mount adds elsewhere: all but the following

	// GET  /                    the page
	// POST /notes               its forms, for browsers without scripts
	// POST /notes/{id}/delete
	s.ui = s.home()
	if err := s.ui.Mount(e); err != nil {
		return err
	}
	web.Health(e, // GET  /livez /readyz
		web.Named("redis", s.redisReady),
		web.Named("authorization server", s.provider.Ready))
	return nil
}
