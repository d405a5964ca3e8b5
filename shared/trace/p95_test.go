package trace_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// BenchmarkP95 measures how much later the 95th percentile of responses comes with the recorder, at a
// moderate load: one request each 2 ms, with and without the recorder in turn, so that both meet the
// same other load of the machine. The recorder writes to a Redis in the same process. The limit is
// 1000 p95-µs.
//
//	go test -run '^$' -bench P95 -benchtime 2000x ./shared/trace
func BenchmarkP95(b *testing.B) {
	sink := trace.RedisSink(redistest.New(b))
	on, off := served(recorder("authserver", sink)), served(nil)
	var with, without []time.Duration
	for b.Loop() {
		without = append(without, timed(off))
		with = append(with, timed(on))
		time.Sleep(2 * time.Millisecond) // the load, not the passing of time that a test waits for
	}
	b.ReportMetric(microseconds(p95(with)-p95(without)), "p95-µs")
	b.ReportMetric(microseconds(p95(with)), "on-p95-µs")
	b.ReportMetric(microseconds(p95(without)), "off-p95-µs")
	if lost := sink.Lost(); lost > 0 {
		b.Errorf("%d events were dropped", lost)
	}
}

func served(r *trace.Recorder) http.Handler {
	e := web.New(web.Options{Service: "authserver", Recorder: r})
	e.POST("/token", issue)
	return e
}

func timed(h http.Handler) time.Duration {
	req, answer := tokenRequest(), httptest.NewRecorder()
	began := time.Now()
	h.ServeHTTP(answer, req)
	return time.Since(began)
}

func p95(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)*95/100]
}

func microseconds(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

// Off costs nothing: no wrapper is between a service and its handler or its transport.
func TestRecorderThatIsOffReturnsWhatItWasGiven(t *testing.T) {
	off := trace.New(trace.Options{Service: "authserver", Sink: trace.MemorySink(), Now: now})
	if off != nil {
		t.Fatal("without Dev there is a recorder")
	}
	handler, transport := http.NewServeMux(), &http.Transport{}
	if got := off.Middleware(handler); got != http.Handler(handler) {
		t.Errorf("the middleware is %T", got)
	}
	if got := off.Transport(transport, nil); got != http.RoundTripper(transport) {
		t.Errorf("the transport is %T", got)
	}
}
