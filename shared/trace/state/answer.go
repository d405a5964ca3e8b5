package state

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/trace"
)

const (
	channel   = "trace:state"          // the channel of the questions
	prefix    = "trace:state:"         // followed by the id of the question: the key of its answers
	keep      = 10 * time.Second       // how long Redis keeps the answers
	patience  = 800 * time.Millisecond // the inspector waits for answers at most this long
	idLength  = 26                     // of rand.Text
	maxAnswer = 4 << 20                // bytes of a Snapshot as JSON; a larger one is not sent
)

// Provider returns the sections of a service. It must not change what the service stores. ctx ends
// after 800 ms.
type Provider func(ctx context.Context) []Section

// Options are the settings of Answer. All are required, but Recorder may be nil.
type Options struct {
	Service  string // key of the role, such as trace.Client
	Redis    redis.UniversalClient
	Recorder *trace.Recorder // nil: this process does not answer
	Now      func() time.Time
	Log      *slog.Logger
	Provide  Provider
}

// Answerer answers questions until it is closed. A nil Answerer answers none.
type Answerer struct {
	options  Options
	instance string
	stop     context.CancelFunc
	done     sync.WaitGroup
}

// Answer starts to answer questions in the background. It returns nil if there is no recorder, as in
// production. Redis may be unavailable; the subscription is repeated until it succeeds.
func Answer(o Options) *Answerer {
	if o.Recorder == nil {
		return nil
	}
	ctx, stop := context.WithCancel(context.Background())
	a := &Answerer{options: o, instance: rand.Text()[:4], stop: stop}
	a.done.Go(func() { a.listen(ctx) })
	return a
}

// Close stops answering, and waits for an answer that is being made. Its error is always nil.
func (a *Answerer) Close() error {
	if a == nil {
		return nil
	}
	a.stop()
	a.done.Wait()
	return nil
}

// listen answers one question after the other. go-redis subscribes again if the connection breaks.
func (a *Answerer) listen(ctx context.Context) {
	subscription := a.options.Redis.Subscribe(ctx, channel)
	defer func() { _ = subscription.Close() }()
	questions := subscription.Channel()
	for {
		select {
		case <-ctx.Done():
			return
		case question, ok := <-questions:
			if !ok {
				return
			}
			a.answer(ctx, question.Payload)
		}
	}
}

// answer adds a Snapshot to the answers of the question id. It ignores what has not the form of an id,
// because the id becomes a part of a key.
func (a *Answerer) answer(ctx context.Context, id string) {
	if !isID(id) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answer, err := json.Marshal(a.snapshot(ctx))
	if err != nil || len(answer) > maxAnswer {
		a.options.Log.WarnContext(ctx, "the state is not shown", "bytes", len(answer), "cause", err)
		return
	}
	_, err = a.options.Redis.Pipelined(ctx, func(p redis.Pipeliner) error {
		p.RPush(ctx, prefix+id, answer)
		p.PExpire(ctx, prefix+id, keep)
		return nil
	})
	if err != nil {
		a.options.Log.DebugContext(ctx, "the state is not shown", "cause", err)
	}
}

func (a *Answerer) snapshot(ctx context.Context) Snapshot {
	s := Snapshot{Service: a.options.Service, Instance: a.instance, Time: a.options.Now().UTC()}
	for _, section := range a.options.Provide(ctx) {
		s.Sections = append(s.Sections, section.bounded())
	}
	return s
}

// isID reports whether text has the form of rand.Text.
func isID(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < 'A' || c > 'Z') && (c < '2' || c > '7') {
			return false
		}
	}
	return len(text) == idLength
}
