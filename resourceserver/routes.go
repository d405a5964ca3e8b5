package resourceserver

import (
	"context"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/redisconn"
	"quartet.example/shared/web"
)

// routes is everything that the resource server answers.
func (s *Server) routes(e *echo.Echo) {
	s.home.Mount(e)      // GET /                                                        what this is, and where to go
	s.notes.Mount(e)     // GET, POST /notes, GET, PUT, DELETE /notes/:id, GET /whoami   RFC 6750
	s.discovery.Mount(e) // GET /.well-known/oauth-protected-resource                    RFC 9728 §3
	s.openapi.Mount(e)   // GET /openapi.json                                            OpenAPI 3.1

	web.Health(e, // GET /livez, /readyz
		web.Named("redis", func(ctx context.Context) error { return redisconn.Writable(ctx, s.deps.Redis) }),
		web.Named("authorization server keys", s.tokens.Ready),
		web.Named("feed of revoked tokens", s.hears))
}
