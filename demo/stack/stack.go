package stack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"quartet.example/authserver"
	"quartet.example/client"
	"quartet.example/demo/localca"
	"quartet.example/inspector"
	"quartet.example/resourceserver"
	"quartet.example/shared/democlock"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/redisconn/embedded"
	"quartet.example/shared/service"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/step"
	"quartet.example/shared/web"
)

// Running is a running stack.
type Running struct {
	Settings *Settings
	Redis    *redisconn.Conn
	Ready    time.Duration      // time from Start until all services were ready
	Demo     *democlock.Clock   // the clock of all services; nil in an unrecorded stack
	CA       *localca.Authority // signed the certificate of the services; nil without TLS

	on     listeners
	stop   context.CancelFunc
	served sync.WaitGroup
	failed chan struct{}
	once   sync.Once
	mu     sync.Mutex
	errs   []error
	ends   []func() error // called by Close in reverse order
}

// Failed returns a channel that is closed if a service ends too early.
func (r *Running) Failed() <-chan struct{} { return r.failed }

// Close shuts the services down and then closes what they used, such as Redis. It returns all
// errors since Start.
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

// Address returns the URL at which a service listens. It may differ from the public URL.
func (r *Running) Address(name string) string {
	for i, s := range r.Settings.Services() {
		if s.Name == name {
			return r.Settings.Scheme() + "://" + r.on[i].Addr().String()
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

// Start starts the stack and returns when every service is ready. It opens the ports first, so
// that a port in use is reported before anything else.
func Start(ctx context.Context, o Options) (*Running, error) {
	began := time.Now()
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	settings, err := load(o.TLS)
	if err != nil {
		return nil, err
	}
	if o.FreePorts {
		settings.forgetRedis() // a stack beside the user's own does not write to the user's Redis
	}
	now, err := settings.Authserver.Service().Repeatable()
	if err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = now
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
	r.agree(o, on)
	if err := r.certify(); err != nil {
		return err
	}
	if r.Redis, err = embedded.Open(ctx, r.Settings.Authserver.RedisURL.Reveal()); err != nil {
		return err
	}
	r.ends = append(r.ends, r.Redis.Close)
	if !o.Unrecorded {
		r.Demo = democlock.Open(ctx, r.Redis, o.Now)
		r.Demo.MoveScripts(r.Redis)
		o.Now = r.Demo.Now
	}
	r.on = on
	for _, line := range r.Elsewhere() { // before await, which would wait for a URL that does not answer
		o.Log.WarnContext(ctx, line)
	}
	if err := r.serveAll(ctx, o, on); err != nil {
		return err
	}
	return r.await(ctx, o)
}

// agree sets the addresses and the seed, and then calls Configure.
func (r *Running) agree(o Options, on listeners) {
	if o.FreePorts {
		r.moveTo(on)
	} else {
		r.followURLs()
	}
	r.Settings.hearEachOther()
	if o.Configure != nil {
		o.Configure(r.Settings)
	}
}

// followURLs replaces the addresses in the built-in seed if other URLs are configured. It does not
// change a seed file of the user.
func (r *Running) followURLs() {
	at := addresses{client: r.Settings.Client.PublicURL, resourceserver: r.Settings.Resourceserver.Resource}
	if r.Settings.Authserver.Seed == "" {
		r.Settings.Authserver.Seed = seedFor(at)
	}
}

// Elsewhere returns a line for each service whose public URL has another port than the one on
// which it listens (see Service.Elsewhere).
func (r *Running) Elsewhere() []string {
	var lines []string
	for i, s := range r.Settings.Services() {
		if line := s.Elsewhere(r.on[i].Addr().String()); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// moveTo sets the addresses of the services to the free ports, also in the seed.
func (r *Running) moveTo(on listeners) {
	name := r.Settings.publicURL
	at := addresses{client: name("app", on[0]), authserver: name("auth", on[1]), resourceserver: name("api", on[2]), inspector: name("inspect", on[3])}
	r.Settings.agree(at)
	r.Settings.Authserver.Seed = seedFor(at)
}

// serveAll makes each service and serves it on its listener.
func (r *Running) serveAll(ctx context.Context, o Options, on listeners) error {
	key := o.TraceKey
	if len(key) == 0 {
		key = trace.KeyFrom(oauth.NewSecret()) // random, and only in the memory of this process
	}
	set := r.Settings
	for i, role := range []struct {
		settings service.Settings
		wire     func(service.Deps) (service.Server, error)
	}{
		{set.Client.Service(), func(d service.Deps) (service.Server, error) { return client.New(set.Client, d) }},
		{set.Authserver.Service(), func(d service.Deps) (service.Server, error) { return authserver.New(set.Authserver, d) }},
		{set.Resourceserver.Service(), func(d service.Deps) (service.Server, error) { return resourceserver.New(set.Resourceserver, d) }},
		{set.Inspector.Service(), func(d service.Deps) (service.Server, error) {
			return inspector.New(set.Inspector, inspector.Deps{Deps: d, Labs: o.Labs, Workshop: o.workshop(set.Inspector.PublicURL)})
		}},
	} {
		if o.leavesOut(role.settings.Name) {
			r.note(on[i].Close())
			continue
		}
		server, err := role.wire(r.deps(ctx, o, role.settings, key))
		if err != nil {
			return fmt.Errorf("%s: %w", role.settings.Name, err)
		}
		r.ends = append(r.ends, server.Close)
		r.serve(ctx, on[i], o.Log, server)
	}
	return nil
}

// deps returns the dependencies of one service. ctx ends before the service closes.
func (r *Running) deps(ctx context.Context, o Options, s service.Settings, key []byte) service.Deps {
	d := service.Deps{Redis: r.Redis, Log: o.Log.With("service", s.Name), Metrics: telemetry.Registry(), Now: o.Now, Clock: r.Demo, Roots: r.trusted()}
	if !o.Unrecorded && !s.Unrecorded {
		d.Trace = trace.New(trace.Options{Service: s.Name, Sink: r.sink(o), Now: o.Now, Log: d.Log, FingerprintKey: key, Dev: true, Gate: step.Open(ctx, r.Redis)})
		r.ends = append(r.ends, func() error { service.Flush(d); return nil })
	}
	d.HTTP = service.Outbound(d.Trace, r.hosts(), d.Roots)
	return d
}

// sink returns where a recorder writes.
func (r *Running) sink(o Options) trace.Sink {
	if o.Sink != nil {
		return o.Sink
	}
	return trace.RedisSink(r.Redis)
}

// hosts maps the address of each service to its name, for the recorder.
func (r *Running) hosts() trace.Hosts {
	hosts := trace.Hosts{}
	for _, s := range r.Settings.Services() {
		hosts[s.Host()] = s.Name
	}
	return hosts
}

// serve serves on l until ctx ends. If it ends earlier, the stack has failed.
func (r *Running) serve(ctx context.Context, l net.Listener, log *slog.Logger, h http.Handler) {
	r.served.Go(func() {
		err := web.Serve(ctx, web.ServeConfig{Listener: l, TLS: r.serverTLS(), Log: log}, h)
		if ctx.Err() == nil {
			r.note(err)
			r.once.Do(func() { close(r.failed) })
		}
	})
}
