package resourceserver

import (
	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

// routes is everything the resource server answers.
func (s *Server) routes(e *echo.Echo) {
	// GET    /notes         notes:read    RFC 6750
	// POST   /notes         notes:write
	// GET    /notes/{id}    notes:read
	// DELETE /notes/{id}    notes:write
	// GET    /whoami        any token
	s.notes.Mount(e)
	s.discovery.Mount(e) // GET /.well-known/oauth-protected-resource   RFC 9728
	web.Health(e,        // GET /livez /readyz
		web.Named("redis", s.redisReady),
		web.Named("authorization server", s.tokens.Ready))
}
