package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"quartet.example/authserver/internal/checks"
	"quartet.example/shared/localnet"
)

// The bounds of one exchange, unless Options say otherwise.
const (
	DefaultTimeout = 3 * time.Second
	DefaultMaxBody = 256 << 10
)

// Options of a Fetcher. All are optional.
type Options struct {
	Allow   []string      // host:port pairs that may have a private address and may use http
	Timeout time.Duration // of the whole exchange
	MaxBody int64         // bytes
	TLS     *tls.Config   // nil: the root certificates of the system
	// Lookup resolves a name; nil means the resolver of the net package.
	Lookup func(ctx context.Context, network, host string) ([]netip.Addr, error)
	// Record wraps the transport, for the inspector.
	Record func(http.RoundTripper) http.RoundTripper
}

// Fetcher sends requests to addresses that clients chose. It is safe for concurrent use.
type Fetcher struct {
	allow   map[string]bool
	lookup  func(ctx context.Context, network, host string) ([]netip.Addr, error)
	timeout time.Duration
	maxBody int64
	client  *http.Client
}

// New makes a Fetcher.
func New(o Options) *Fetcher {
	f := &Fetcher{allow: make(map[string]bool, len(o.Allow)), lookup: o.Lookup, timeout: o.Timeout, maxBody: o.MaxBody}
	for _, hostPort := range o.Allow {
		f.allow[strings.ToLower(hostPort)] = true
	}
	if f.lookup == nil {
		f.lookup = net.DefaultResolver.LookupNetIP
	}
	if f.timeout == 0 {
		f.timeout = DefaultTimeout
	}
	if f.maxBody == 0 {
		f.maxBody = DefaultMaxBody
	}
	transport := f.transport(o.TLS)
	if o.Record != nil {
		transport = o.Record(transport)
	}
	f.client = localnet.NewClient(&http.Client{Transport: transport}, localnet.Options{Timeout: f.timeout, MaxBody: f.maxBody})
	return f
}

// transport connects with f.dial. Each exchange has its own connection, so that the address
// of each is verified.
func (f *Fetcher) transport(roots *tls.Config) http.RoundTripper {
	t := localnet.Transport()
	t.Proxy = nil // a proxy would resolve the name again
	t.DialContext = f.dial
	t.TLSClientConfig = roots
	t.TLSHandshakeTimeout = f.timeout
	t.DisableKeepAlives, t.DisableCompression = true, true
	t.MaxResponseHeaderBytes = 16 << 10
	return t
}

// Answer is the response.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// JSON gets a JSON document. A response with another status than 200, or of another media
// type, is an error.
func (f *Fetcher) JSON(ctx context.Context, address string) (Answer, error) {
	answer, err := f.exchange(ctx, http.MethodGet, address, "")
	if err != nil {
		return Answer{}, err
	}
	return answer, checks.FetchAnswer.RequireNil(ctx, answer.notJSON())
}

// notJSON returns why the response is not a JSON document; nil if it is one.
func (a Answer) notJSON() error {
	if a.Status != http.StatusOK {
		return fmt.Errorf("the answer is status %d", a.Status)
	}
	mediaType, _, err := mime.ParseMediaType(a.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" && !(strings.HasPrefix(mediaType, "application/") && strings.HasSuffix(mediaType, "+json")) {
		return errors.New("the answer is not JSON")
	}
	return nil
}

// PostForm sends a form and returns the response, whatever its status. It does not follow
// redirects.
func (f *Fetcher) PostForm(ctx context.Context, address string, form url.Values) (Answer, error) {
	return f.exchange(ctx, http.MethodPost, address, form.Encode())
}

// exchange sends one request and reads the response, within the limits of the Options.
func (f *Fetcher) exchange(ctx context.Context, method, address, body string) (Answer, error) {
	u, err := f.parse(address)
	if err := checks.FetchURL.RequireNil(ctx, err); err != nil {
		return Answer{}, err
	}
	request, err := http.NewRequestWithContext(ctx, method, u.String(), strings.NewReader(body))
	if err != nil {
		return Answer{}, err
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "quartet-authserver")
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := f.client.Do(request)
	if err != nil {
		return Answer{}, withoutURL(err)
	}
	defer func() { _ = response.Body.Close() }()
	read, err := io.ReadAll(response.Body)
	if errors.Is(err, localnet.ErrTooLong) {
		return Answer{}, checks.FetchAnswer.Fail(ctx, fmt.Errorf("the answer is over %d bytes", f.maxBody))
	}
	if err != nil {
		return Answer{}, err
	}
	return Answer{Status: response.StatusCode, Header: response.Header, Body: read}, nil
}

// withoutURL removes the URL from an error: errors are logged, and a URL may contain a secret.
func withoutURL(err error) error {
	var about *url.Error
	if errors.As(err, &about) {
		return about.Err
	}
	return err
}
