package flow_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// call is one message of the browser. Its change is what differs from 200 without checks.
func call(path string, change ...func(*flow.Hop)) *flow.Hop {
	h := &flow.Hop{Event: trace.Event{
		Kind: trace.Response, From: trace.Browser, To: trace.Client, Channel: trace.Front, Method: "GET", URL: "http://app.localhost" + path, Status: 200,
	}}
	for _, c := range change {
		c(h)
	}
	return h
}

func checked(ok bool) func(*flow.Hop) {
	return func(h *flow.Hop) { h.Checks = append(h.Checks, trace.Checked{ID: "rs.aud", OK: ok}) }
}

func with(name, print string) func(*flow.Hop) {
	return func(h *flow.Hop) { h.Params = append(h.Params, value(trace.InBody, name, print)) }
}

func TestRows(t *testing.T) {
	a, b, c := call("/a"), call("/b"), call("/c")
	posted := func(h *flow.Hop) { h.Method = "POST" }
	created := func(h *flow.Hop) { h.Status = 201 }
	refused := func(h *flow.Hop) { h.Status = 400 }
	underWay := func(h *flow.Hop) { h.Kind, h.Status = trace.Request, 0 }
	failed := func(h *flow.Hop) { h.Kind, h.Status, h.Error = trace.Failure, 0, "connection refused" }
	called := func(h *flow.Hop) { h.From, h.Channel = trace.Service, trace.Back }
	for name, tt := range map[string]struct {
		hops []*flow.Hop
		want string
	}{
		"no message is no row":                                  {nil, ""},
		"different messages are rows of their own":              {[]*flow.Hop{a, b, c}, "/a, /b, /c"},
		"the same message three times is one row":               {[]*flow.Hop{a, a, a}, "3 × /a"},
		"rows stay in order":                                    {[]*flow.Hop{c, a, a, b}, "/c, 2 × /a, /b"},
		"a call and the call that it causes, three times":       {[]*flow.Hop{a, b, a, b, a, b}, "3 × /a, 3 × /b"},
		"a repetition that is not complete":                     {[]*flow.Hop{a, b, a, b, a}, "2 × /a, 2 × /b, /a"},
		"three calls, twice, after another":                     {[]*flow.Hop{b, a, b, c, a, b, c}, "/b, 2 × /a, 2 × /b, 2 × /c"},
		"the same message, but not at once":                     {[]*flow.Hop{a, b, c, b, a}, "/a, /b, /c, /b, /a"},
		"another method":                                        {[]*flow.Hop{a, call("/a", posted)}, "/a, /a"},
		"another status":                                        {[]*flow.Hop{a, call("/a", created)}, "/a, /a"},
		"another sender":                                        {[]*flow.Hop{a, call("/a", called)}, "/a, /a"},
		"the same number of checks that passed":                 {[]*flow.Hop{call("/a", checked(true)), call("/a", checked(true))}, "2 × /a"},
		"another number of checks":                              {[]*flow.Hop{a, call("/a", checked(true))}, "/a, /a"},
		"refused messages are rows of their own":                {[]*flow.Hop{call("/a", refused), call("/a", refused)}, "/a, /a"},
		"messages with a failed check are rows of their own":    {[]*flow.Hop{call("/a", checked(false)), call("/a", checked(false))}, "/a, /a"},
		"messages that never arrived are rows of their own":     {[]*flow.Hop{call("/a", failed), call("/a", failed)}, "/a, /a"},
		"messages without a response yet are rows of their own": {[]*flow.Hop{call("/a", underWay), call("/a", underWay)}, "/a, /a"},
		"a refused message between two that are the same":       {[]*flow.Hop{a, a, call("/a", refused), a, a}, "2 × /a, /a, 2 × /a"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			n := 0
			for _, r := range (flow.Flow{Hops: tt.hops}).Rows() {
				n += r.Count()
				line := r.First().Path()
				if r.Count() > 1 {
					line = fmt.Sprintf("%d × %s", r.Count(), line)
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, ", ")); diff != "" {
				t.Error(diff)
			}
			if n != len(tt.hops) {
				t.Errorf("%d messages are in the rows, want %d", n, len(tt.hops))
			}
		})
	}
}

func TestRowShowsValuesOfAllItsMessages(t *testing.T) {
	rows := flow.Flow{Hops: []*flow.Hop{
		call("/a", with("access_token", "f1"), with("jti", "f2")), call("/a", with("access_token", "f1"), with("jti", "f3")),
	}}.Rows()
	if len(rows) != 1 {
		t.Fatalf("got %d rows, want 1", len(rows))
	}
	var got []string
	for _, p := range rows[0].Chips() {
		got = append(got, p.Name)
	}
	if diff := cmp.Diff([]string{"access_token"}, got); diff != "" {
		t.Error(diff)
	}
}
