package lab

import (
	"net/http"
	"strings"
	"sync"
)

// Site is the web server of the attacker. It keeps what it received.
type Site struct {
	URL string

	see     func(string)
	mu      sync.Mutex
	visits  []Visit
	handler http.Handler
}

// Visit is a request that the attacker received.
type Visit struct {
	Method, Path, Referer string
	Form                  map[string][]string // of the query and the body
	Authorization         string
}

const maxVisits = 1000

// ServeHTTP keeps a request, and answers it.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	_ = r.ParseForm() // what could be read is kept
	s.see(r.Form.Encode())
	s.mu.Lock()
	if len(s.visits) < maxVisits {
		s.visits = append(s.visits, Visit{r.Method, r.URL.Path, r.Referer(), r.Form, r.Header.Get("Authorization")})
	}
	handler := s.handler
	s.mu.Unlock()
	if handler != nil {
		handler.ServeHTTP(w, r)
	}
}

// Serve makes the site answer with a handler, instead of with nothing.
func (s *Site) Serve(h http.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handler = h
}

// Name makes a host:port lead to the web server of the attacker, as DNS does with a name of the attacker.
func (s *Scene) Name(host string) {
	s.network.name(host, strings.TrimPrefix(s.Evil.URL, "http://"))
}

// Visits returns the requests so far, at most 1000.
func (s *Site) Visits() []Visit {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Visit(nil), s.visits...)
}

// Received returns the latest value of a parameter that the attacker received, or "".
func (s *Site) Received(name string) string {
	all := s.Visits()
	for i := len(all) - 1; i >= 0; i-- {
		if v := all[i].Form[name]; len(v) > 0 {
			return v[0]
		}
	}
	return ""
}

// BearerToken returns the latest bearer token that the attacker received, or "".
func (s *Site) BearerToken() string {
	all := s.Visits()
	for i := len(all) - 1; i >= 0; i-- {
		if token, ok := strings.CutPrefix(all[i].Authorization, "Bearer "); ok {
			return token
		}
	}
	return ""
}
