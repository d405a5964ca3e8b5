package bff

import (
	own "quartet.example/client/bff/internal/state"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
)

// holdings tells the inspector what the client holds. It returns nil if no messages are recorded, as in
// production.
func (p *parts) holdings() *state.Answerer {
	held := &own.Holdings{Store: p.store, Servers: p.servers, Recorder: p.cfg.Trace}
	return state.Answer(state.Options{
		Service: trace.Client, Redis: p.cfg.Redis, Recorder: p.cfg.Trace, Now: p.cfg.Now, Log: p.cfg.Log, Provide: held.Sections,
	})
}
