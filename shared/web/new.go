package web

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/gommon/bytes"

	"quartet.example/shared/page"
	"quartet.example/shared/trace"
)

// Options are the settings of New. The zero value works; Service should be set.
type Options struct {
	Service        string           // authserver, client, ...: for logs, realms and error pages
	Log            *slog.Logger     // nil: no log
	Now            func() time.Time // nil: the system clock. It is used for durations only
	Meter          Meter            // nil: no metrics
	BodyLimit      string           // largest request body, such as "64K", which is the default
	LongBody       LongBody         // nil: BodyLimit is for all requests
	TrustedProxies []netip.Prefix   // proxies whose X-Forwarded-For is used; the default is none
	HSTS           time.Duration    // max-age of Strict-Transport-Security (RFC 6797), for this host without subdomains; 0: no header
	Dev            bool             // error pages explain refusals
	Inspector      string           // base URL of the inspector that error pages link to in the dev profile; "" for no links

	// Recorder records every message. It runs outside of all other middleware. nil: nothing is
	// recorded.
	Recorder *trace.Recorder

	// Machine reports whether only programs call this address. Errors are JSON then, whatever
	// Accept says (RFC 6749 §5.2). nil: Accept decides for every address.
	Machine func(*http.Request) bool

	// Context adds values to the context of each request. nil: none.
	Context func(context.Context, echo.Context) context.Context

	// Open adds CORS headers, before any check, so that scripts of other origins can read refusals
	// too. It returns true if it has answered the request, or an error to refuse it. nil: scripts of
	// other origins can read no response.
	Open func(echo.Context) (answered bool, err error)

	// ErrorPage writes the body of an error page. nil: the page of shared/page. A service can set
	// its own, for example to add a link to the sign-in.
	ErrorPage func(w io.Writer, r *http.Request, view page.ErrorView) error
}

// LongBody returns the largest body of a request for which BodyLimit is too small, in bytes, or 0 for all
// others. The handler must refuse strangers before it reads the body.
type LongBody func(*http.Request) int64

// Meter measures requests, as telemetry.Requests does.
type Meter interface {
	// Observe is called for each answered request. route is the registered pattern, "" for none;
	// it is never the path of the request.
	Observe(method, route string, status int, took time.Duration)
	// Refused is called with the id of each check that refused a request, "" for no check.
	Refused(check string)
}

type unmeasured struct{}

func (unmeasured) Observe(string, string, int, time.Duration) {}
func (unmeasured) Refused(string)                             {}

// New returns an Echo with the middleware that the package comment lists, the assets of
// shared/page, and no other route. It panics if BodyLimit is not a size.
func New(o Options) *echo.Echo {
	o = o.withDefaults()
	limit, err := bytes.Parse(o.BodyLimit)
	if err != nil {
		panic("web: BodyLimit: " + err.Error())
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(io.Discard) // this package logs instead
	e.IPExtractor = ipExtractor(o.TrustedProxies)
	s := &server{options: o, headers: newSecurityHeaders(o.HSTS), bodyLimit: limit}
	e.HTTPErrorHandler = s.handleError
	if o.Recorder != nil {
		e.Pre(outermost(o.Recorder.Middleware))
	}
	e.Pre(s.observe)
	page.Mount(e)
	return e
}

// server holds what the middleware of one Echo shares.
type server struct {
	options Options
	headers securityHeaders

	bodyLimit int64
}

func (o Options) withDefaults() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now //nolint:forbidigo // for durations only; no expiry depends on it
	}
	if o.Meter == nil {
		o.Meter = unmeasured{}
	}
	if o.BodyLimit == "" {
		o.BodyLimit = "64K"
	}
	if o.LongBody == nil {
		o.LongBody = func(*http.Request) int64 { return 0 }
	}
	if o.Machine == nil {
		o.Machine = func(*http.Request) bool { return false }
	}
	if o.Context == nil {
		o.Context = func(ctx context.Context, _ echo.Context) context.Context { return ctx }
	}
	if o.Open == nil {
		o.Open = func(echo.Context) (bool, error) { return false, nil }
	}
	if o.ErrorPage == nil {
		o.ErrorPage = o.errorPage
	}
	return o
}

// RemoteAddress returns a function that returns the sender's address of a request, as c.RealIP
// does. It is for throttles, which have no echo.Context.
func RemoteAddress(trusted []netip.Prefix) func(*http.Request) string { return ipExtractor(trusted) }

// ipExtractor uses X-Forwarded-For only if the request came from a trusted proxy. Echo's default
// uses it from anyone, and its trust options include private networks: a client could then choose
// the address by which throttles count it.
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

// Read mounts h for GET and HEAD. Use it only for requests that change nothing (RFC 9110 §9.3.2).
func Read(e *echo.Echo, path string, h echo.HandlerFunc) {
	e.GET(path, h)
	e.HEAD(path, h)
}
