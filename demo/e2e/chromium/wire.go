package chromium

import (
	"encoding/json"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Loaded is a response that the browser has received.
type Loaded struct {
	URL  string
	Kind string // Document, Stylesheet, Script, Image, ...
	Size int    // bytes on the wire, with headers
	Body int    // bytes of the compressed body
}

// loads collects the responses that are under way, and those that are complete.
type loads struct {
	pending map[network.RequestID]Loaded
	done    []Loaded
}

// note takes an event of the network. Size is known at the end of a response.
func (l *loads) note(event any) {
	switch e := event.(type) {
	case *network.EventResponseReceived:
		if l.pending == nil {
			l.pending = map[network.RequestID]Loaded{}
		}
		l.pending[e.RequestID] = Loaded{URL: e.Response.URL, Kind: string(e.Type)}
	case *network.EventLoadingFinished:
		if one, ok := l.pending[e.RequestID]; ok {
			one.Size = int(e.EncodedDataLength)
			l.done = append(l.done, one)
			delete(l.pending, e.RequestID)
		}
	}
}

const bodySizes = `JSON.stringify(Object.fromEntries(["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind)).map((e) => [e.name, e.encodedBodySize])))`

// FirstLoad opens an address with an empty cache, and returns all responses once the page is
// complete.
func (b *Browser) FirstLoad(address string) map[string]Loaded {
	b.t.Helper()
	ctx, cancel := b.limit()
	defer cancel()
	if _, err := chromedp.Call(ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}); err != nil {
		b.t.Fatalf("cache: %v", err)
	}
	b.Open("about:blank")
	b.mu.Lock()
	b.loads = loads{}
	b.mu.Unlock()
	b.Open(address)
	b.Evaluate(`new Promise((done) => document.readyState === "complete" ? done("") : addEventListener("load", () => done("")))`)
	bodies := map[string]int{}
	if err := json.Unmarshal([]byte(b.Evaluate(bodySizes)), &bodies); err != nil {
		b.t.Fatalf("sizes: %v", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	all := map[string]Loaded{}
	for _, one := range b.loads.done {
		one.Body = bodies[one.URL]
		all[one.URL] = one
	}
	return all
}
