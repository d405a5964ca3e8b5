package trace

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"time"

	"quartet.example/shared/trace/step"
)

// Options are the settings of New.
type Options struct {
	Service        string           // the role: client, authserver or resourceserver, or a party of a lab (see LabRun)
	Sink           Sink             // where events go; the recorder closes it
	Now            func() time.Time // the clock
	Log            *slog.Logger
	FingerprintKey []byte // from KeyFrom. Services need the same key so that equal values get equal fingerprints. Empty: a random key
	Dev            bool   // false: nothing is recorded

	Gate *step.Gate // holds messages in step mode; nil: none is held
	Lab  *Lab       // the run of a lab that the messages belong to; nil: none
}

// Recorder turns messages into events with masked secrets. A nil *Recorder records nothing; its
// Middleware and Transport return what they were given.
type Recorder struct {
	service string
	sink    Sink
	now     func() time.Time
	log     *slog.Logger
	key     []byte
	gate    *step.Gate
	lab     *Lab
	hosts   sync.Map // host[:port] → role, of all its Transports
}

// New returns a recorder, or nil if Dev is false or there is no sink.
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
	return &Recorder{service: o.Service, sink: o.Sink, now: o.Now, log: o.Log, key: o.FingerprintKey, gate: o.Gate, lab: o.Lab}
}

// Close waits until all events are written, at most until ctx ends.
func (r *Recorder) Close(ctx context.Context) error {
	if r == nil {
		return nil
	}
	return r.sink.Close(ctx)
}

func newKey() []byte {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never returns an error
	return key
}
