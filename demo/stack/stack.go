package stack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"syscall"
	"time"

	"quartet.example/authserver"
	"quartet.example/client"
	"quartet.example/inspector"
	"quartet.example/resourceserver"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/redisconn/embedded"
	"quartet.example/shared/service"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// Running is a stack that answers.
type Running struct {
	Settings *Settings
	Redis    *redisconn.Conn
	Ready    time.Duration // from Start to ready

	on     listeners
	stop   context.CancelFunc
	served sync.WaitGroup
	failed chan struct{}
	once   sync.Once
	mu     sync.Mutex
	errs   []error
	ends   []func() error // in reverse
}

// Failed is closed when a service ends before its time.
func (r *Running) Failed() <-chan struct{} { return r.failed }

// Close drains the services, then ends what they stood on. It returns whatever
// went wrong since Start.
func (r *Running) Close() error {
	r.stop()
	r.served.Wait()
	for i := len(r.ends) - 1; i >= 0; i-- {
		r.note(r.ends[i]())
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return errors.Join(r.errs...)
}

// Address is where a service listens: its public URL, unless the settings name
// another one.
func (r *Running) Address(name string) string {
	for i, s := range r.Settings.Services() {
		if s.Name == name {
			return "http://" + r.on[i].Addr().String()
		}
	}
	return ""
}

func (r *Running) note(err error) {
	if err == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errs = append(r.errs, err)
}

// Start starts the stack and returns when every service is ready. It listens
// first, so that a port in use is the first thing that one hears of.
func Start(ctx context.Context, o Options) (*Running, error) {
	began := time.Now()
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	settings, err := Load()
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	r := &Running{Settings: settings, stop: stop, failed: make(chan struct{})}
	if err := r.start(ctx, o); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	r.Ready = time.Since(began)
	return r, nil
}

func (r *Running) start(ctx context.Context, o Options) error {
	on, err := r.listen(o)
	if err != nil {
		return err
	}
	if err := r.agree(o, on); err != nil {
		return err
	}
	if r.Redis, err = embedded.Open(ctx, r.Settings.Authserver.RedisURL.Reveal()); err != nil {
		return err
	}
	r.ends = append(r.ends, r.Redis.Close)
	r.on = on
	for _, line := range r.Elsewhere() { // before anything waits for a URL that does not answer
		o.Log.WarnContext(ctx, line)
	}
	if err := r.serveAll(ctx, o, on); err != nil {
		return err
	}
	return r.await(ctx, o.Log)
}

// listeners are those of the four services, in the order of Services.
type listeners [4]net.Listener

// listen takes the port of each service.
func (r *Running) listen(o Options) (listeners, error) {
	var on listeners
	for i, s := range r.Settings.Services() {
		l, err := web.Listen(loopbackAddress(s.Listen, o.FreePorts))
		if err != nil {
			for _, open := range on[:i] {
				_ = open.Close()
			}
			if errors.Is(err, syscall.EADDRINUSE) && r.isRunning() {
				return on, fmt.Errorf("Quartet is running already: %s. Stop it first (Ctrl-C there), or give this one other addresses", r.Settings.Client.PublicURL) //nolint:staticcheck // a name
			}
			return on, fmt.Errorf("%w\n`quartet doctor` says more", err)
		}
		on[i] = l
	}
	return on, nil
}

// loopbackAddress keeps the all-in-one stack off the network: an address without
// a host is one on loopback.
func loopbackAddress(addr string, free bool) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if host == "" {
		host = "localhost"
	}
	if free {
		port = "0"
	}
	return net.JoinHostPort(host, port)
}

// agree settles addresses and seed, and lets the caller have the last word.
func (r *Running) agree(o Options, on listeners) error {
	if o.FreePorts {
		if err := r.moveTo(on); err != nil {
			return err
		}
	} else if err := r.followURLs(); err != nil {
		return err
	}
	r.Settings.hearEachOther()
	if o.Configure != nil {
		o.Configure(r.Settings)
	}
	return nil
}

// isRunning reports whether the configured issuer answers with its own name: then
// it is another Quartet, or an authorization server in its place, that has the port.
func (r *Running) isRunning() bool {
	resp, err := localnet.HTTPClient(time.Second).Get(r.Settings.Authserver.Issuer + "/.well-known/openid-configuration") // a second at most
	if err != nil {
		return false
	}
	defer func() { _ = resp.Body.Close() }()
	var told struct{ Issuer string }
	err = json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&told)
	return err == nil && told.Issuer == r.Settings.Authserver.Issuer
}

// followURLs gives the built-in seed the configured URLs, if they are not its own.
// A seed of the user's stays as it is.
func (r *Running) followURLs() error {
	at := addresses{client: r.Settings.Client.PublicURL, resourceserver: r.Settings.Resourceserver.Resource}
	if r.Settings.Authserver.Seed != "" || at.client == seedClient && at.resourceserver == seedAPI {
		return nil
	}
	return r.writeSeed(at)
}

// writeSeed writes the built-in seed with these addresses, for as long as we run.
func (r *Running) writeSeed(at addresses) error {
	dir, err := os.MkdirTemp("", "quartet-")
	if err != nil {
		return fmt.Errorf("a folder for the seed file: %w", err)
	}
	r.ends = append(r.ends, func() error { return os.RemoveAll(dir) })
	r.Settings.Authserver.Seed, err = seedFor(dir, at)
	return err
}

// Elsewhere tells, for each service whose public URL names another port than it
// listens on, which settings disagree: see Service.Elsewhere.
func (r *Running) Elsewhere() []string {
	var lines []string
	for i, s := range r.Settings.Services() {
		if line := s.Elsewhere(r.on[i].Addr().String()); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// moveTo gives the services their addresses on free ports, and a seed to match.
func (r *Running) moveTo(on listeners) error {
	at := addresses{
		client: publicURL("app", on[0]), authserver: publicURL("auth", on[1]),
		resourceserver: publicURL("api", on[2]), inspector: publicURL("inspect", on[3]),
	}
	r.Settings.agree(at)
	return r.writeSeed(at)
}

// serveAll wires each service and serves it on its listener.
func (r *Running) serveAll(ctx context.Context, o Options, on listeners) error {
	key := trace.KeyFrom(oauth.NewSecret()) // of this process, and nowhere else
	set := r.Settings
	for i, role := range []struct {
		settings service.Settings
		wire     func(service.Deps) (service.Server, error)
	}{
		{set.Client.Service(), func(d service.Deps) (service.Server, error) { return client.New(set.Client, d) }},
		{set.Authserver.Service(), func(d service.Deps) (service.Server, error) { return authserver.New(set.Authserver, d) }},
		{set.Resourceserver.Service(), func(d service.Deps) (service.Server, error) { return resourceserver.New(set.Resourceserver, d) }},
		{set.Inspector.Service(), func(d service.Deps) (service.Server, error) { return inspector.New(set.Inspector, d) }},
	} {
		server, err := role.wire(r.deps(ctx, o, role.settings, key))
		if err != nil {
			return fmt.Errorf("%s: %w", role.settings.Name, err)
		}
		r.ends = append(r.ends, server.Close)
		r.serve(ctx, on[i], o.Log, server)
	}
	return nil
}

// deps are what one service of the stack is given.
func (r *Running) deps(ctx context.Context, o Options, s service.Settings, key []byte) service.Deps {
	d := service.Deps{Redis: r.Redis, Log: o.Log.With("service", s.Name), Metrics: telemetry.Registry(), Now: o.Now}
	if !o.Unrecorded && !s.Unrecorded {
		d.Trace = trace.New(trace.Options{Service: s.Name, Sink: trace.RedisSink(r.Redis), Now: o.Now, Log: d.Log, FingerprintKey: key, Dev: true})
		r.ends = append(r.ends, func() error { return d.Trace.Close(context.WithoutCancel(ctx)) })
	}
	d.HTTP = service.Outbound(d.Trace, r.hosts())
	return d
}

// hosts names the role behind each address, for the recorder.
func (r *Running) hosts() trace.Hosts {
	hosts := trace.Hosts{}
	for _, s := range r.Settings.Services() {
		hosts[s.Host()] = s.Name
	}
	return hosts
}

// serve answers on l until ctx ends; ending sooner is a failure of the stack.
func (r *Running) serve(ctx context.Context, l net.Listener, log *slog.Logger, h http.Handler) {
	r.served.Go(func() {
		err := web.Serve(ctx, web.ServeConfig{Listener: l, Log: log}, h)
		if ctx.Err() == nil {
			r.note(err)
			r.once.Do(func() { close(r.failed) })
		}
	})
}
