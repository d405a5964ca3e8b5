package client

import (
	"context"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff"
	"quartet.example/client/internal/ui"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/web"
)

// routes is everything that the client answers beside the routes of bff.
func routes(e *echo.Echo, notes *ui.Handler, deps Deps, backend *bff.Server) error {
	// GET  /                    the page
	// POST /notes               its forms, for browsers without scripts
	// POST /notes/{id}/delete
	if err := notes.Mount(e); err != nil {
		return err
	}
	web.Health(e, // GET  /livez /readyz
		web.Named("redis", func(ctx context.Context) error { return redisconn.Writable(ctx, deps.Redis) }),
		web.Named("authorization server", backend.IssuerReady))
	return nil
}
