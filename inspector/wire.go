package inspector

import (
	"context"
	"fmt"
	"iter"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/inspector/internal/compare"
	"quartet.example/inspector/internal/control"
	"quartet.example/inspector/internal/docsite"
	"quartet.example/inspector/internal/export"
	"quartet.example/inspector/internal/glossary"
	"quartet.example/inspector/internal/hops"
	"quartet.example/inspector/internal/imported"
	"quartet.example/inspector/internal/labs"
	"quartet.example/inspector/internal/live"
	"quartet.example/inspector/internal/presenter"
	"quartet.example/inspector/internal/state"
	"quartet.example/inspector/internal/ui"
	"quartet.example/inspector/present"
	"quartet.example/inspector/stateview"
	"quartet.example/shared/trace"
	held "quartet.example/shared/trace/state"
	"quartet.example/shared/trace/step"
)

// parts are the handlers, and the reader of the stream.
type parts struct {
	deps     Deps
	hops     *hops.Handler
	control  *control.Handler
	export   *export.Handler
	live     *live.Handler
	labs     *live.Labs
	workshop *labs.Handler
	present  *presenter.Handler
	reset    *presenter.Reset
	state    *state.Handler
	glossary *glossary.Handler
	imported *imported.Handler
	compare  *compare.Handler
	docs     *docsite.Handler
	assets   *ui.Assets
	reader   *live.Reader
}

// wire makes the handlers and the reader. What they do in the background ends with ctx.
func wire(ctx context.Context, cfg Config, deps Deps, host string) (*parts, error) {
	pages, err := ui.New(host, deps.Now)
	if err != nil {
		return nil, err
	}
	scripts, err := present.Load(cfg.PresentScripts)
	if err != nil {
		return nil, fmt.Errorf("present-scripts: %w", err)
	}
	book, hub, shelf := flow.NewBook(cfg.MaxMessages), &live.Hub{}, &flow.Shelf{}
	handler := &hops.Handler{
		Book: book, Pages: pages, Roles: hops.NewRoles(deps.HTTP, deps.Now, roles(cfg)...),
		Clear: func(ctx context.Context) error { return trace.Clear(ctx, deps.Redis) },
	}
	steps := newControl(ctx, cfg, deps, book)
	pages.Bar = steps.Bar
	documentation := docsite.NewHandler(pages, here(cfg), sources(deps)...)
	return &parts{
		deps:    deps,
		hops:    handler,
		control: steps,
		export:  &export.Handler{Book: book, Page: handler.Flow},
		state: &state.Handler{
			Book: book, Pages: pages, Now: deps.Now, Log: deps.Log, Redis: &state.Redis{Client: deps.Redis},
			Ask: func(ctx context.Context) ([]held.Snapshot, error) {
				return held.Ask(ctx, deps.Redis, stateview.Services()...)
			},
		},
		glossary: &glossary.Handler{Pages: pages},
		imported: &imported.Handler{Shelf: shelf, Pages: pages},
		compare:  &compare.Handler{Book: book, Shelf: shelf, Pages: pages},
		live:     &live.Handler{Book: book, Hub: hub, Say: flowview.Sentence},
		docs:     documentation,
		labs:     newLabs(deps),
		workshop: &labs.Handler{Workshop: deps.Workshop, Book: book, Pages: pages, Text: documentation.Lab},
		reset:    newReset(cfg, deps, book, steps),
		present:  &presenter.Handler{Book: book, Pages: pages, Scripts: scripts, Client: cfg.ClientURL},
		assets:   pages.Assets,
		reader: &live.Reader{Book: book, Hub: hub, Log: deps.Log, Follow: func(ctx context.Context, after string) iter.Seq2[trace.Event, error] {
			return trace.Follow(ctx, deps.Redis, after)
		}},
	}, nil
}

// newLabs returns the handler that takes the events of labs.
func newLabs(deps Deps) *live.Labs {
	l := &live.Labs{Append: func(ctx context.Context, events []trace.Event) error { return trace.Append(ctx, deps.Redis, events) }}
	if deps.Clock != nil {
		l.Ahead = deps.Clock.Ahead
	}
	return l
}

// newReset returns the handler that takes all services to their start.
func newReset(cfg Config, deps Deps, book *flow.Book, steps *control.Handler) *presenter.Reset {
	return &presenter.Reset{
		Redis: deps.Redis, HTTP: deps.HTTP, Authserver: cfg.AuthserverURL,
		Recording: []func(context.Context) error{
			func(ctx context.Context) error { return steps.Step.Set(ctx, step.Mode{}) },
			func(ctx context.Context) error {
				defer book.Clear()
				return trace.Clear(ctx, deps.Redis)
			},
		},
	}
}

// newControl returns the handler of step mode and of the demo clock.
func newControl(ctx context.Context, cfg Config, deps Deps, book *flow.Book) *control.Handler {
	h := &control.Handler{
		Book: book, Gate: step.Open(ctx, deps.Redis), Now: deps.Now,
		Step:      step.Control{Redis: deps.Redis, Now: time.Now}, //nolint:forbidigo // how long a person has waited does not depend on the demo clock
		Lifetimes: flowview.Lifetimes{Code: cfg.CodeTTL, SessionIdle: cfg.SessionIdle},
	}
	if deps.Clock != nil {
		h.Clock = deps.Clock
	}
	return h
}

func roles(cfg Config) []hops.Role {
	return []hops.Role{
		{Key: trace.Client, URL: cfg.ClientURL},
		{Key: trace.AuthServer, URL: cfg.AuthserverURL},
		{Key: trace.ResourceServer, URL: cfg.ResourceserverURL},
	}
}
