package loopback

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// want reads the parameter code, and reports one error that it finds.
var want = Expected{Program: "test", Path: "/callback", State: "our-state", Read: func(response url.Values) (string, error) {
	if response.Has("error") {
		return "", errors.New(response.Get("error"))
	}
	return response.Get("code"), nil
}}

func TestOnlyTheResponseToOurRequestEndsTheWait(t *testing.T) {
	const good = "/callback?code=c&state=our-state"
	for name, tt := range map[string]struct {
		method, target string
		status         int
		value, err     string // what Wait returns; both empty: it still waits
	}{
		"the code":                    {"GET", good, 200, "c", ""},
		"an error":                    {"GET", "/callback?error=denied&state=our-state", 400, "", "denied"},
		"L-07 L-08 no state":          {"GET", "/callback?code=c", 400, "", ""},
		"L-07 L-08 another state":     {"GET", strings.ReplaceAll(good, "our-", "x-"), 400, "", ""},
		"an error with another state": {"GET", "/callback?error=denied&state=x", 400, "", ""},
		"RFC 6749 §3.1 repeated code": {"GET", good + "&code=d", 400, "", ""},
		"another path":                {"GET", strings.ReplaceAll(good, "callback", ""), 404, "", ""},
		"POST":                        {"POST", good, 405, "", ""},
		"malformed query":             {"GET", good + "&x=%zz", 400, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := &Redirect{want: want, result: make(chan result, 1)}
			w := httptest.NewRecorder()
			r.ServeHTTP(w, httptest.NewRequest(tt.method, tt.target, nil))
			if w.Code != tt.status || w.Header().Get("Referrer-Policy") != "no-referrer" || w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("got %d %v %s, want %d", w.Code, w.Header(), w.Body, tt.status)
			}
			if tt.value+tt.err == "" {
				if len(r.result) != 0 {
					t.Error("the wait ended")
				}
				return
			}
			got, err := r.Wait(t.Context(), time.Minute)
			if got != tt.value || (err == nil) != (tt.err == "") || err != nil && err.Error() != tt.err {
				t.Errorf("got %q and %v, want %q and %q", got, err, tt.value, tt.err)
			}
		})
	}
}

func get(t *testing.T, address string) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
}

func TestSecondResponseIsDropped(t *testing.T) {
	r, err := Listen(want)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if u, err := url.Parse(r.URI); err != nil || u.Port() == "0" || !(u.Hostname() == "127.0.0.1" || u.Hostname() == "::1") || u.Path != "/callback" {
		t.Fatalf("B-07 redirect_uri: got %s", r.URI)
	}
	get(t, r.URI+"?state=our-state&code=first")
	get(t, r.URI+"?state=our-state&code=second")
	if code, err := r.Wait(t.Context(), time.Minute); code != "first" || err != nil {
		t.Errorf("got %q and %v, want the first", code, err)
	}
}

func TestListenWithoutIPv4(t *testing.T) {
	const unassigned = "203.0.113.1:0" // an address for documentation (RFC 5737)
	r, err := listen(want, unassigned, "[::1]:0")
	if err != nil {
		t.Skip("this machine has no IPv6")
	}
	defer r.Close()
	if !strings.HasPrefix(r.URI, "http://[::1]:") {
		t.Fatalf("B-07 redirect_uri: got %s", r.URI)
	}
	get(t, r.URI+"?state=our-state&code=c")
	if code, err := r.Wait(t.Context(), time.Minute); code != "c" || err != nil {
		t.Errorf("got %q and %v, want the code", code, err)
	}
	if _, err := listen(want, unassigned); err == nil {
		t.Error("no address to listen on: got no error")
	}
}

func TestWaitEnds(t *testing.T) {
	r, err := Listen(want)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Wait(t.Context(), time.Millisecond); err == nil || !strings.Contains(err.Error(), "nobody signed in") {
		t.Errorf("got %v, want the timeout", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Wait(ctx, time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
