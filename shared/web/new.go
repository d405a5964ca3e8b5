package web

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/gommon/bytes"
	"github.com/prometheus/client_golang/prometheus"

	"quartet.example/shared/page"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/trace"
)

// Options of a server. The zero value works; Service should be set.
type Options struct {
	Service        string               // authserver, client, ...: in logs, realms and on error pages
	Log            *slog.Logger         // nil: nothing is logged
	Now            func() time.Time     // nil: the system clock, for durations only
	Metrics        *prometheus.Registry // nil: nothing is measured
	BodyLimit      string               // largest request body, "" for 64K
	TrustedProxies []netip.Prefix       // whose X-Forwarded-For is believed; nobody's by default
	HSTS           time.Duration        // max-age of Strict-Transport-Security (RFC 6797), for this host alone; 0 leaves it out
	Dev            bool                 // error pages name the check that refused

	// Recorder sees every message, outside of everything else; nil sees nothing.
	Recorder *trace.Recorder

	// Machine tells whether only programs call this address: then an error is JSON
	// whatever Accept says (RFC 6749 §5.2). Nil: Accept decides everywhere.
	Machine func(*http.Request) bool

	// Open adds CORS fields, before anything is refused, so that scripts of other
	// origins can read every refusal. Nil: no other origin reads anything.
	Open echo.MiddlewareFunc

	// ErrorPage writes the body of an error for a person. Nil is the page of
	// shared/page; a service may set its own to add a way back.
	ErrorPage func(w io.Writer, r *http.Request, view page.ErrorView) error
}

// New makes an Echo with the chain of the package doc, the assets of shared/page
// and no other route. It panics if BodyLimit is not a size, at start.
func New(o Options) *echo.Echo {
	o = o.withDefaults()
	limit, err := bytes.Parse(o.BodyLimit)
	if err != nil {
		panic("web: BodyLimit: " + err.Error())
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(io.Discard) // ours logs
	e.IPExtractor = ipExtractor(o.TrustedProxies)
	s := &server{options: o, requests: telemetry.NewRequests(o.Metrics), headers: securityHeaders(o.HSTS), bodyLimit: limit}
	e.HTTPErrorHandler = s.handleError
	if o.Recorder != nil {
		e.Pre(outermost(o.Recorder.Middleware))
	}
	e.Pre(s.observe)
	page.Mount(e)
	return e
}

// server is what the middleware of one Echo shares.
type server struct {
	options  Options
	requests *telemetry.Requests
	headers  []header

	bodyLimit int64
}

func (o Options) withDefaults() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now //nolint:forbidigo // measures durations; nothing expires by it
	}
	if o.BodyLimit == "" {
		o.BodyLimit = "64K"
	}
	if o.Machine == nil {
		o.Machine = func(*http.Request) bool { return false }
	}
	if o.ErrorPage == nil {
		o.ErrorPage = o.errorPage
	}
	return o
}

// RemoteAddress gives the address of whoever sent a request, as c.RealIP does:
// for those who count by it and do not see the echo.Context.
func RemoteAddress(trusted []netip.Prefix) func(*http.Request) string { return ipExtractor(trusted) }

// ipExtractor believes X-Forwarded-For from exactly the trusted proxies: Echo's
// default believes anyone, and its trust options include private networks.
func ipExtractor(trusted []netip.Prefix) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range trusted {
		p = p.Masked()
		options = append(options, echo.TrustIPRange(&net.IPNet{
			IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// Read mounts h for GET and HEAD: for what is safe to ask for (RFC 9110 §9.3.2).
func Read(e *echo.Echo, path string, h echo.HandlerFunc) {
	e.GET(path, h)
	e.HEAD(path, h)
}
