package accessible_test

import (
	"net/url"
	"testing"
)

// The most that a first visit of a page may cost: bytes on the wire with headers for the whole page,
// compressed bytes for all scripts and for all stylesheets.
const (
	maxPage   = 60 << 10
	maxScript = 20 << 10
	maxStyle  = 12 << 10
)

// TestBrowserWeight opens each page of the inspector with an empty cache, after a flow of at least 40
// messages.
func TestBrowserWeight(t *testing.T) {
	w := start(t)
	w.use(t, 16)
	kinds, addresses := w.screens(t)
	for _, kind := range kinds {
		sizes, total := map[string]int{}, 0
		for address, one := range w.b.FirstLoad(addresses[kind]) {
			u, err := url.Parse(address)
			if err != nil || u.Host != host(w.Inspector) {
				t.Errorf("%s: a request to %s", kind, address)
			}
			if u != nil && u.Path == "/events" { // has no end
				continue
			}
			sizes[one.Kind] += one.Body
			total += one.Size
		}
		t.Logf("%s: %d bytes %v", kind, total, sizes)
		if total == 0 || total > maxPage || sizes["Script"] > maxScript || sizes["Stylesheet"] > maxStyle {
			t.Errorf("%s: got %d bytes %v, want at most %d, Script %d, Stylesheet %d", kind, total, sizes, maxPage, maxScript, maxStyle)
		}
	}
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
