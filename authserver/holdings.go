package authserver

import (
	own "quartet.example/authserver/internal/state"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
)

// holdings tells the inspector what the server holds. It returns nil if no messages are recorded, as in
// production.
func (p *parts) holdings() *state.Answerer {
	held := &own.Holdings{Store: p.store, Users: p.dir, Keys: p.keys, Recorder: p.deps.Trace}
	return state.Answer(state.Options{
		Service: trace.AuthServer, Redis: p.deps.Redis, Recorder: p.deps.Trace, Now: p.deps.Now, Log: p.deps.Log, Provide: held.Sections,
	})
}
