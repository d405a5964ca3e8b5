package walk

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
)

const (
	maxAnswer = 1 << 20         // octets of a response that are read
	patience  = 2 * time.Minute // step mode of the inspector may hold a message that long
)

// walker is one walk.
type walker struct {
	target   *Target
	options  Options
	metadata oauth.ServerMetadata
	trace    string

	memory          *trace.Memory
	clientRecorder  *trace.Recorder
	browserRecorder *trace.Recorder
	hosts           trace.Hosts
	plain           *http.Client // records nothing
	client          *http.Client // the client of the flow
	browser         *browser
	callback        *callback

	hops    []*flow.Hop
	seen    map[string]bool   // spans of hops
	prints  map[string]string // fingerprints of the services, and those of this program for the same values
	blind   bool              // the services do not record
	last    *flow.Hop
	lastRaw Raw
}

func newWalker(t *Target, o Options, id string) *walker {
	w := &walker{
		target: t, options: o, trace: id, memory: trace.MemorySink(), hosts: trace.Hosts{},
		seen: map[string]bool{}, prints: map[string]string{}, plain: localnet.NewClient(&http.Client{Transport: t.Transport}, localnet.Options{Timeout: patience, Redirect: localnet.SameOrigin}), callback: &callback{},
	}
	key := trace.KeyFrom(oauth.NewSecret())
	recorder := func(role string) *trace.Recorder {
		return trace.New(trace.Options{Service: role, Sink: w.memory, Now: time.Now, FingerprintKey: key, Dev: true})
	}
	w.clientRecorder, w.browserRecorder = recorder(trace.Client), recorder(trace.Browser)
	w.client = w.httpClient(w.clientRecorder)
	w.browser = newBrowser(w)
	return w
}

// httpClient returns a client that records what it sends, and follows no redirect.
func (w *walker) httpClient(r *trace.Recorder) *http.Client {
	return &http.Client{
		Transport: r.Transport(w.target.Transport, w.hosts), Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// learnHosts says which role answers at which host.
func (w *walker) learnHosts() {
	m := w.metadata
	for address, role := range map[string]string{
		w.target.API: trace.ResourceServer, w.target.App: trace.Client,
		m.Issuer: trace.AuthServer, m.AuthorizationEndpoint: trace.AuthServer, m.TokenEndpoint: trace.AuthServer,
		m.UserinfoEndpoint: trace.AuthServer, m.RevocationEndpoint: trace.AuthServer, m.IntrospectionEndpoint: trace.AuthServer,
		m.DeviceAuthorizationEndpoint: trace.AuthServer, m.PushedAuthorizationRequestEndpoint: trace.AuthServer,
	} {
		if host := localnet.HostOf(address); host != "" {
			w.hosts[host] = role
		}
	}
}

// answer is a response.
type answer struct {
	hop    *flow.Hop
	url    *url.URL
	status int
	header http.Header
	body   []byte
	raw    Raw
}

// decode decodes a JSON response.
func (a answer) decode(v any) error {
	if err := json.Unmarshal(a.body, v); err != nil {
		return fmt.Errorf("%s %s: the response is not the JSON that was expected: %w", a.hop.Method, a.hop.URL, err)
	}
	return nil
}

// send sends a request by one of the clients, and returns when the message is recorded.
func (w *walker) send(ctx context.Context, by *http.Client, r *http.Request) (answer, error) {
	if w.options.Before != nil {
		if err := w.options.Before(ctx, r.Method, targetOf(r.URL)); err != nil {
			return answer{}, err
		}
	}
	raw := rawRequest(r)
	resp, err := by.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(http.MaxBytesReader(nil, resp.Body, maxAnswer))
	if err != nil {
		return answer{}, err
	}
	raw.Status, raw.Answer, raw.AnswerBody = resp.Status, resp.Header, body
	a := answer{url: r.URL, status: resp.StatusCode, header: resp.Header, body: body, raw: raw}
	a.hop, err = w.recorded(ctx, raw)
	return a, err
}

// expect returns a *Refused unless the response has the status.
func (a answer) expect(status int) error {
	if a.status == status {
		return nil
	}
	var told struct {
		Code        string `json:"error"`
		Description string `json:"error_description"`
	}
	if json.Unmarshal(a.body, &told) != nil || told.Code == "" {
		told.Description = fmt.Sprintf("the flow needs %d", status)
	}
	return &Refused{Hop: a.hop, Code: told.Code, Why: told.Description}
}

// result notes that the response to a is the result of the flow.
func (w *walker) result(a answer) { w.last, w.lastRaw = a.hop, a.raw }

// targetOf returns an address without its query.
func targetOf(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
