package trace_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quartet.example/shared/patience"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/step"
	"quartet.example/shared/waittest"
)

// refreshing is a client that announces a token request for each request that it receives, takes a lock,
// and sends it if send is true.
func (s *stepping) refreshing(send bool, lock func(ctx context.Context)) *httptest.Server {
	own := s.recorder(trace.Client)
	out := &http.Client{Transport: own.Transport(http.DefaultTransport, trace.Hosts{strings.TrimPrefix(s.server.URL, "http://"): trace.AuthServer})}
	request := func(ctx context.Context) *http.Request {
		req, _ := http.NewRequestWithContext(ctx, http.MethodPost, s.server.URL+"/token", strings.NewReader("grant_type=refresh_token"))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return req
	}
	client := httptest.NewServer(own.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ctx, end := trace.Announce(r.Context(), request(r.Context()))
		defer end()
		lock(ctx)
		if !send {
			return
		}
		resp, err := out.Do(request(ctx))
		if err != nil {
			s.t.Error(err)
			return
		}
		_, _ = io.ReadAll(resp.Body)
		_ = resp.Body.Close()
	})))
	s.t.Cleanup(client.Close)
	return client
}

// call sends a request like a service that has held it already, and returns where its end arrives.
func (s *stepping) call(url string) <-chan struct{} {
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		req, _ := http.NewRequestWithContext(s.t.Context(), http.MethodGet, url, nil)
		req.Header.Set("Tracestate", "quartet=client")
		if resp, err := http.DefaultClient.Do(req); err == nil {
			_ = resp.Body.Close()
		}
	}()
	return answered
}

func await(t *testing.T, what string, done <-chan struct{}) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(waittest.Patience):
		t.Fatal(what)
	}
}

func TestAnnouncedMessageIsHeldBeforeTheLockAndNotAgain(t *testing.T) {
	locked := make(chan struct{})
	s := steppingIn(t, step.All, func(_ http.ResponseWriter, r *http.Request) {
		if !patience.IsUnheld(r.Context()) {
			t.Error("the receiver would hold what it sends while the sender has a lock")
		}
	})
	client := s.refreshing(true, func(context.Context) { close(locked) })
	answered := s.call(client.URL + "/notes")
	held := s.await(trace.Held, 1)
	if held.From != trace.Client || held.To != trace.AuthServer || held.Side != trace.Sender || !strings.HasSuffix(held.URL, "/token") {
		t.Errorf("held: got %+v", held)
	}
	select {
	case <-locked:
		t.Fatal("the lock was taken although the message is held")
	default:
	}
	s.next(held)
	await(t, "the announced message was held again", answered)
	await(t, "no lock", locked)
	var kinds []trace.Kind
	for _, e := range s.sink.Events() {
		if e.Side == trace.Sender && e.Span == held.Span {
			kinds = append(kinds, e.Kind)
		}
	}
	if len(kinds) != 4 || kinds[0] != trace.Request || kinds[1] != trace.Held || kinds[2] != trace.Released || kinds[3] != trace.Response {
		t.Errorf("the events of the message: got %v", kinds)
	}
}

func TestAnnouncedMessageThatIsNotSentIsRecordedAsThat(t *testing.T) {
	s := steppingIn(t, step.All, func(http.ResponseWriter, *http.Request) { t.Error("it was sent") })
	answered := s.call(s.refreshing(false, func(context.Context) {}).URL + "/notes")
	held := s.await(trace.Held, 1)
	s.next(held)
	await(t, "the client does not answer", answered)
	if e := s.await(trace.Failure, 1); e.Span != held.Span || !strings.Contains(e.Error, "not sent") {
		t.Errorf("got %+v", e)
	}
}

// Without a gate, as in production, Announce must not wait, record or send anything.
func TestAnnounceWithoutAGate(t *testing.T) {
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://as.example/token", nil)
	ctx, end := trace.Announce(t.Context(), req)
	end()
	if !patience.IsUnheld(ctx) || patience.On(ctx) {
		t.Error("the context is not as expected")
	}
}
