package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"quartet.example/client/cmd/internal/command"
	"quartet.example/shared/config/flags"
)

func TestHandover(t *testing.T) {
	for name, tt := range map[string]struct{ query, handover, err string }{
		"the hand-over":    {"handover=h", "h", ""},
		"the user said no": {"error=access_denied", "", "said no"},
		"another error":    {"error=server_error%1b", "", `server_error\x1b`},
		"nothing":          {"", "", "neither"},
	} {
		t.Run(name, func(t *testing.T) {
			query, err := url.ParseQuery(tt.query)
			if err != nil {
				t.Fatal(err)
			}
			got, err := handoverOf(query)
			if got != tt.handover || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("got %q and %v, want %q and %q", got, err, tt.handover, tt.err)
			}
		})
	}
}

// run starts the program with these arguments and no input.
func run(t *testing.T, out io.Writer, args ...string) error {
	s := &settings{In: strings.NewReader("")}
	if err := command.Load("app", description, s, args); err != nil {
		return err
	}
	return s.Run(t.Context(), http.DefaultClient, out)
}

func TestNobodyComes(t *testing.T) {
	var out bytes.Buffer
	err := run(t, &out, "--no-browser", "--timeout", "1ms")
	if err == nil || !strings.Contains(err.Error(), "nobody signed in within 1ms") {
		t.Errorf("got %v, want the end of the time", err)
	}
	if u, err := url.Parse(strings.Fields(out.String())[4]); err != nil || u.Query().Get("redirect") == "" || len(u.Query().Get("challenge")) != 43 || len(u.Query()) != 3 {
		t.Errorf("address: got %s", out.String())
	}
}

func TestSettings(t *testing.T) {
	if err := run(t, io.Discard, "--backend", "http://notes.example"); err == nil || !strings.Contains(err.Error(), "https is needed") {
		t.Errorf("got %v, want no session id in clear", err)
	}
	if err := run(t, io.Discard, "--help"); !errors.Is(err, flags.ErrHelp) {
		t.Errorf("got %v, want %v", err, flags.ErrHelp)
	}
}

// The verbs, against a backend that answers as it is told.
func TestPrompt(t *testing.T) {
	for name, tt := range map[string]struct {
		status       int
		answer       string
		typed        string
		request, say string
		ends         error
	}{
		"notes":               {200, `{"notes":[{"id":"1","text":"milk\u001b[2J"}]}`, "notes", "GET /api/notes ", "1  milk?[2J\nnotes: 1", nil},
		"add":                 {201, `{"id":"7"}`, "add  two words ", `POST /api/notes {"text":"two words"}`, "added 7", nil},
		"delete":              {204, ``, "delete a/b", "DELETE /api/notes/a%2Fb ", "deleted a/b", nil},
		"session":             {200, `{"sub":"alice","scope":"openid"}`, "session", "GET /session ", "sub      alice", nil},
		"something else":      {200, ``, "what", "", "add TEXT", nil},
		"nothing":             {200, ``, "", "", "> > ", nil},
		"the API says no":     {409, `{"detail":"too late\u001b"}`, "notes", "GET /api/notes ", "refused: 409 too late", nil},
		"a fresh sign-in":     {401, `{"error":"insufficient_user_authentication"}`, "notes", "GET /api/notes ", "fresh sign-in", nil},
		"the session is over": {401, `{"error":"login_required"}`, "notes", "GET /api/notes ", "> ", errSignedOut},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if r.Header.Get("Authorization") != "Session app.x" || r.Header.Get("Cookie") != "" {
					t.Errorf("got %v, want the session in its header", r.Header)
				}
				got = append(got, r.Method+" "+r.URL.EscapedPath()+" "+string(body))
				if r.URL.Path == "/logout" {
					w.WriteHeader(http.StatusNoContent)
					return
				}
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.answer)
			}))
			defer server.Close()
			var out bytes.Buffer
			err := prompt(t.Context(), &backend{url: server.URL, http: server.Client(), session: "app.x"}, strings.NewReader(tt.typed+"\n"), &out)
			if !errors.Is(err, tt.ends) || !strings.Contains(out.String(), tt.say) {
				t.Errorf("got %v and %q, want %v and %q", err, out.String(), tt.ends, tt.say)
			}
			if tt.request != "" && (len(got) == 0 || got[0] != tt.request) {
				t.Errorf("got requests %q, want %q first", got, tt.request)
			}
			if left := got[len(got)-1]; tt.ends == nil && left != "POST /logout " {
				t.Errorf("last: got %s, want the end of the session with the end of the input", left)
			}
		})
	}
}

// An interrupt signs out too.
func TestInterrupt(t *testing.T) {
	calls := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { calls <- r.URL.Path; w.WriteHeader(204) }))
	defer server.Close()
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	in, _ := io.Pipe() // somebody who types nothing
	if err := prompt(ctx, &backend{url: server.URL, http: server.Client(), session: "app.x"}, in, io.Discard); err != nil || <-calls != "/logout" {
		t.Errorf("got %v, want a clean end", err)
	}
}
