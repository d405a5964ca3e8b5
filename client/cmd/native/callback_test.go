package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

const (
	ourState  = "our-state"
	ourIssuer = "https://auth.example"
)

func TestCallback(t *testing.T) {
	good := "?code=c&state=our-state&iss=https%3A%2F%2Fauth.example"
	for name, tt := range map[string]struct {
		method, target string
		silent         bool // the server does not promise iss
		status         int
		code, err      string // what the program hears; neither: it goes on waiting
	}{
		"the code":                            {"GET", path + good, false, 200, "c", ""},
		"L-08 no state":                       {"GET", path + "?code=c&iss=https%3A%2F%2Fauth.example", false, 400, "", ""},
		"L-08 another state":                  {"GET", path + strings.ReplaceAll(good, "our-", "x-"), false, 400, "", ""},
		"code twice":                          {"GET", path + good + "&code=d", false, 400, "", ""},
		"another path":                        {"GET", "/" + good, false, 404, "", ""},
		"POST":                                {"POST", path + good, false, 405, "", ""},
		"malformed query":                     {"GET", path + good + "&x=%zz", false, 400, "", ""},
		"RFC 9207 §2.4 another iss":           {"GET", path + strings.ReplaceAll(good, "auth.", "evil."), false, 400, "", "evil.example"},
		"RFC 9207 §2.4 no iss":                {"GET", path + "?code=c&state=our-state", false, 400, "", "we asked"},
		"no iss, and none was promised":       {"GET", path + "?code=c&state=our-state", true, 200, "c", ""},
		"another iss, and none was promised":  {"GET", path + strings.ReplaceAll(good, "auth.", "evil."), true, 400, "", "evil.example"},
		"the user said no":                    {"GET", path + strings.ReplaceAll(good, "code=c", "error=access_denied"), false, 400, "", "said no"},
		"another error":                       {"GET", path + strings.ReplaceAll(good, "code=c", "error=server_error%1b"), false, 400, "", `server_error\x1b`},
		"neither code nor error":              {"GET", path + strings.ReplaceAll(good, "code=c&", ""), false, 400, "", "neither"},
		"error of another issuer is not read": {"GET", path + strings.ReplaceAll(strings.ReplaceAll(good, "auth.", "evil."), "code=c", "error=x"), false, 400, "", "evil.example"},
	} {
		t.Run(name, func(t *testing.T) {
			came := make(chan answer, 1)
			c := &callback{want: expected{ourState, ourIssuer, !tt.silent}, came: came}
			w := httptest.NewRecorder()
			c.ServeHTTP(w, httptest.NewRequest(tt.method, tt.target, nil))
			if w.Code != tt.status {
				t.Errorf("got %d %s, want %d", w.Code, w.Body, tt.status)
			}
			select {
			case a := <-came:
				if a.code != tt.code || (a.err == nil) != (tt.err == "") || a.err != nil && !strings.Contains(a.err.Error(), tt.err) {
					t.Errorf("got %q and %v, want %q and %q", a.code, a.err, tt.code, tt.err)
				}
			default:
				if tt.code+tt.err != "" {
					t.Errorf("the program heard nothing, want %q %q", tt.code, tt.err)
				}
			}
			if tt.status != http.StatusNotFound && w.Header().Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("headers: got %v", w.Header())
			}
		})
	}
}

func TestSecondAnswerIsNotWaitedFor(t *testing.T) {
	r, err := listen(expected{ourState, ourIssuer, false}, loopback...)
	if err != nil {
		t.Fatal(err)
	}
	defer r.close()
	if u, err := url.Parse(r.uri); err != nil || u.Port() == "0" || !(u.Hostname() == "127.0.0.1" || u.Hostname() == "::1") || u.Path != "/callback" {
		t.Fatalf("B-07 redirect_uri: got %s", r.uri)
	}
	for _, code := range []string{"first", "second"} {
		resp, err := http.Get(r.uri + "?state=our-state&code=" + code)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	if code, err := r.wait(t.Context(), time.Minute); code != "first" || err != nil {
		t.Errorf("got %q and %v, want the first", code, err)
	}
}

func TestListenWhereThereIsNoIPv4(t *testing.T) {
	const nowhere = "203.0.113.1:0" // for documentation, no address of this machine (RFC 5737)
	r, err := listen(expected{ourState, ourIssuer, false}, nowhere, "[::1]:0")
	if err != nil {
		t.Skip("there is no IPv6 here")
	}
	defer r.close()
	resp, err := http.Get(r.uri + "?state=our-state&code=c")
	if err != nil || !strings.HasPrefix(r.uri, "http://[::1]:") {
		t.Fatalf("B-07 %s: %v", r.uri, err)
	}
	resp.Body.Close()
	if code, err := r.wait(t.Context(), time.Minute); code != "c" || err != nil {
		t.Errorf("got %q and %v, want the code", code, err)
	}
	if _, err := listen(expected{}, nowhere); err == nil {
		t.Error("nowhere to listen: got no error")
	}
}

func TestWaitEnds(t *testing.T) {
	r, err := listen(expected{ourState, ourIssuer, false}, loopback...)
	if err != nil {
		t.Fatal(err)
	}
	defer r.close()
	if _, err := r.wait(t.Context(), time.Millisecond); err == nil || !strings.Contains(err.Error(), "nobody signed in") {
		t.Errorf("got %v, want the end of the time", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.wait(ctx, time.Minute); err != context.Canceled {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
