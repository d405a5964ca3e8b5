package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"

	"quartet.example/demo/stack"
	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowfile"
	"quartet.example/shared/localnet"
	"quartet.example/shared/trace"
)

const maxAnswer = 64 << 20 // bytes of an answer of the inspector

// elsewhere is what to do if a stack runs that does not answer.
const elsewhere = "If it was started with QUARTET_AT, set that here too, as in `export QUARTET_AT=localhost:9100`"

// recorded is the inspector of a running stack.
type recorded struct {
	address string
	http    *http.Client
}

// inspectorAt returns the inspector at an address, or the one of the settings if it is "".
func inspectorAt(address string) (recorded, error) {
	settings, err := stack.LoadRunning()
	if err != nil {
		return recorded{}, err
	}
	address = cmp.Or(address, settings.Inspector.PublicURL)
	if _, err := localnet.ParseServer(address); err != nil {
		return recorded{}, fmt.Errorf("url: %w", err)
	}
	return recorded{strings.TrimSuffix(address, "/"), settings.HTTP(0)}, nil
}

// hop is a message in /hops.json.
type hop struct {
	trace.Event
	N int `json:"n"`
}

// document is /hops.json.
type document struct {
	Last string `json:"last"`
	Hops []hop  `json:"hops"`
}

// latest returns the id of the latest flow that is more than a visit of a start page, or of the latest
// flow if there are only visits. There must be a message.
func (d document) latest() string {
	for end := len(d.Hops); end > 0; { // flows are in their order, and a flow's messages are together
		id := d.Hops[end-1].Flow
		f := flow.Flow{ID: id}
		for ; end > 0 && d.Hops[end-1].Flow == id; end-- {
			f.Hops = append(f.Hops, d.Hops[end-1].message())
		}
		if !f.IsVisit() {
			return id
		}
	}
	return d.Hops[len(d.Hops)-1].Flow
}

// message returns the message for flowview.
func (h hop) message() *flow.Hop {
	e := h.Event
	if e.Kind == "hop" {
		e.Kind = trace.Response
	}
	return &flow.Hop{Event: e, N: h.N, First: e.ID, Received: &e}
}

func (r recorded) get(ctx context.Context, path string, timeout time.Duration) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.address+path, nil)
	if err != nil {
		return nil, err
	}
	resp, err := r.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("the inspector at %s does not answer. Start the stack with `quartet up`, or give the address with --url. %s: %w", r.address, elsewhere, err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	switch {
	case err != nil:
		return nil, err
	case resp.StatusCode == http.StatusNotFound:
		return nil, errors.New("the inspector has no such flow")
	case resp.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("the inspector answers %s", resp.Status)
	}
	return body, nil
}

// changed returns the messages that changed after the event with the id after; "" is all messages.
func (r recorded) changed(ctx context.Context, after string) (document, error) {
	var doc document
	body, err := r.get(ctx, "/hops.json?after="+after, 10*time.Second)
	if err != nil {
		return doc, err
	}
	return doc, json.Unmarshal(body, &doc)
}

// flow returns the flow with the id, or the latest one if it is "", without visits of a start page.
func (r recorded) flow(ctx context.Context, id string) (flow.Flow, error) {
	if id == "" {
		doc, err := r.changed(ctx, "")
		if err != nil {
			return flow.Flow{}, err
		}
		if len(doc.Hops) == 0 {
			return flow.Flow{}, errors.New("nothing is recorded yet: sign in at the client first")
		}
		id = doc.latest()
	}
	body, err := r.get(ctx, "/flows/"+id+".jsonl", 10*time.Second)
	if err != nil {
		return flow.Flow{}, err
	}
	return first(strings.NewReader(string(body)))
}

func first(r io.Reader) (flow.Flow, error) {
	flows, err := flowfile.Read(r)
	if err != nil {
		return flow.Flow{}, err
	}
	return flows[0], nil
}

var flowID = regexp.MustCompile(`^[0-9]+-[0-9]+$`)

// find returns a flow: the latest one in a file of the inspector, the one with this id, or the latest one
// of the running stack if what is "".
func find(ctx context.Context, what, address string) (flow.Flow, error) {
	if what != "" && what != flow.Other && !flowID.MatchString(what) {
		return fromFile(what)
	}
	r, err := inspectorAt(address)
	if err != nil {
		return flow.Flow{}, err
	}
	return r.flow(ctx, what)
}

func fromFile(name string) (flow.Flow, error) {
	file, err := os.Open(name) // the user names the file
	if errors.Is(err, os.ErrNotExist) {
		return flow.Flow{}, fmt.Errorf("%q is neither a file nor the id of a flow. The id is the last part of its address in the inspector, such as 1795996350513-0", name)
	}
	if err != nil {
		return flow.Flow{}, err
	}
	defer func() { _ = file.Close() }()
	f, err := first(file)
	if err != nil {
		return f, fmt.Errorf("%s: %w", name, err)
	}
	return f, nil
}
