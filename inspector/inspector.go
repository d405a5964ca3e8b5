package inspector

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sync"

	"quartet.example/shared/telemetry"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// Server is the inspector. Call Close to stop its reader.
type Server struct {
	http.Handler

	stop context.CancelFunc
	done sync.WaitGroup
}

// New makes the inspector and starts reading. Redis may still be unavailable.
func New(cfg Config, deps Deps) (*Server, error) {
	deps.Deps = deps.WithDefaults(cfg.Service())
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("inspector: %w", err)
	}
	public, err := url.Parse(cfg.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("inspector: %w", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	parts, err := wire(ctx, cfg, deps, public.Host)
	if err != nil {
		stop()
		return nil, fmt.Errorf("inspector: %w", err)
	}
	e := web.New(web.Options{Service: trace.Inspector, Log: deps.Log, Now: deps.Now, Meter: telemetry.NewRequests(deps.Metrics), Dev: true, BodyLimit: "5M"}) // the limit of a file to import, and a form around it
	e.Pre(ownHost(public.Hostname()))
	e.Use(letClientFrame(cfg.ClientURL))
	parts.routes(e)
	s := &Server{Handler: e, stop: stop}
	s.done.Go(func() { parts.reader.Run(ctx) })
	return s, nil
}

// Close stops reading the stream.
func (s *Server) Close() error {
	s.stop()
	s.done.Wait()
	return nil
}
