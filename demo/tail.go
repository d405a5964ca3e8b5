package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"quartet.example/inspector/flowfile"
)

type tailCommand struct {
	textFlags
	JSON bool `help:"one JSON object per message"`
}

const retryEvery = time.Second

// run follows the messages of a running stack until ctx ends. When the inspector stops, it waits until it
// runs again. Messages go to w, and what happens to the connection goes to notes.
func (t tailCommand) run(ctx context.Context, w, notes io.Writer) error {
	r, err := inspectorAt(t.URL)
	if err != nil {
		return err
	}
	f := follower{recorded: r, command: t, out: w}
	for away := false; ctx.Err() == nil; {
		err := f.follow(ctx, func() {
			away = false
			fmt.Fprintf(notes, "following %s, until Ctrl-C\n", r.address)
		})
		if !away && ctx.Err() == nil {
			fmt.Fprintf(notes, "the inspector does not answer, trying again until Ctrl-C: %s\nmake demo starts the stack. %s.\n", printable(err), elsewhere)
		}
		away = true
		select {
		case <-ctx.Done():
		case <-time.After(retryEvery):
		}
	}
	return nil
}

// follower writes each message once, when it is answered.
type follower struct {
	recorded
	command tailCommand
	out     io.Writer
	last    string // id of the latest event
	flow    string // flow of the message that was written last
	written map[string]bool
}

// follow writes messages until the connection ends. It calls begun when it is connected.
func (f *follower) follow(ctx context.Context, begun func()) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.address+"/events", nil)
	if err != nil {
		return err
	}
	resp, err := f.http.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("it answers %s", resp.Status)
	}
	if err := f.catchUp(ctx); err != nil { // after /events was opened, so that no message in between is missed
		return err
	}
	begun()
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		if !strings.HasPrefix(lines.Text(), "data:") {
			continue
		}
		if err := f.write(ctx); err != nil {
			return err
		}
	}
	return errors.New("the connection ended")
}

// catchUp writes what was missed since the connection ended. At first it only notes where the recording
// ends.
func (f *follower) catchUp(ctx context.Context) error {
	if f.written != nil {
		return f.write(ctx)
	}
	doc, err := f.changed(ctx, "")
	if err != nil {
		return err
	}
	f.written = map[string]bool{}
	for _, h := range doc.Hops {
		f.written[h.ID] = h.message().Done()
	}
	f.last = doc.Last
	return nil
}

// write writes the messages that changed, each once.
func (f *follower) write(ctx context.Context) error {
	doc, err := f.changed(ctx, f.last)
	if err != nil {
		return err
	}
	if doc.Last != "" {
		f.last = doc.Last
	}
	for _, h := range doc.Hops {
		if f.written[h.ID] || !h.message().Done() {
			continue
		}
		f.written[h.ID] = true
		if err := f.one(h); err != nil {
			return err
		}
	}
	return nil
}

func (f *follower) one(h hop) error {
	if f.command.JSON {
		line, err := flowfile.Line(h)
		if err != nil {
			return err
		}
		_, err = f.out.Write(line)
		return err
	}
	text := f.command.terminal(f.out).Message(h.message(), 0)
	if f.flow != "" && f.flow != h.Flow {
		text = "\n" + text
	}
	f.flow = h.Flow
	_, err := io.WriteString(f.out, text)
	return err
}
