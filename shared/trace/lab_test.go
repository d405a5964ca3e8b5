package trace_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quartet.example/shared/trace"
)

// A lab records what its attacker sends and what its careless target receives. For a stack that runs in
// another process, the sink is trace.InspectorSink("http://inspect.localhost:9002").
func ExampleStartLab() {
	sink := trace.MemorySink()
	run := trace.StartLab(trace.Lab{ID: "03", Name: "Stolen code", Target: "naive"}, sink, time.Now)

	target := httptest.NewServer(run.Recorder(trace.NaiveAS).Middleware(http.NotFoundHandler()))
	defer target.Close()
	host := strings.TrimPrefix(target.URL, "http://")
	attacker := &http.Client{Transport: run.Recorder(trace.Attacker).Transport(nil, trace.Hosts{host: trace.NaiveAS})}
	resp, err := attacker.PostForm(target.URL+"/token", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = resp.Body.Close()

	for _, e := range sink.Events() {
		fmt.Println(e.Service, "recorded", e.From, "to", e.To, e.Kind, e.Lab.Title())
	}
	// Unordered output:
	// attacker recorded attacker to naive-as request Lab 03 Stolen code · naive
	// naive-as recorded attacker to naive-as request Lab 03 Stolen code · naive
	// naive-as recorded attacker to naive-as response Lab 03 Stolen code · naive
	// attacker recorded attacker to naive-as response Lab 03 Stolen code · naive
}

// All recorders of a run have one key and one name; two runs of the same lab are apart.
func TestARunOfALabIsOneRecording(t *testing.T) {
	var lab trace.Lab
	prints, runs := map[string]bool{}, map[string]bool{}
	sink := trace.MemorySink()
	for range 2 {
		run := trace.StartLab(trace.Lab{ID: "01", Name: "Read the wire"}, sink, time.Now)
		for _, party := range []string{trace.NaiveClient, trace.NaiveAPI} {
			r := httptest.NewRequest(http.MethodGet, "/?state="+strings.Repeat("aB3dE_gh", 6), nil)
			run.Recorder(party).Middleware(http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), r)
		}
	}
	for _, e := range sink.Events() {
		lab = *e.Lab
		prints[e.Params[0].Print], runs[lab.Run] = true, true
	}
	if len(prints) != 2 || len(runs) != 2 || lab.Title() != "Lab 01 Read the wire" {
		t.Errorf("got %d fingerprints of one value, %d runs, and the title %q, want one of each for each run", len(prints), len(runs), lab.Title())
	}
}
