package resourceserver

import (
	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

// routes registers all routes of the resource server, on one screen.
func (p *parts) routes(e *echo.Echo) {
	p.home.Mount(e)      // GET /                                                        what this is, and where to go
	p.notes().Mount(e)   // GET, POST /notes, GET, PUT, DELETE /notes/{id}, GET /whoami  RFC 6750
	p.discovery.Mount(e) // GET /.well-known/oauth-protected-resource                    RFC 9728 §3
	p.openapi.Mount(e)   // GET /openapi.json                                            OpenAPI 3.1

	web.Health(e, // GET /livez, /readyz
		web.Named("redis", p.deps.RedisReady),
		web.Named("authorization server keys", p.tokens.Ready),
		web.Named("feed of revoked tokens", p.revoked.ready))
}
