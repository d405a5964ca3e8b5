package flowview_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/trace"
)

// between returns a message from one party to another.
func between(id, from, to string) trace.Event {
	e := fromBrowser(id, to, "/token", 0, 200, trace.Answer{})
	e.From, e.Channel = from, trace.Back
	return e
}

// A party of a lab has a lane only in a flow in which it appears, and a careless target takes the place of
// the role that does not appear.
func TestLanesOfALab(t *testing.T) {
	for name, tt := range map[string]struct {
		from, to string
		want     []string
	}{
		"no lab":                      {trace.Client, trace.AuthServer, []string{trace.Browser, trace.Client, trace.AuthServer, trace.ResourceServer}},
		"the attacker is the last":    {trace.Attacker, trace.AuthServer, []string{trace.Browser, trace.Client, trace.AuthServer, trace.ResourceServer, trace.Attacker}},
		"targets instead of roles":    {trace.NaiveClient, trace.NaiveAS, []string{trace.Browser, trace.NaiveClient, trace.NaiveAS, trace.ResourceServer}},
		"a target beside its role":    {trace.Client, trace.NaiveClient, []string{trace.Browser, trace.Client, trace.NaiveClient, trace.AuthServer, trace.ResourceServer}},
		"another server is no target": {trace.Client, trace.OtherAS, []string{trace.Browser, trace.Client, trace.AuthServer, trace.OtherAS, trace.ResourceServer}},
		"an unknown party":            {"printer", trace.NaiveAPI, []string{trace.Browser, trace.Client, trace.AuthServer, trace.NaiveAPI, "printer"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := diagramOf(between("1-0", tt.from, tt.to))
			if diff := cmp.Diff(tt.want, d.Lanes); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
			drawn := (&flowview.Drawing{Diagram: d}).SVG()
			for _, key := range []string{tt.from, tt.to} {
				for word := range strings.FieldsSeq(flowview.Party(key)) {
					if !strings.Contains(drawn, word) {
						t.Errorf("the drawing does not say %q", flowview.Party(key))
					}
				}
			}
		})
	}
}

// The recorder of a lab has another key than the services, so nothing follows from other fingerprints.
func TestRecordsWithDifferentKeysAreNotCompared(t *testing.T) {
	sent, received := between("1-0", trace.Attacker, trace.AuthServer), between("2-0", trace.Attacker, trace.AuthServer)
	received.Trace, received.Span, sent.Side = sent.Trace, sent.Span, trace.Sender
	received.Params = []trace.Param{{Name: "state", In: trace.InQuery, Class: trace.Binding, Print: "t", Masked: true}}
	if got := flowview.Differences(diagramOf(sent, received).Rows[0].First()); len(got) != 1 {
		t.Fatalf("got %+v, want one difference", got)
	}
	sent.Lab = &trace.Lab{ID: "03", Run: "a"}
	h := diagramOf(sent, received).Rows[0].First()
	if got := flowview.Differences(h); len(got) != 0 {
		t.Errorf("got %+v, want none", got)
	}
	if h.Lab == nil {
		t.Error("the message is not part of the lab")
	}
}

// No name and no path is cut in a terminal: names share a column, and a path without room has its own line.
func TestATerminalCutsNoName(t *testing.T) {
	long := fromBrowser("1-0", trace.ResourceServer, "/.well-known/oauth-authorization-server", 0, 200, trace.Answer{})
	long.From = trace.NaiveClient
	got := flowview.Terminal{}.Messages([]*flow.Hop{{Event: long, N: 1}, {Event: between("2-0", trace.Attacker, "native-app"), N: 2}})
	for _, want := range []string{"Careless client ~~> Resource server ", "\n        GET /.well-known/oauth-authorization-server\n", "Attacker ──> App on the computer    GET /token"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	for line := range strings.Lines(got) {
		if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) > 80 {
			t.Errorf("%q is longer than 80 columns", line)
		}
	}
}
