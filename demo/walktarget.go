package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"quartet.example/demo/stack"
	"quartet.example/demo/walk"
	"quartet.example/inspector/flow"
	"quartet.example/shared/config"
	"quartet.example/shared/localnet"
)

// walkElsewhere are the flags for another authorization server.
type walkElsewhere struct {
	Issuer           string `placeholder:"URL" help:"issuer identifier of another authorization server; only the client's view is known then"`
	ClientID         string `name:"client-id" placeholder:"ID" help:"client that is registered there"`
	ClientSecretFile string `placeholder:"FILE" help:"file with the secret of the client, - for the first line of stdin; or set WALK_CLIENT_SECRET; none is a public client"`
	RedirectURI      string `name:"redirect-uri" placeholder:"URL" help:"redirect URI of the client; the default is a free port: http://127.0.0.1:PORT/callback"`
}

// validate returns what is wrong with the flags. script says that a script is wanted.
func (e walkElsewhere) validate(script bool) error {
	if e.Issuer == "" {
		if e != (walkElsewhere{}) {
			return errors.New("--client-id, --client-secret-file and --redirect-uri are for another authorization server: give its --issuer")
		}
		return nil
	}
	if err := localnet.RequireConfidential("issuer", e.Issuer); err != nil {
		return err
	}
	switch {
	case e.ClientID == "":
		return errors.New("which client? Give the --client-id that is registered there")
	case script:
		return errors.New("--curl needs a stack of this project: of another server, the messages of the browser are not known")
	}
	return nil
}

// secret returns the secret of the client, "" if it has none. It is never an argument, because every user of
// this machine can read those.
func (e walkElsewhere) secret(ctx context.Context, keys *keyboard) (config.Secret, error) {
	switch e.ClientSecretFile {
	case "":
		return config.Secret(os.Getenv("WALK_CLIENT_SECRET")), nil
	case "-":
		line, err := keys.line(ctx)
		return config.Secret(line), err
	}
	file, err := os.ReadFile(e.ClientSecretFile)
	return config.Secret(strings.TrimSpace(string(file))), err
}

// target returns the server that the flags say: another one, the running stack, or else a stack of its own.
func (w *walker) target(ctx context.Context) (t *walk.Target, end func() error, err error) {
	end = func() error { return nil }
	if w.Issuer != "" {
		secret, err := w.secret(ctx, w.keys)
		_, _ = fmt.Fprintln(w.notes, "Only the client's view: what the server checks, and what it sends to others, is not known.")
		return walk.Elsewhere(w.Issuer, walk.ClientKey{ID: w.ClientID, Secret: secret, RedirectURI: w.RedirectURI}), end, err
	}
	if w.Embedded {
		return w.embedded(ctx)
	}
	settings, err := stack.LoadRunning()
	if err != nil {
		return nil, nil, err
	}
	t = walk.Ours(settings)
	t.Transport = settings.HTTP(0).Transport
	if !t.Answers(ctx) {
		_, _ = fmt.Fprintf(w.notes, "No authorization server at %s: this walk starts a stack of its own. %s.\n", t.Issuer, elsewhere)
		return w.embedded(ctx)
	}
	r, err := inspectorAt(w.URL)
	if err != nil {
		return nil, nil, err
	}
	if _, err := r.changed(ctx, ""); err != nil {
		_, _ = io.WriteString(w.notes, "Only the client's view: "+err.Error()+".\n")
		return t, end, nil //nolint:nilerr // see the comment of the function
	}
	t.Recording = (&tracer{recorded: r}).messages
	return t, end, nil
}

// embedded starts a stack for this walk.
func (w *walker) embedded(ctx context.Context) (*walk.Target, func() error, error) {
	if w.Curl == curlPrint {
		_, _ = io.WriteString(w.notes, "That stack ends with this walk: for a script to run later, start one first, with `quartet up`.\n")
	}
	return walk.Embedded(ctx, nil)
}

// tracer reads the messages of a trace from the inspector.
type tracer struct {
	recorded
	last string
	hops []*flow.Hop
}

// messages returns the messages of a trace that were recorded so far.
func (t *tracer) messages(ctx context.Context, trace string) ([]*flow.Hop, error) {
	doc, err := t.changed(ctx, t.last)
	if err != nil {
		return nil, err
	}
	if doc.Last != "" {
		t.last = doc.Last
	}
	for _, h := range doc.Hops {
		if h.Trace == trace {
			t.hops = slices.DeleteFunc(t.hops, func(old *flow.Hop) bool { return old.Span == h.Span })
			t.hops = append(t.hops, h.message())
		}
	}
	return t.hops, nil
}
