package hostile

import (
	"encoding/json"
	"net/http"
	"net/url"
)

// Record is a request that the provider received.
type Record struct {
	Endpoint Endpoint
	Method   string
	URL      *url.URL
	Header   http.Header
	Form     url.Values
	Error    string         // the error code of the response, "" for none
	Tokens   map[string]any // the token response
}

// Records returns the requests so far, the first one first.
func (p *Provider) Records() []Record {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Record(nil), p.records...)
}

// record must be called with the lock.
func (p *Provider) record(e Endpoint, r *http.Request, code string) *Record {
	p.records = append(p.records, Record{Endpoint: e, Method: r.Method, URL: r.URL, Header: r.Header.Clone(), Form: r.PostForm, Error: code})
	return &p.records[len(p.records)-1]
}

// refuse records a request and answers with an error (RFC 6749 §5.2).
func (p *Provider) refuse(w http.ResponseWriter, r *http.Request, e Endpoint, status int, code, description string) {
	p.record(e, r, code+": "+description)
	reply(w, status, map[string]any{"error": code, "error_description": description})
}

func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

// Refuse is a Conduct.Serve that answers with an error (RFC 6749 §5.2).
func Refuse(code, description string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		reply(w, http.StatusBadRequest, map[string]any{"error": code, "error_description": description})
	}
}
