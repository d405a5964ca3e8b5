package trace_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/step"
	"quartet.example/shared/waittest"
)

// stepping is a client and an authorization server in step mode, and what they recorded.
type stepping struct {
	t       *testing.T
	sink    *trace.Memory
	gate    *step.Gate
	control step.Control
	server  *httptest.Server
}

// steppingIn starts an authorization server whose handler is h, with timeouts shorter than a message is held.
func steppingIn(t *testing.T, kind step.Kind, h http.HandlerFunc) *stepping {
	t.Helper()
	rdb := redistest.New(t)
	s := &stepping{t: t, sink: trace.MemorySink(), control: step.Control{Redis: rdb, Now: time.Now}}
	if err := s.control.Set(t.Context(), step.Mode{Kind: kind}); err != nil {
		t.Fatal(err)
	}
	s.gate = step.Open(t.Context(), rdb)
	waittest.Until(t, "step mode", s.gate.On)
	s.server = httptest.NewUnstartedServer(s.recorder(trace.AuthServer).Middleware(h))
	s.server.Config.ReadTimeout, s.server.Config.WriteTimeout = briefly, briefly
	s.server.Start()
	t.Cleanup(s.server.Close)
	return s
}

// briefly is a timeout that ends while a message is held, but long enough for a busy machine to get there.
const briefly = time.Second

func (s *stepping) recorder(service string) *trace.Recorder {
	return trace.New(trace.Options{Service: service, Sink: s.sink, Now: time.Now, FingerprintKey: []byte("key of this test"), Dev: true, Gate: s.gate})
}

// await waits for the nth event of a kind, counted from 1.
func (s *stepping) await(kind trace.Kind, n int) trace.Event {
	s.t.Helper()
	var found []trace.Event
	waittest.Until(s.t, string(kind), func() bool {
		found = nil
		for _, e := range s.sink.Events() {
			if e.Kind == kind {
				found = append(found, e)
			}
		}
		return len(found) >= n
	})
	return found[n-1]
}

// heldFor is for how long a message is held at least: until timeouts of the length briefly have ended.
const heldFor = 2 * briefly

func overdue() { <-time.After(heldFor) }

func (s *stepping) next(e trace.Event) {
	s.t.Helper()
	if err := s.control.Next(s.t.Context(), trace.HeldID(e)); err != nil {
		s.t.Fatal(err)
	}
}

func visit(req *http.Request) *http.Request {
	req.Header.Set("Sec-Fetch-Site", "none")
	return req
}

func TestMessageOfABrowserIsHeldAtTheReceiver(t *testing.T) {
	entered := make(chan string, 1)
	s := steppingIn(t, step.Front, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		entered <- r.PostForm.Get("username")
		_, _ = io.WriteString(w, "in")
	})
	answer := make(chan string, 1)
	go func() {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, s.server.URL+"/login", strings.NewReader(url.Values{"username": {"alice"}}.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := http.DefaultClient.Do(visit(req))
		if err != nil {
			answer <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		answer <- string(body)
	}()
	e := s.await(trace.Held, 1)
	if e.From != trace.Browser || e.Service != trace.AuthServer || !strings.HasSuffix(e.URL, "/login") || e.Params != nil {
		t.Errorf("held: got %+v", e)
	}
	overdue() // of ReadTimeout and WriteTimeout
	select {
	case <-entered:
		t.Fatal("the handler ran although the message is held")
	default:
	}
	s.next(e)
	if got := <-entered; got != "alice" {
		t.Errorf("the form: got %q", got)
	}
	if got := <-answer; got != "in" {
		t.Errorf("the response: got %q", got)
	}
	if got := s.await(trace.Released, 1).Why; got != string(step.Next) {
		t.Errorf("released: got %q", got)
	}
	if got := s.await(trace.Response, 1); time.Duration(got.Duration)*time.Microsecond >= heldFor {
		t.Errorf("duration: got %d µs, which includes the time for which the message was held", got.Duration)
	}
}

func TestMessageOfAServiceIsHeldAtTheSenderOnly(t *testing.T) {
	s := steppingIn(t, step.All, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "in") })
	client := &http.Client{Timeout: briefly, Transport: s.recorder(trace.Client).Transport(http.DefaultTransport, nil)}
	answer := make(chan string, 1)
	go func() {
		ctx, cancel := context.WithTimeout(t.Context(), briefly)
		defer cancel()
		req, _ := http.NewRequestWithContext(ctx, http.MethodPost, s.server.URL+"/token", strings.NewReader("a=b"))
		resp, err := client.Do(req)
		if err != nil {
			answer <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			answer <- err.Error()
			return
		}
		answer <- string(body)
	}()
	e := s.await(trace.Held, 1)
	if e.Side != trace.Sender {
		t.Errorf("held by the %s", e.Side)
	}
	for _, seen := range s.sink.Events() {
		if seen.Service == trace.AuthServer {
			t.Error("the message arrived although it is held")
		}
	}
	overdue() // of the client, and of the context
	s.next(e)
	if got := <-answer; got != "in" {
		t.Errorf("got %q", got)
	}
	if n := len(s.sink.Events()); n != 6 { // request, held, released, request, response, response
		t.Errorf("got %d events", n)
	}
}

// A program that is none of our services has no recorder that could hold its messages.
func TestMessageOfAnotherProgramIsHeldAtTheReceiver(t *testing.T) {
	s := steppingIn(t, step.Back, func(http.ResponseWriter, *http.Request) {})
	done := make(chan error, 1)
	go func() {
		resp, err := http.Get(s.server.URL + "/token")
		if err == nil {
			_ = resp.Body.Close()
		}
		done <- err
	}()
	e := s.await(trace.Held, 1)
	if e.Side != trace.Receiver || e.From != trace.Service {
		t.Errorf("held by the %s, from %s", e.Side, e.From)
	}
	s.next(e)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestWhatIsNotRecordedIsNotHeld(t *testing.T) {
	s := steppingIn(t, step.All, func(http.ResponseWriter, *http.Request) {})
	client := &http.Client{Timeout: waittest.Patience, Transport: s.recorder(trace.ResourceServer).Transport(http.DefaultTransport, nil)}
	for _, path := range []string{"/readyz", "/livez", "/assets/x.css", "/security_events"} {
		for name, by := range map[string]*http.Client{"another program": {Timeout: waittest.Patience}, "a service": client} {
			resp, err := by.Get(s.server.URL + path)
			if err != nil {
				t.Errorf("%s by %s: %v", path, name, err)
				continue
			}
			_ = resp.Body.Close()
		}
	}
	if n := len(s.sink.Events()); n != 0 {
		t.Errorf("got %d events", n)
	}
}

func TestBrowserThatIsGoneLeavesTheGate(t *testing.T) {
	s := steppingIn(t, step.All, func(http.ResponseWriter, *http.Request) {})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		req, _ := http.NewRequestWithContext(ctx, http.MethodPost, s.server.URL+"/login", strings.NewReader("username=alice"))
		if resp, err := http.DefaultClient.Do(visit(req)); err == nil {
			_ = resp.Body.Close()
		}
	}()
	s.await(trace.Held, 1)
	cancel()
	if got := s.await(trace.Released, 1).Why; got != string(step.Gone) {
		t.Errorf("got %q", got)
	}
}

func TestServiceThatStopsWaitingLeavesTheGate(t *testing.T) {
	arrived := false
	s := steppingIn(t, step.All, func(http.ResponseWriter, *http.Request) { arrived = true })
	client := &http.Client{Transport: s.recorder(trace.Client).Transport(http.DefaultTransport, nil)}
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	go func() {
		req, _ := http.NewRequestWithContext(ctx, http.MethodPost, s.server.URL+"/token", strings.NewReader("a=b"))
		resp, err := client.Do(req)
		if err == nil {
			_ = resp.Body.Close()
		}
		failed <- err
	}()
	s.await(trace.Held, 1)
	cancel()
	if err := <-failed; err == nil || arrived {
		t.Errorf("got %v, arrived %v", err, arrived)
	}
	if e := s.await(trace.Failure, 1); !strings.Contains(e.Error, "held") {
		t.Errorf("got %q", e.Error)
	}
}

func TestNoGateInProduction(t *testing.T) {
	h := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	rdb := redistest.New(t)
	none := trace.New(trace.Options{Service: trace.AuthServer, Sink: trace.MemorySink(), Now: time.Now, Gate: step.Open(t.Context(), rdb), Dev: false})
	if err := (step.Control{Redis: rdb, Now: time.Now}).Set(t.Context(), step.Mode{Kind: step.All}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(none.Middleware(h))
	defer server.Close()
	client := &http.Client{Timeout: waittest.Patience, Transport: none.Transport(http.DefaultTransport, nil)}
	resp, err := client.Get(server.URL + "/token")
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if client.Transport != http.DefaultTransport {
		t.Error("the transport is wrapped")
	}
}
