package backchannel

import (
	"context"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/fetch"
)

// Clients finds registered clients.
type Clients interface {
	FindClient(id string) (*core.Client, error)
}

// Tokens makes logout tokens.
type Tokens interface {
	LogoutToken(ctx context.Context, client *core.Client, subject, sid string) (string, error)
}

// Poster sends a form to an address that a client chose. internal/fetch implements it.
type Poster interface {
	PostForm(ctx context.Context, address string, form url.Values) (fetch.Answer, error)
}

// Options are what a Notifier needs. Durations and limits have defaults.
type Options struct {
	Clients Clients
	Tokens  Tokens
	HTTP    Poster
	Log     *slog.Logger

	Patience time.Duration   // maximum time that SessionEnded waits; default 2 s
	Timeout  time.Duration   // of one attempt; default 5 s
	Pauses   []time.Duration // before each retry; default 1 s, 5 s, 25 s
	Pending  int             // maximum number of deliveries in progress; default 1024
	AtOnce   int             // maximum number of requests at the same time; default 64
}

// Notifier delivers logout tokens. It is safe for concurrent use.
type Notifier struct {
	Options
	wire     chan struct{}
	stopping chan struct{}
	ctx      context.Context //nolint:containedctx // ends the deliveries that Close does not wait for
	cancel   context.CancelFunc

	mu      sync.Mutex
	pending int
	closed  bool
	done    sync.WaitGroup
}

// New makes a Notifier. The caller must close it.
func New(o Options) *Notifier {
	if o.Patience == 0 {
		o.Patience = 2 * time.Second
	}
	if o.Timeout == 0 {
		o.Timeout = 5 * time.Second
	}
	if o.Pauses == nil {
		o.Pauses = []time.Duration{time.Second, 5 * time.Second, 25 * time.Second}
	}
	if o.Pending == 0 {
		o.Pending = 1024
	}
	if o.AtOnce == 0 {
		o.AtOnce = 64
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &Notifier{Options: o, wire: make(chan struct{}, o.AtOnce), stopping: make(chan struct{}), ctx: ctx, cancel: cancel}
}

// SessionEnded notifies every client of the session that has a backchannel_logout_uri. It returns
// when each was tried once, or after the patience. It returns no error, because the session has
// ended whether or not the clients answer.
func (n *Notifier) SessionEnded(ctx context.Context, session core.Session) {
	var tried sync.WaitGroup
	for _, id := range session.Clients {
		client, err := n.Clients.FindClient(id)
		if err != nil || client.BackchannelLogoutURI == "" {
			continue
		}
		tried.Add(1)
		d := delivery{Notifier: n, client: client, subject: session.Subject, sid: session.ID, tried: sync.OnceFunc(tried.Done)}
		if !n.start(func() { d.run(ctx) }) {
			d.tried()
			n.Log.WarnContext(ctx, "client was not notified of a sign-out", "client_id", id, "cause", "too many notifications at the same time")
		}
	}
	n.wait(ctx, &tried)
}

// start runs a delivery in the background. It returns false if there are too many, or if the server
// is closing.
func (n *Notifier) start(run func()) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed || n.pending >= n.Pending {
		return false
	}
	n.pending++
	n.done.Go(func() {
		run()
		n.mu.Lock()
		defer n.mu.Unlock()
		n.pending--
	})
	return true
}

// wait waits for the group, for the patience, or for the end of ctx, whichever comes first.
func (n *Notifier) wait(ctx context.Context, group *sync.WaitGroup) {
	all := make(chan struct{})
	go func() {
		group.Wait()
		close(all)
	}()
	patience := time.NewTimer(n.Patience)
	defer patience.Stop()
	select {
	case <-all:
	case <-patience.C:
	case <-ctx.Done():
	}
}

// Idle waits until no delivery is in progress.
func (n *Notifier) Idle() { n.done.Wait() }

// Close sends the waiting logout tokens one last time, and waits for that at most as long as one
// attempt may take.
func (n *Notifier) Close() {
	n.mu.Lock()
	if !n.closed {
		n.closed = true
		close(n.stopping)
	}
	n.mu.Unlock()
	last := time.AfterFunc(n.Timeout, n.cancel)
	defer last.Stop()
	n.done.Wait()
	n.cancel()
}
