package walk

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"quartet.example/shared/glossary"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
)

// callback is the redirect URI of the client. It listens at a port of this machine (RFC 8252 §7.3).
type callback struct {
	server   *http.Server
	recorded http.Handler
	uri      string        // the redirect URI
	host     string        // where it listens
	got      chan received // the first authorization response

	expected atomic.Pointer[expected] // nil: no request waits for a response
}

// expected is what the response to the request that waits must have.
type expected struct {
	state  string
	issuer string // RFC 9207 §2.4; "": the server does not send it
}

type resultKey struct{} // of a **received in the context of a request

// received is an authorization response after its checks.
type received struct {
	code string
	err  error
}

// listen starts to listen, unless it does already. uri is the redirect URI; "" is a free port. At another
// uri than one of this machine, the person must paste the address of the response.
func (w *walker) listen(ctx context.Context, uri string) error {
	c := w.callback
	if c.server != nil {
		return nil
	}
	address := "127.0.0.1:0"
	if u, err := url.Parse(uri); err == nil && localnet.IsLoopback(u.Hostname()) && u.Scheme == "http" && u.Port() != "" {
		address = u.Host
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	c.host, c.uri, c.got = l.Addr().String(), uri, make(chan received, 1)
	if uri == "" {
		c.uri = "http://" + c.host + "/callback"
	}
	w.hosts[localnet.HostOf(c.uri)] = trace.Client
	c.recorded = w.clientRecorder.Middleware(http.HandlerFunc(c.answer))
	c.server = &http.Server{Handler: c, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = c.server.Serve(l) }() // ends when close is called
	return nil
}

// path returns the path of the redirect URI.
func (c *callback) path() string {
	u, err := url.Parse(c.uri)
	if err != nil {
		return ""
	}
	return u.Path
}

// home returns the address to which the browser returns after a sign-out.
func (c *callback) home() string {
	u, err := url.Parse(c.uri)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host + "/"
}

func (c *callback) close() error {
	if c.server == nil {
		return nil
	}
	return c.server.Close()
}

// ServeHTTP answers a request, and passes its result on when the request is recorded.
func (c *callback) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	var result *received
	c.recorded.ServeHTTP(rw, r.WithContext(context.WithValue(r.Context(), resultKey{}, &result)))
	if result == nil {
		return
	}
	select {
	case c.got <- *result:
	default: // only the first response counts
	}
}

// answer is the redirect endpoint, and the page after a sign-out.
func (c *callback) answer(rw http.ResponseWriter, r *http.Request) {
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.Header().Set("Cache-Control", "no-store")
	if r.URL.Path != c.path() {
		_, _ = fmt.Fprint(rw, page("Signed out", "You are signed out."))
		return
	}
	if err := c.isOwn(r.Context(), r.URL.Query()); err != nil { // any page can send the browser here: this is no response to the walk
		refused(rw)
		return
	}
	code, err := c.judge(r.Context(), r.URL.Query())
	*r.Context().Value(resultKey{}).(**received) = &received{code, err}
	if err != nil {
		refused(rw)
		return
	}
	_, _ = fmt.Fprint(rw, page("Back at the client", "The client has the code."))
}

func refused(rw http.ResponseWriter) {
	rw.WriteHeader(http.StatusBadRequest)
	_, _ = fmt.Fprint(rw, page("Refused", "The client refuses this response."))
}

func page(title, text string) string {
	return "<!doctype html><html lang=en><title>" + title + "</title><p>" + text + " You can close this page."
}

// The checks of the client, in their order. Their declarations are those of the client of this project.
var (
	responseGranted = declared("client.response.granted")
	stateBound      = declared("client.state.bound")
	issuerMatch     = declared("client.iss.match")
	codePresent     = declared("client.code.present")
)

// declared returns the named check of the client with this id.
func declared(id string) *oauth.Check {
	c, _ := glossary.CheckOf(id) // a test looks for each
	return &oauth.Check{ID: id, Spec: c.Spec, Error: oauth.Code(c.Error), Meaning: c.Meaning, Stops: c.Stops, Refusal: c.Meaning}
}

// isOwn returns an error unless a response belongs to the request of this walk (RFC 6749 §10.12).
func (c *callback) isOwn(ctx context.Context, q url.Values) error {
	e := c.expected.Load()
	return stateBound.Require(ctx, e != nil && subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(e.state)) == 1)
}

// judge checks an authorization response to the request of this walk, and returns its code (RFC 6749 §4.1.2).
func (c *callback) judge(ctx context.Context, q url.Values) (string, error) {
	if issuer := c.expected.Load().issuer; issuer != "" { // isOwn has found one
		if err := issuerMatch.Require(ctx, q.Get("iss") == issuer); err != nil {
			return "", err
		}
	}
	if code := q.Get("error"); code != "" {
		return "", responseGranted.Fail(ctx, errors.New(code))
	}
	responseGranted.Pass(ctx)
	if err := codePresent.Require(ctx, q.Get("code") != ""); err != nil {
		return "", err
	}
	return q.Get("code"), nil
}
