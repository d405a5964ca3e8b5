package lab

import (
	"sync/atomic"
	"time"

	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
)

// recording keeps the messages of a scene, each with the name of the run. Those of the attack also go to
// another sink, if there is one.
type recording struct {
	trace.Memory
	run     trace.Lab
	also    trace.Sink // nil: none
	ahead   func() time.Duration
	passing atomic.Bool // whether messages go to also
}

func newRecording(l *Lab, a *Attack, t Target, also trace.Sink, ahead func() time.Duration) *recording {
	name := l.Title
	if a.Slug != "" {
		name += ": " + a.Slug
	}
	return &recording{run: trace.Lab{ID: l.ID, Name: name, Target: t.String(), Run: oauth.NewSecret()}, also: also, ahead: ahead}
}

// Emit keeps the event of d. The other sink gets it with the time of this machine, because the clock of the
// scene may have been moved.
func (r *recording) Emit(d trace.Draft) {
	e := d.Event()
	e.Lab = &r.run
	r.Memory.Emit(trace.Masked(e))
	if r.also != nil && r.passing.Load() {
		e.Time = e.Time.Add(-r.ahead())
		r.also.Emit(trace.Masked(e))
	}
}
