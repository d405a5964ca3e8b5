package resourceserver_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// added is the path and the entity tag of a new note.
func (r *rig) added(t *testing.T, token, text string) (path, etag string) {
	t.Helper()
	w := r.do(t, "POST", "/notes", token, fmt.Sprintf(`{"text":%q}`, text))
	wantStatus(t, w, http.StatusCreated)
	return w.Header().Get("Location"), w.Header().Get("ETag")
}

func TestConditionalGet(t *testing.T) { // RFC 9110 §13.1.2
	r := start(t)
	alice := r.of(t, "alice", "notes:read", "notes:write")
	path, etag := r.added(t, alice, "milk")
	if len(etag) < 24 || etag != r.do(t, "GET", path, alice, "").Header().Get("ETag") {
		t.Fatalf("got %s from POST, want that of GET", etag)
	}
	list := r.do(t, "GET", "/notes", alice, "").Header().Get("ETag")
	for name, tt := range map[string]struct {
		path, field, value string
		want               int
	}{
		"same note":                   {path, "If-None-Match", etag, 304},
		"same note among others":      {path, "If-None-Match", `"a", ,"b,c" ,` + etag, 304},
		"weak comparison":             {path, "If-None-Match", "W/" + etag, 304},
		"any":                         {path, "If-None-Match", "*", 304},
		"another":                     {path, "If-None-Match", `"x"`, 200},
		"a star in quotes is a tag":   {path, "If-None-Match", `"*"`, 200},
		"If-Match that holds":         {path, "If-Match", etag, 200},
		"If-Match that does not":      {path, "If-Match", `"x"`, 412},
		"If-Match compares strongly":  {path, "If-Match", "W/" + etag, 412},
		"no quotes":                   {path, "If-None-Match", strings.Trim(etag, `"`), 400},
		"no end":                      {path, "If-Match", `"x`, 400},
		"no comma":                    {path, "If-Match", etag + etag, 400},
		"star in a list":              {path, "If-Match", "*, " + etag, 400},
		"404 comes before 412":        {"/notes/x", "If-Match", etag, 404},
		"same list":                   {"/notes", "If-None-Match", list, 304},
		"another list":                {"/notes", "If-None-Match", etag, 200},
		"same list, but a page of it": {"/notes?limit=1", "If-None-Match", list, 304},
	} {
		t.Run(name, func(t *testing.T) {
			w := r.do(t, "GET", tt.path, alice, "", tt.field, tt.value)
			wantStatus(t, w, tt.want)
			if w.Code == http.StatusNotModified && (w.Body.Len() > 0 || w.Header().Get("ETag") == "" || w.Header().Get("Cache-Control") != "no-store") {
				t.Errorf("304: got %q with %v", w.Body, w.Header())
			}
		})
	}
	r.added(t, alice, "bread")
	wantStatus(t, r.do(t, "GET", "/notes", alice, "", "If-None-Match", list), http.StatusOK)
	wantStatus(t, r.do(t, "GET", "/notes?limit=1", alice, "", "If-None-Match", list), http.StatusOK)
	if got := r.do(t, "GET", "/notes?limit=2", alice, "").Header().Get("ETag"); got == r.do(t, "GET", "/notes?limit=1", alice, "").Header().Get("ETag") {
		t.Error("two pages share an entity tag")
	}
}

// HEAD says what GET would (RFC 9110 §9.3.2), to whom GET would.
func TestHead(t *testing.T) {
	r := start(t)
	alice := r.of(t, "alice", "notes:read", "notes:write")
	path, etag := r.added(t, alice, "milk")
	w := r.do(t, "HEAD", path, alice, "")
	if got := w.Header().Get("ETag"); w.Code != http.StatusOK || got != etag {
		t.Errorf("got %d %s, want 200 %s", w.Code, got, etag)
	}
	wantStatus(t, r.do(t, "HEAD", path, alice, "", "If-None-Match", etag), http.StatusNotModified)
	for _, path := range []string{path, "/notes", "/whoami"} {
		wantStatus(t, r.do(t, "HEAD", path, "", ""), http.StatusUnauthorized)
	}
}

func TestLostUpdate(t *testing.T) { // RFC 9110 §13.1.1
	r := start(t)
	alice := r.of(t, "alice", "notes:read", "notes:write")
	path, etag := r.added(t, alice, "milk")

	w := r.do(t, "PUT", path, alice, `{"text":"milk, bread"}`, "If-Match", etag)
	wantStatus(t, w, http.StatusOK)
	if got := w.Header().Get("ETag"); got != "" {
		t.Errorf("RFC 9110 §9.3.4 ETag of what was not sent: got %s", got)
	}
	wantProblem(t, r.do(t, "PUT", path, alice, `{"text":"milk, beer"}`, "If-Match", etag), http.StatusPreconditionFailed, "rs.note.precondition")
	wantProblem(t, r.do(t, "DELETE", path, alice, "", "If-Match", etag), http.StatusPreconditionFailed, "rs.note.precondition")
	wantProblem(t, r.do(t, "PUT", path, alice, `{"text":"x"}`, "If-None-Match", "*"), http.StatusPreconditionFailed, "rs.note.precondition")
	wantProblem(t, r.do(t, "PUT", path, alice, `{"text":"x"}`, "If-Match", "milk"), http.StatusBadRequest, "rs.note.entity_tag")
	wantProblem(t, r.do(t, "DELETE", path, alice, "", "If-Match", "milk"), http.StatusBadRequest, "rs.note.entity_tag")

	w = r.do(t, "GET", path, alice, "")
	now := w.Header().Get("ETag")
	if got := decode[note](t, w.Body.Bytes()).Text; got != "milk, bread" || now == etag {
		t.Errorf("got %q at %s, want the first change at another entity tag than %s", got, now, etag)
	}
	wantStatus(t, r.do(t, "PUT", path, alice, `{"text":"all"}`), http.StatusOK) // no precondition
	wantStatus(t, r.do(t, "DELETE", path, alice, "", "If-Match", now), http.StatusPreconditionFailed)
	wantStatus(t, r.do(t, "DELETE", path, alice, "", "If-Match", `"x", `+r.do(t, "GET", path, alice, "").Header().Get("ETag")), http.StatusNoContent)
	wantProblem(t, r.do(t, "PUT", path, alice, `{"text":"x"}`), http.StatusNotFound, "rs.note.own")
	wantProblem(t, r.do(t, "PUT", path, alice, `{"text":"x"}`, "If-Match", "*"), http.StatusNotFound, "rs.note.own")
}

func TestOneOfManyEditorsWins(t *testing.T) {
	r := start(t)
	alice := r.of(t, "alice", "notes:read", "notes:write")
	path, etag := r.added(t, alice, "milk")
	var won, lost atomic.Int32
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			switch w := r.do(t, "PUT", path, alice, fmt.Sprintf(`{"text":"editor %d"}`, i), "If-Match", etag); w.Code {
			case http.StatusOK:
				won.Add(1)
			case http.StatusPreconditionFailed:
				lost.Add(1)
			default:
				t.Errorf("got %d %s", w.Code, w.Body)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 || lost.Load() != 49 {
		t.Errorf("got %d winners and %d losers, want 1 and 49", won.Load(), lost.Load())
	}
}
