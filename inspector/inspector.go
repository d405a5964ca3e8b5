package inspector

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"sync"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/internal/flow"
	"quartet.example/inspector/internal/hops"
	"quartet.example/inspector/internal/live"
	"quartet.example/inspector/internal/ui"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// Server is the inspector. Close ends its reader.
type Server struct {
	cfg    Config
	deps   Deps
	hops   *hops.Handler
	live   *live.Handler
	assets *ui.Assets
	echo   *echo.Echo
	stop   context.CancelFunc
	done   sync.WaitGroup
}

// New wires the inspector and begins to read. Redis need not be there yet.
func New(cfg Config, deps Deps) (*Server, error) {
	deps = deps.WithDefaults(cfg.Service())
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("inspector: %w", err)
	}
	public, err := url.Parse(cfg.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("inspector: %w", err)
	}
	pages, err := ui.New(public.Host)
	if err != nil {
		return nil, fmt.Errorf("inspector: %w", err)
	}
	s := &Server{cfg: cfg, deps: deps, assets: pages.Assets}
	book, hub := flow.NewBook(cfg.MaxMessages), &live.Hub{}
	s.live = &live.Handler{Book: book, Hub: hub, Say: ui.Sentence}
	s.hops = &hops.Handler{
		Book: book, Pages: pages, Clear: s.clear,
		Roles: hops.NewRoles(deps.HTTP, deps.Now, s.roles()...),
	}
	s.echo = web.New(web.Options{Service: "inspector", Log: deps.Log, Now: deps.Now, Metrics: deps.Metrics, Dev: true})
	s.echo.Pre(ownHost(public.Hostname()))
	s.routes(s.echo)
	s.read(&live.Reader{Follow: s.follow, Book: book, Hub: hub, Log: deps.Log})
	return s, nil
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// Close stops reading.
func (s *Server) Close() error {
	s.stop()
	s.done.Wait()
	return nil
}

func (s *Server) read(r *live.Reader) {
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.done.Go(func() { r.Run(ctx) })
}

func (s *Server) roles() []hops.Role {
	return []hops.Role{
		{Key: trace.Client, URL: s.cfg.ClientURL},
		{Key: trace.AuthServer, URL: s.cfg.AuthserverURL},
		{Key: trace.ResourceServer, URL: s.cfg.ResourceserverURL},
	}
}

func (s *Server) follow(ctx context.Context, after string) iter.Seq2[trace.Event, error] {
	return trace.Follow(ctx, s.deps.Redis, after)
}

func (s *Server) clear(ctx context.Context) error { return trace.Clear(ctx, s.deps.Redis) }

// redisReady is a probe for /readyz.
func (s *Server) redisReady(ctx context.Context) error { return redisconn.Writable(ctx, s.deps.Redis) }
