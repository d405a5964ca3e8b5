package resourceserver

import (
	"quartet.example/resourceserver/internal/redisstore"
	own "quartet.example/resourceserver/internal/state"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
)

// holdings tells the inspector what the resource server holds. It returns nil if no messages are
// recorded, as in production.
func (p *parts) holdings() *state.Answerer {
	held := &own.Holdings{
		Tokens: p.tokens, Introspector: p.revoked.introspector, Feed: p.revoked.feed, Recorder: p.deps.Trace,
		Proofs: redisstore.NewProofs(p.deps.Redis, p.deps.Now), Notes: redisstore.New(p.deps.Redis, p.cfg.NoteRetention),
	}
	return state.Answer(state.Options{
		Service: trace.ResourceServer, Redis: p.deps.Redis, Recorder: p.deps.Trace, Now: p.deps.Now, Log: p.deps.Log, Provide: held.Sections,
	})
}
