package bff

import (
	"errors"

	"github.com/labstack/echo/v4"
)

// routes registers all routes of this package, on one screen.
func (p *parts) routes(e *echo.Echo) error {
	logins := p.login()
	apps, err := p.handover(logins)
	if err != nil {
		return err
	}
	calls, err := p.proxy()
	if err != nil {
		return err
	}
	err = errors.Join(
		logins.Mount(e), // GET  /login /login/denied /callback /callback/{name}  RFC 6749 §4.1, RFC 7636, RFC 9207, OIDC Core §3.1
		apps.Mount(e),   // GET  /app/login /app/back; POST /app/login /app/session  RFC 8252, RFC 7636, if there are AppRedirects
	)
	p.session().Mount(e)     // GET  /session /sessions RFC 10017 §6.1.3; DELETE /sessions/{id}, POST /sessions/{id}/end, /sessions/end-others
	calls.Mount(e)           // *    /api/*             RFC 10017 §6.1, RFC 6750 §2.1
	p.logout().Mount(e)      // POST /logout            RFC 7009, OIDC RP-Initiated Logout
	p.backchannel().Mount(e) // POST /backchannel-logout OIDC Back-Channel Logout
	p.keys.Mount(e)          // GET  /jwks.json         RFC 7517 §5, RFC 7523
	p.owned = newOwned(e.Routes())
	return err
}
