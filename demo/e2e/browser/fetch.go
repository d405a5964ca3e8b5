package browser

import (
	"encoding/json"
	"net/http"
	"strings"

	"quartet.example/demo/navigation"
)

// Option changes a request of Fetch.
type Option func(*http.Request)

// With sets a header. An empty value removes it.
func With(name, value string) Option {
	return func(r *http.Request) {
		r.Header.Del(name)
		if value != "" {
			r.Header.Set(name, value)
		}
	}
}

// Fetch sends a request as a script on the current page would, with the header X-Requested-With.
func (b *Browser) Fetch(method, address, body string, options ...Option) Hop {
	b.t.Helper()
	to := b.resolve(address)
	r, err := http.NewRequestWithContext(b.t.Context(), method, to.String(), strings.NewReader(body))
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, to, err)
	}
	site := navigation.Relation(b.at, to)
	r.Header.Set("Accept", "application/json")
	r.Header.Set("X-Requested-With", "quartet")
	r.Header.Set("Sec-Fetch-Site", site)
	r.Header.Set("Sec-Fetch-Mode", "cors")
	r.Header.Set("Sec-Fetch-Dest", "empty")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if b.at != nil && (site != navigation.SameOrigin || method != http.MethodGet) {
		r.Header.Set("Origin", navigation.Origin(b.at))
	}
	for _, option := range options {
		option(r)
	}
	b.jar.Send(r, site)
	return b.send(r, body)
}

// Decode decodes a JSON response.
func Decode[T any](h Hop) (T, error) {
	var v T
	err := json.Unmarshal([]byte(h.Body), &v)
	return v, err
}
