package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
)

const (
	probeTimeout  = 2 * time.Second
	healthTimeout = 3 * time.Second
)

type awayError struct {
	name  string
	cause error
}

func (e *awayError) Error() string { return e.name + ": " + e.cause.Error() }
func (e *awayError) Unwrap() error { return e.cause }

// Named gives a probe the name that /readyz shows when the probe fails.
func Named(name string, probe func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := probe(ctx); err != nil {
			return &awayError{name, err}
		}
		return nil
	}
}

type health struct {
	Status string   `json:"status"`
	Away   []string `json:"away,omitempty"` // names only: causes could reveal internals, and /readyz is public
}

// Health mounts GET /livez, which answers 200 while the process runs, and GET /readyz, which
// answers 200 if every probe passes within 2 s. Otherwise /readyz answers 503 and lists the failed
// probes.
func Health(e *echo.Echo, ready ...func(context.Context) error) {
	Read(e, "/livez", func(c echo.Context) error {
		return NoStoreJSON(c, http.StatusOK, health{Status: "ok"})
	})
	Read(e, "/readyz", func(c echo.Context) error {
		if away := probe(c.Request().Context(), ready); len(away) > 0 {
			c.Response().Header().Set(echo.HeaderRetryAfter, "1")
			return NoStoreJSON(c, http.StatusServiceUnavailable, health{Status: "unavailable", Away: away})
		}
		return NoStoreJSON(c, http.StatusOK, health{Status: "ok"})
	})
}

func probe(ctx context.Context, ready []func(context.Context) error) []string {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	results := make([]chan error, len(ready))
	for i, one := range ready {
		results[i] = make(chan error, 1)
		go func() { results[i] <- one(ctx) }()
	}
	var away []string
	for _, result := range results {
		select {
		case err := <-result:
			if err != nil {
				away = append(away, nameOf(err))
			}
		case <-ctx.Done(): // a probe that ignores its context
			away = append(away, "a probe that did not answer in time")
		}
	}
	return away
}

func nameOf(err error) string {
	var named *awayError
	var known *oauth.Error
	switch {
	case errors.As(err, &named):
		return named.name
	case errors.As(err, &known):
		return Printable(known.Description)
	}
	return "dependency"
}

// HealthCheck requests url, for example http://auth.localhost:9000/readyz, with client; nil is one
// that can reach *.localhost. It returns nil if the status is 200. The health subcommand uses it,
// which a container without a shell runs as its health check.
func HealthCheck(ctx context.Context, client *http.Client, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := localnet.NewClient(client, localnet.Options{Timeout: healthTimeout, Redirect: localnet.SameOrigin}).Do(req)
	if err != nil {
		return fmt.Errorf("health: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("health: %s answered %s", url, resp.Status)
	}
	return nil
}
