package conformance_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"quartet.example/demo/e2e/rig"
	"quartet.example/inspector/flowfile"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

// exports returns what the inspector shows and exports, by its path, once it has read the whole
// recording: the pages, and each flow in each format.
func exports(t *testing.T, s *rig.Stack) map[string]string {
	t.Helper()
	get := func(path string) string {
		return call(t, plain(t), request(t, http.MethodGet, s.Inspector+path, "")).Body
	}
	waittest.Until(t, "the inspector shows the last message", func() bool {
		home := get("/")
		return strings.Contains(home, "/backchannel-logout") && !strings.Contains(home, "under way")
	})
	files := map[string]string{}
	for _, path := range []string{"/", "/hops.json", "/messages"} {
		files[path] = get(path)
	}
	for _, match := range regexp.MustCompile(`href="(/hops/[^"]+)"`).FindAllStringSubmatch(files["/messages"], -1) {
		files[match[1]] = get(match[1])
	}
	flows := flowsOf(t, files["/hops.json"])
	for _, id := range flows {
		for _, ext := range []string{"", ".html", ".svg", ".mmd", ".har", ".jsonl"} {
			files["/flows/"+id+ext] = get("/flows/" + id + ext)
		}
		files["/flows/"+id+".html, its events"] = eventsOf(t, files["/flows/"+id+".html"])
	}
	if text := strings.Join(slices.Collect(maps.Values(files)), ""); len(flows) < 10 || !strings.Contains(text, "code_verifier") {
		t.Fatalf("%d flows, %d files with %d bytes: there is nothing to look at", len(flows), len(files), len(text))
	}
	return files
}

// flowsOf returns the ids of the flows in /hops.json.
func flowsOf(t *testing.T, hops string) []string {
	t.Helper()
	ids := map[string]bool{}
	var shown struct{ Hops []trace.Event }
	if err := json.Unmarshal([]byte(hops), &shown); err != nil {
		t.Fatal(err)
	}
	for _, h := range shown.Hops {
		ids[h.Flow] = true
	}
	return slices.Sorted(maps.Keys(ids))
}

// eventsOf returns the events in an exported page, which are compressed, as JSONL.
func eventsOf(t *testing.T, page string) string {
	t.Helper()
	flows, err := flowfile.Read(strings.NewReader(page))
	if err != nil || len(flows) != 1 {
		t.Fatalf("the page has %d flows: %v", len(flows), err)
	}
	lines, err := flowfile.JSONL(flows[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(lines)
}
