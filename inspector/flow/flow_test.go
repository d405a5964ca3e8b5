package flow_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

var start = time.Date(2026, 11, 22, 22, 0, 0, 0, time.UTC)

func event(id, traceID, span, parent, url string, at time.Duration, params ...trace.Param) trace.Event {
	return trace.Event{
		V: 1, ID: id, Time: start.Add(at), Trace: traceID, Span: span, Parent: parent, Kind: trace.Request, Side: trace.Receiver,
		From: "browser", To: "client", Method: "GET", URL: "http://app.localhost" + url, Params: params,
	}
}

func value(in, name, print string) trace.Param {
	return trace.Param{Name: name, In: in, Class: trace.Credential, Print: print, Len: 43, Masked: true}
}

// paths returns the flows, latest first, each as the paths of its messages.
func paths(events ...trace.Event) []string {
	book := flow.NewBook(100)
	for _, e := range events {
		book.Add(e)
	}
	var list []string
	for _, f := range book.Flows() {
		var hops []string
		for _, h := range f.Hops {
			hops = append(hops, h.Path())
		}
		list = append(list, strings.Join(hops, " "))
	}
	return list
}

func TestOrderAndGrouping(t *testing.T) {
	for name, tt := range map[string]struct {
		events []trace.Event
		want   []string
	}{
		"a parent comes first, whatever the order in the stream and the clocks": {
			[]trace.Event{event("1-0", "t", "b", "a", "/token", 0), event("2-0", "t", "a", "", "/callback", time.Second)}, []string{"/callback /token"},
		},
		"a circle of parents does not hang": {
			[]trace.Event{event("1-0", "t", "a", "b", "/a", 0), event("2-0", "t", "b", "a", "/b", 0)}, []string{"/b /a"},
		},
		"messages are ordered by the time at which they began": {
			[]trace.Event{event("1-0", "t", "a", "", "/second", time.Second), event("2-0", "t", "b", "", "/first", 0)}, []string{"/first /second"},
		},
		"messages of the same time are in the order of the stream": {
			[]trace.Event{event("9-0", "t", "a", "", "/first", 0), event("10-0", "t", "b", "", "/second", 0)}, []string{"/first /second"},
		},
		"state joins two traces": {
			[]trace.Event{event("1-0", "t", "a", "", "/login", 0, value("location", "state", "f1")), event("2-0", "u", "b", "", "/callback", 1, value("query", "state", "f1"))},
			[]string{"/login /callback"},
		},
		"client_id does not, the latest flow is first": {
			[]trace.Event{event("1-0", "t", "a", "", "/a", 0, value("query", "client_id", "f1")), event("2-0", "u", "b", "", "/b", 1, value("query", "client_id", "f1"))},
			[]string{"/b", "/a"},
		},
		"a long unknown value does": {
			[]trace.Event{event("1-0", "t", "a", "", "/a", 0, value("query", "mystery", "f1")), event("2-0", "u", "b", "", "/b", 1, value("query", "mystery", "f1"))},
			[]string{"/a /b"},
		},
		"sub, the session's sid and the thumbprint of a DPoP key do not": {
			[]trace.Event{
				event("1-0", "t", "a", "", "/a", 0, value("claim", "sub", "f1"), value("claim", "sid", "f2"), value("query", "dpop_jkt", "f3"), value("header", "Dpop", "f4")),
				event("2-0", "u", "b", "", "/b", 1, value("claim", "sub", "f1"), value("claim", "sid", "f2"), value("query", "dpop_jkt", "f3"), value("header", "Dpop", "f4")),
			},
			[]string{"/b", "/a"},
		},
		"an unknown cookie does not": {
			[]trace.Event{event("1-0", "t", "a", "", "/a", 0, value("cookie", "mystery", "f1")), event("2-0", "u", "b", "", "/b", 1, value("cookie", "mystery", "f1"))},
			[]string{"/b", "/a"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, paths(tt.events...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheSessionOfTheAuthorizationServerDoesNotLink(t *testing.T) {
	a := event("1-0", "t", "a", "", "/a", 0, value("cookie", "__Host-quartet-session", "f1"))
	b := event("2-0", "u", "b", "", "/b", 1, value("cookie", "__Host-quartet-session", "f1"))
	if got := len(paths(a, b)); got != 1 {
		t.Errorf("the client's session: got %d flows, want 1", got)
	}
	a.To, b.To = trace.AuthServer, trace.AuthServer
	if got := len(paths(a, b)); got != 2 {
		t.Errorf("the authorization server's session: got %d flows, want 2", got)
	}
}

// After a sign-in the browser requests a page without the SameSite=Strict cookie of the session.
func TestTheNameOfTheBrowserFindsTheFlowOfAMessageWithoutLink(t *testing.T) {
	const name = "__Host-quartet-client-browser"
	begun := func(n, state, browser string, at time.Duration) trace.Event {
		e := event(n+"-0", n, n, "", "/login"+n, at, value("location", "state", state))
		e.Answer = &trace.Answer{Params: []trace.Param{value("set-cookie", name, browser)}}
		return e
	}
	page := event("9-0", "page", "page", "", "/", 9, value("cookie", name, "b1"))
	fromOther := page
	fromOther.To = trace.AuthServer
	linked := event("9-0", "page", "page", "", "/callback", 9, value("cookie", name, "b1"), value("query", "state", "s1"))
	for what, tt := range map[string]struct {
		events []trace.Event
		want   []string
	}{
		"the flow in which the client named it":    {[]trace.Event{begun("1", "s1", "b1", 1), begun("2", "s2", "b2", 2), page}, []string{"/login1 /", "/login2"}},
		"the latest of several":                    {[]trace.Event{begun("1", "s1", "b1", 1), begun("2", "s2", "b1", 2), page}, []string{"/login2 /", "/login1"}},
		"not a later one":                          {[]trace.Event{begun("1", "s1", "b1", 1), page, begun("2", "s2", "b1", 10)}, []string{"/login2", "/login1 /"}},
		"not at the authorization server":          {[]trace.Event{begun("1", "s1", "b1", 1), fromOther}, []string{"/", "/login1"}},
		"a link counts more":                       {[]trace.Event{begun("1", "s1", "b1", 1), begun("2", "s2", "b1", 2), linked}, []string{"/login1 /callback", "/login2"}},
		"it does not join two flows of a browser":  {[]trace.Event{begun("1", "s1", "b1", 1), begun("2", "s2", "b1", 2)}, []string{"/login2", "/login1"}},
		"several such messages are in one flow":    {[]trace.Event{begun("1", "s1", "b1", 1), page, event("8-0", "p2", "p2", "", "/about", 8, value("cookie", name, "b1"))}, []string{"/login1 /about /"}},
		"a browser that was never named is nobody": {[]trace.Event{page, event("8-0", "p2", "p2", "", "/about", 8)}, []string{"/", "/about"}},
	} {
		t.Run(what, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, paths(tt.events...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBookForgetsTheOldest(t *testing.T) {
	book := flow.NewBook(2)
	for _, id := range []string{"1-0", "2-0", "3-0"} {
		book.Add(event(id, id, id, "", "/"+id, 0))
	}
	if hops := book.Hops(); len(hops) != 2 || hops[0].First != "2-0" {
		t.Errorf("got %d messages", len(hops))
	}
}

func TestChangesComeInTheOrderOfTheirEvents(t *testing.T) {
	book := flow.NewBook(10)
	long, short := event("1-0", "t", "a", "", "/long", 0), event("2-0", "t", "b", "", "/short", 0)
	book.Add(long)
	book.Add(short)
	short.ID, short.Kind = "3-0", trace.Response
	long.ID, long.Kind = "10-0", trace.Response
	book.Add(short)
	book.Add(long)
	var got []string
	for _, h := range book.Since("2-0") {
		got = append(got, h.Last)
	}
	if diff := cmp.Diff([]string{"3-0", "10-0"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTitles(t *testing.T) {
	grant := func(name string) trace.Param {
		return trace.Param{Name: "grant_type", In: "body", Class: trace.Public, Value: name}
	}
	for want, e := range map[string]trace.Event{
		"Device sign-in":            event("1-0", "t", "a", "", "/device_authorization", 0),
		"Token exchange":            event("1-0", "t", "a", "", "/token", 0, grant("urn:ietf:params:oauth:grant-type:token-exchange")),
		"Service on its own behalf": event("1-0", "t", "a", "", "/token", 0, grant("client_credentials")),
		"Sign-out":                  event("1-0", "t", "a", "", "/backchannel-logout", 0),
		"Your account":              event("1-0", "t", "a", "", "/account", 0),
		"Visit of the start page":   event("1-0", "t", "a", "", "/", 0),
		"GET /elsewhere":            event("1-0", "t", "a", "", "/elsewhere", 0),
	} {
		t.Run(want, func(t *testing.T) {
			book := flow.NewBook(10)
			book.Add(e)
			if got := book.Flows()[0].Title(); got != want {
				t.Errorf("got %q", got)
			}
		})
	}
}

// A user who denies makes a choice: it is no error. A check that failed is one.
func TestADenialIsNoRefusal(t *testing.T) {
	denied := event("1-0", "t", "s", "", "/consent", 0)
	denied.Kind, denied.Status, denied.Error = trace.Response, 303, "access_denied"
	failed, status := denied, denied
	failed.Checks = []trace.Checked{{ID: "as.scope.subset"}}
	status.Status = 403
	for name, tt := range map[string]struct {
		event trace.Event
		want  bool
	}{"denied": {denied, false}, "by a check": {failed, true}, "with an error status": {status, true}} {
		book := flow.NewBook(1)
		if got := book.Add(tt.event).Refused(); got != tt.want {
			t.Errorf("%s: got %t, want %t", name, got, tt.want)
		}
	}
}
