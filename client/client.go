package client

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff"
	"quartet.example/client/internal/ui"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// Server is the service: an http.Handler of the backend and of the pages of Notes.
type Server struct {
	http.Handler
	backend *bff.Server
}

// New returns the service. It returns every problem of the settings at once. It needs neither
// Redis nor the issuer yet, and closes nothing of deps; Deps.Redis is required, the rest is not.
func New(cfg Config, deps Deps) (*Server, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	deps = deps.WithDefaults(cfg.Service())
	meter := telemetry.NewRequests(deps.Metrics)
	backend, err := newBackend(cfg, deps, meter)
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	measure(deps.Metrics, backend)
	pages, err := newPages(cfg, deps, meter, backend)
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	return &Server{backend.Handler(pages), backend}, nil
}

func newBackend(cfg Config, deps Deps, meter web.Meter) (*bff.Server, error) {
	settings, err := cfg.backend()
	if err != nil {
		return nil, err
	}
	settings.Redis, settings.HTTP, settings.Log, settings.Meter = deps.Redis, deps.HTTP, deps.Log, meter
	settings.Trace, settings.Now = deps.Trace, deps.Now
	return bff.New(settings)
}

// newPages makes the Echo of Notes and of the probes.
func newPages(cfg Config, deps Deps, meter web.Meter, backend *bff.Server) (*echo.Echo, error) {
	e := web.New(web.Options{
		Service: trace.Client, Log: deps.Log, Now: deps.Now, Meter: meter, BodyLimit: fmt.Sprint(cfg.BodyLimit),
		TrustedProxies: cfg.TrustedProxies, HSTS: cfg.Profile.HSTS(cfg.HSTSMaxAge), Dev: cfg.dev(), Inspector: cfg.inspector(),
		Recorder: deps.Trace, ErrorPage: cfg.errorPage,
	})
	e.Use(web.LeadTo(cfg.PublicURL, isNavigation))
	chrome := cfg.chrome()
	chrome.InspectorURL = cfg.inspector()
	notes := &ui.Handler{
		Backend: backend, APIURL: cfg.APIURL, Issuer: strings.Join(cfg.issuers(), " or "),
		Chrome: chrome, Now: deps.Now,
	}
	return e, routes(e, notes, deps, backend)
}

// Close waits until refreshes that were sent have been stored.
func (s *Server) Close() error { return s.backend.Close() }

// isNavigation tells a page from a call. Older browsers do not send Fetch Metadata.
func isNavigation(r *http.Request) bool {
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" {
		return mode == "navigate"
	}
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}
