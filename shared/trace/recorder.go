package trace

import (
	"context"
	"crypto/rand"
	"log/slog"
	"time"
)

// Options say what a recorder needs.
type Options struct {
	Service        string           // the role: client, authserver, resourceserver
	Sink           Sink             // where events go; the recorder closes it
	Now            func() time.Time // tells the time
	Log            *slog.Logger
	FingerprintKey []byte // of KeyFrom, the same for all services, or equal values differ; empty is random
	Dev            bool   // outside the dev profile nothing is recorded
}

// Recorder turns messages into masked events. A nil *Recorder is valid: it
// records nothing, and its Middleware and Transport are the ones they wrap.
type Recorder struct {
	service string
	sink    Sink
	now     func() time.Time
	log     *slog.Logger
	key     []byte
}

// New returns nil unless there is a sink and the profile is dev.
func New(o Options) *Recorder {
	if !o.Dev || o.Sink == nil {
		return nil
	}
	if len(o.FingerprintKey) == 0 {
		o.FingerprintKey = newKey()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Recorder{service: o.Service, sink: o.Sink, now: o.Now, log: o.Log, key: o.FingerprintKey}
}

// Close waits until the events so far are written, or ctx ends.
func (r *Recorder) Close(ctx context.Context) error {
	if r == nil {
		return nil
	}
	return r.sink.Close(ctx)
}

func (r *Recorder) emit(e Event) {
	e.V, e.Service = Version, r.service
	r.sink.Emit(e)
}

func newKey() []byte {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	return key
}
