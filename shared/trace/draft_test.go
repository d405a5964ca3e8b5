package trace_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

// waiting is a sink that keeps drafts, as a queue does.
type waiting struct{ drafts []trace.Draft }

func (w *waiting) Emit(d trace.Draft)        { w.drafts = append(w.drafts, d) }
func (*waiting) Close(context.Context) error { return nil }

// A handler and a client may use the memory of a message again, and change its headers, while its
// events wait to be masked.
func TestDraftsHoldCopies(t *testing.T) {
	const sent, answer = "grant_type=authorization_code", `{"token_type":"Bearer"}`
	overwrite := func(h http.Header) {
		for name := range h {
			h[name][0] = "changed"
		}
	}
	sink := &waiting{}
	server := httptest.NewServer(recorder("authserver", sink).Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		buffer, _ := io.ReadAll(r.Body)
		clear(buffer)
		overwrite(r.Header)
		buffer = []byte(answer)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(buffer)
		clear(buffer)
		overwrite(w.Header())
	})))
	calls := &http.Client{Transport: recorder("client", sink).Transport(nil, nil)}
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/token", strings.NewReader(sent))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := calls.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	overwrite(req.Header)
	overwrite(resp.Header)
	body, _ := io.ReadAll(resp.Body)
	clear(body)
	server.Close()
	if len(sink.drafts) != 4 {
		t.Fatalf("got %d drafts, want two of the sender and two of the receiver", len(sink.drafts))
	}
	for _, d := range slices.Backward(sink.drafts) { // whatever the order in which they are masked
		e := d.Event()
		got := []string{find(e.Headers, "header", "Content-Type").Value}
		want := []string{"application/x-www-form-urlencoded"}
		if e.Kind == trace.Response {
			got = append(got, find(e.Params, "body", "grant_type").Value, find(e.Answer.Headers, "header", "Content-Type").Value, find(e.Answer.Params, "body", "token_type").Value)
			want = append(want, "authorization_code", "application/json", "Bearer")
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s of the %s: got %q, want %q", e.Kind, e.Side, got, want)
		}
	}
}

// A draft that is printed by mistake must not show what it holds.
func TestADraftShowsNothing(t *testing.T) {
	sink := &waiting{}
	const secret = "hunter2-hunter2"
	recorder("authserver", sink).Middleware(http.HandlerFunc(readForm)).ServeHTTP(httptest.NewRecorder(), form("/token", map[string][]string{"password": {secret}}))
	for _, d := range sink.drafts {
		if shown := fmt.Sprintf("%v %+v %#v", d, d, d); strings.Contains(shown, secret) {
			t.Errorf("got %s", shown)
		}
	}
}

// gate is a Redis that does not answer until it is open.
type gate struct {
	redis.Hook
	open  chan struct{}
	calls *int
}

func (g gate) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		*g.calls++
		select {
		case <-g.open:
			return next(ctx, cmd)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
func (gate) DialHook(next redis.DialHook) redis.DialHook { return next }
func (gate) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// Large messages that wait for a slow Redis must not fill the memory, whatever part of them is large.
func TestTheQueueIsBoundedByItsBytes(t *testing.T) {
	large := strings.Repeat("a", large)
	for part, req := range map[string]func() *http.Request{
		"body":  func() *http.Request { return form("/token", url.Values{"scope": {large}}) },
		"query": func() *http.Request { return form("/token?scope="+large, nil) },
		"path":  func() *http.Request { return form("/"+large, nil) },
		"path with percent-encoding": func() *http.Request {
			return form("/"+strings.Repeat("%2f", len(large)/3), nil)
		},
		"header": func() *http.Request {
			req := form("/token", nil)
			req.Header.Set("X-Large", large)
			return req
		},
		"host": func() *http.Request {
			req := form("/token", nil)
			req.Host = large
			return req
		},
	} {
		t.Run(part, func(t *testing.T) { boundedByBytes(t, req) })
	}
}

const large = 60 << 10

func boundedByBytes(t *testing.T, req func() *http.Request) {
	t.Helper()
	const requests, size = 400, large
	client := redistest.New(t)
	open := make(chan struct{})
	client.AddHook(gate{open: open, calls: new(int)})
	sink := trace.RedisSink(client)
	h := recorder("authserver", sink).Middleware(http.HandlerFunc(readForm))
	for range requests {
		h.ServeHTTP(httptest.NewRecorder(), req())
	}
	close(open)
	if err := sink.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	written, lost := 0, sink.Lost()
	events, err := trace.Recent(t.Context(), client, 2*requests)
	for _, e := range events {
		if lost += e.Lost; e.Kind != trace.Note {
			written++
		}
	}
	if err != nil || written == 0 || lost == 0 || written+int(lost) != 2*requests {
		t.Errorf("written %d, lost %d of %d events, %v", written, lost, 2*requests, err)
	}
	const most = 8<<20/size + 128                // in the queue, and in the events that are being written
	if kept := written - requests; kept > most { // one event of a request may be small
		t.Errorf("kept %d events of %d bytes, want at most %d", kept, size, most)
	}
}

// The queue is read by a goroutine of its own, where a panic would end the service.
func TestAnEventThatCannotBeMaskedIsLost(t *testing.T) {
	client := redistest.New(t)
	sink := trace.RedisSink(client)
	sink.Emit(trace.DraftOf(func() trace.Event { panic("hunter2") }))
	waittest.Until(t, "the event is lost", func() bool { return sink.Lost() == 1 })
	sink.Emit(emitted(1))
	if err := sink.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	events, err := trace.Recent(t.Context(), client, 10)
	if err != nil || len(events) != 2 || events[0].URL != "1" || events[1].Kind != trace.Note || events[1].Lost != 1 {
		t.Errorf("got %+v, %v, want the second event and a note that one was lost", events, err)
	}
}

// The shutdown of a service must not wait for a Redis that does not answer.
func TestCloseDropsTheQueueWhenItsContextEnds(t *testing.T) {
	if os.Getenv("REDIS_URL") != "" {
		t.Skip("a real server has its own clock")
	}
	synctest.Test(t, func(t *testing.T) {
		client := redistest.New(t)
		calls := 0
		client.AddHook(gate{open: make(chan struct{}), calls: &calls})
		sink := trace.RedisSink(client)
		for n := range 1000 {
			sink.Emit(emitted(n))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		err := sink.Close(ctx)
		synctest.Wait()
		if took := time.Since(began); err == nil || took != time.Second || calls != 1 {
			t.Errorf("got %v after %s and %d calls, want an error after a second and one call", err, took, calls)
		}
	})
}
