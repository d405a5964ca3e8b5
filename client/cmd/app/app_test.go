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
	"time"

	"quartet.example/shared/config/flags"
)

// Any page and any program of the machine can come to the port.
func TestWaiting(t *testing.T) {
	for name, tt := range map[string]struct {
		method, target string
		status         int
		handover, err  string // what the program hears; neither: it goes on waiting
	}{
		"the hand-over":         {"GET", path + "?handover=h&state=ours", 200, "h", ""},
		"no state":              {"GET", path + "?handover=h", 400, "", ""},
		"L-07 another state":    {"GET", path + "?handover=h&state=theirs", 400, "", ""},
		"another path":          {"GET", "/?handover=h&state=ours", 400, "", ""},
		"POST":                  {"POST", path + "?handover=h&state=ours", 400, "", ""},
		"the user said no":      {"GET", path + "?error=access_denied&state=ours", 200, "", "said no"},
		"another error":         {"GET", path + "?error=server_error%1b&state=ours", 200, "", `server_error\x1b`},
		"an error of strangers": {"GET", path + "?error=access_denied&state=theirs", 400, "", ""},
		"nothing":               {"GET", path + "?state=ours", 200, "", "neither"},
	} {
		t.Run(name, func(t *testing.T) {
			w, err := wait("ours")
			if err != nil {
				t.Fatal(err)
			}
			defer w.close()
			answer := httptest.NewRecorder()
			w.ServeHTTP(answer, httptest.NewRequest(tt.method, tt.target, nil))
			if answer.Code != tt.status || answer.Header().Get("Referrer-Policy") != "no-referrer" || answer.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("got %d %v, want %d", answer.Code, answer.Header(), tt.status)
			}
			if tt.handover+tt.err == "" {
				if len(w.came) != 0 {
					t.Error("the program heard of it")
				}
				return
			}
			got, err := w.handover(t.Context(), time.Minute)
			if got != tt.handover || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("got %q and %v, want %q and %q", got, err, tt.handover, tt.err)
			}
		})
	}
}

func TestNobodyComes(t *testing.T) {
	var out bytes.Buffer
	err := run(t.Context(), http.DefaultClient, strings.NewReader(""), &out, []string{"--no-browser", "--timeout", "1ms"})
	if err == nil || !strings.Contains(err.Error(), "nobody signed in within 1ms") {
		t.Errorf("got %v, want the end of the time", err)
	}
	if u, err := url.Parse(strings.Fields(out.String())[4]); err != nil || u.Query().Get("redirect") == "" || len(u.Query().Get("challenge")) != 43 || len(u.Query()) != 3 {
		t.Errorf("address: got %s", out.String())
	}
}

func TestSettings(t *testing.T) {
	if err := run(t.Context(), nil, nil, io.Discard, []string{"--backend", "http://notes.example"}); err == nil || !strings.Contains(err.Error(), "https is needed") {
		t.Errorf("got %v, want no session id in clear", err)
	}
	if err := run(t.Context(), nil, nil, io.Discard, []string{"--help"}); !errors.Is(err, flags.ErrHelp) {
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
		"notes":               {200, `{"notes":[{"id":"1","text":"milk\u001b[2J"}]}`, "notes", "GET /api/notes ", "1  milk [2J\nnotes: 1", nil},
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
