package oauth

import (
	"context"
	"log/slog"
	"sync"
)

// About collects whom one request is about. All records of the log that belong to
// the request carry it, so that an operator can follow one grant or one user, and
// can tell whose grant was stolen. It keeps fingerprints of grant and subject, and
// never a token, a code or the name of a user. It is safe for concurrent use.
type About struct {
	requestID string

	mu                     sync.Mutex
	client, grant, subject string
}

// NewAbout knows the id of the request and nothing else.
func NewAbout(requestID string) *About { return &About{requestID: requestID} }

type aboutKey struct{}

// WithAbout returns a context in which the functions below add to a.
func WithAbout(ctx context.Context, a *About) context.Context {
	return context.WithValue(ctx, aboutKey{}, a)
}

func aboutOf(ctx context.Context) *About {
	a, _ := ctx.Value(aboutKey{}).(*About)
	return a
}

// AboutClient notes the client; "" changes nothing. The id must be one that is
// registered: a stranger must not choose what the log says.
func AboutClient(ctx context.Context, id string) {
	if id != "" {
		aboutOf(ctx).set(func(a *About) { a.client = id })
	}
}

// AboutGrant notes the fingerprint of the grant with that id; "" changes nothing.
func AboutGrant(ctx context.Context, id string) {
	if id != "" {
		aboutOf(ctx).set(func(a *About) { a.grant = Fingerprint(id) })
	}
}

// AboutSubject notes the fingerprint of the subject; "" changes nothing.
func AboutSubject(ctx context.Context, sub string) {
	if sub != "" {
		aboutOf(ctx).set(func(a *About) { a.subject = Fingerprint(sub) })
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

// Attrs gives what is known, as request_id, client_id, grant and subject.
func (a *About) Attrs() []slog.Attr {
	if a == nil {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	attrs := []slog.Attr{slog.String("request_id", a.requestID)}
	for _, known := range [...]struct{ name, value string }{{"client_id", a.client}, {"grant", a.grant}, {"subject", a.subject}} {
		if known.value != "" {
			attrs = append(attrs, slog.String(known.name, known.value))
		}
	}
	return attrs
}

// Record logs what happened in a request that is no refusal by itself, such as a
// sign-in, with what is known of whom the request is about.
func Record(ctx context.Context, log *slog.Logger, level slog.Level, message string, attrs ...slog.Attr) {
	log.LogAttrs(ctx, level, message, append(aboutOf(ctx).Attrs(), attrs...)...)
}
