package presenter

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/redis/go-redis/v9"

	"quartet.example/inspector/internal/checks"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redisconn"
)

// within limits a reset: an audience waits for it.
const within = 2 * time.Second

// maxKeys is how many keys of one service are deleted.
const maxKeys = 20_000

// Reset takes all services to their start: the authorization server to its seed, client and resource server
// to nobody signed in and no notes, and the recording to no message.
type Reset struct {
	Redis      redis.UniversalClient
	HTTP       *http.Client
	Authserver string                            // URL of the authorization server, "" if it is not known
	Recording  []func(ctx context.Context) error // what ends step mode and deletes the recording
}

// Mount adds the route.
func (r *Reset) Mount(e *echo.Echo) { e.POST("/present/reset", r.reset) }

func (r *Reset) reset(c echo.Context) error {
	req := c.Request()
	if err := checks.SameOrigin.RequireNil(req.Context(), new(http.CrossOriginProtection).Check(req)); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(req.Context(), within)
	defer cancel()
	errs := []error{r.authserver(ctx)}
	for _, pattern := range []string{"client:*", "rs:*"} { // the keys of client and resource server
		errs = append(errs, r.forget(ctx, pattern))
	}
	for _, do := range r.Recording {
		errs = append(errs, do(ctx))
	}
	if err := errors.Join(errs...); err != nil {
		return oauth.TemporarilyUnavailable.With("not everything could be reset, please try again").Because(err)
	}
	return c.NoContent(http.StatusNoContent)
}

// authserver asks the control API, which exists in the dev profile only and admits programs of this machine.
func (r *Reset) authserver(ctx context.Context) error {
	if r.Authserver == "" {
		return nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.Authserver+"/control/reset", nil)
	if err != nil {
		return err
	}
	resp, err := r.HTTP.Do(req)
	if err != nil {
		return fmt.Errorf("reset the authorization server: %w", err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("reset the authorization server: it answers %s", resp.Status)
	}
	return nil
}

func (r *Reset) forget(ctx context.Context, pattern string) error {
	keys, _, err := redisconn.Scan(ctx, r.Redis, pattern, maxKeys)
	if err != nil || len(keys) == 0 {
		return err
	}
	_, err = r.Redis.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, key := range keys {
			p.Del(ctx, key)
		}
		return nil
	})
	return err
}
