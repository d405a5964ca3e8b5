package oauth

import (
	"context"
	"log/slog"
	"slices"
	"sync"
)

// About collects the client, the grant and the user that one request concerns. Every
// security record in the log has these attributes, so that an operator can follow one
// grant or one user, and find out whose grant was stolen. Attrs returns fingerprints of grant
// and subject. It holds no token, code or user name. It also collects which checks refused the
// request. It is safe for concurrent use.
type About struct {
	requestID string

	mu                     sync.Mutex
	client, grant, subject string
	refused                []string // ids of the checks that failed
	logged                 bool
}

// NewAbout returns an About that holds only the id of the request.
func NewAbout(requestID string) *About { return &About{requestID: requestID} }

type aboutKey struct{}

// WithAbout returns a context that carries a. AboutClient, AboutGrant and AboutSubject fill in
// this a.
func WithAbout(ctx context.Context, a *About) context.Context {
	return context.WithValue(ctx, aboutKey{}, a)
}

// AboutOf returns the About that ctx carries, or nil.
func AboutOf(ctx context.Context) *About {
	a, _ := ctx.Value(aboutKey{}).(*About)
	return a
}

// AboutClient sets the client_id of the request; "" changes nothing. Pass only the id of a
// registered client: with an unchecked parameter an attacker could write into the log.
func AboutClient(ctx context.Context, id string) {
	if id != "" {
		AboutOf(ctx).set(func(a *About) { a.client = id })
	}
}

// AboutGrant sets the id of the grant; "" changes nothing.
func AboutGrant(ctx context.Context, id string) {
	if id != "" {
		AboutOf(ctx).set(func(a *About) { a.grant = id })
	}
}

// AboutSubject sets the subject; "" changes nothing.
func AboutSubject(ctx context.Context, sub string) {
	if sub != "" {
		AboutOf(ctx).set(func(a *About) { a.subject = sub })
	}
}

func (a *About) set(change func(*About)) {
	if a == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	change(a)
}

// Refused returns the ids of the checks that refused the request, each once, in the order in which
// they failed.
func (a *About) Refused() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.refused)
}

// refuse adds the id of a check that failed.
func (a *About) refuse(check string) {
	a.set(func(a *About) {
		if !slices.Contains(a.refused, check) {
			a.refused = append(a.refused, check)
		}
	})
}

// MarkLogged records that the request has its line in the log, and reports whether it had one before.
// A handler may pass a request on to another Echo, but the log has one line for each request.
func (a *About) MarkLogged() (before bool) {
	a.set(func(a *About) { before, a.logged = a.logged, true })
	return before
}

// Attrs returns the values that are known, as request_id, client_id, grant and subject. Grant and
// subject are fingerprints.
func (a *About) Attrs() []slog.Attr {
	if a == nil {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	attrs := []slog.Attr{slog.String("request_id", a.requestID)}
	for _, known := range [...]struct{ name, value string }{{"client_id", a.client}, {"grant", Fingerprint(a.grant)}, {"subject", Fingerprint(a.subject)}} {
		if known.value != "" {
			attrs = append(attrs, slog.String(known.name, known.value))
		}
	}
	return attrs
}

// Record logs an event that is not a refusal, such as a sign-in, with the attributes of
// the About in ctx.
func Record(ctx context.Context, log *slog.Logger, level slog.Level, message string, attrs ...slog.Attr) {
	log.LogAttrs(ctx, level, message, append(AboutOf(ctx).Attrs(), attrs...)...)
}
