package flowview_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/trace"
)

var began = time.Date(2026, 11, 29, 22, 0, 0, 0, time.UTC)

// fromBrowser returns a request of the browser with its response.
func fromBrowser(id, to, path string, at time.Duration, status int, answer trace.Answer) trace.Event {
	return trace.Event{
		V: 1, ID: id, Time: began.Add(at), Trace: id, Span: id, Kind: trace.Response, Side: trace.Receiver, Channel: trace.Front,
		From: trace.Browser, To: to, Method: "GET", URL: "http://" + to + ".localhost" + path, Status: status, Answer: &answer,
		Params: []trace.Param{{Name: "state", In: trace.InQuery, Class: trace.Binding, Print: "s", Masked: true}},
	}
}

func to(address string, in string, names ...string) trace.Answer {
	a := trace.Answer{Headers: []trace.Param{{Name: "Location", In: trace.InHeader, Value: address}}}
	for _, name := range names {
		a.Params = append(a.Params, trace.Param{Name: name, In: in, Class: trace.Credential, Print: name, Masked: true})
	}
	return a
}

func diagramOf(events ...trace.Event) flowview.Diagram {
	book := flow.NewBook(100)
	for _, e := range events {
		book.Add(e)
	}
	return flowview.NewDiagram(book.Flows()[0])
}

// A redirect is one thing: the response, who can see its values, and the request that follows.
func TestARedirectSaysWhoSeesItsValues(t *testing.T) {
	d := diagramOf(
		fromBrowser("1-0", trace.AuthServer, "/login", 0, 303, to("http://client.localhost/callback?…", trace.InLocation, "code")),
		fromBrowser("2-0", trace.Client, "/callback", time.Second, 303, to("/", trace.InLocation)),
		fromBrowser("3-0", trace.Client, "/other", 2*time.Second, 200, trace.Answer{}),
	)
	r := d.Rows[0].Redirect
	if r == nil || r.Follow == nil || r.Follow.N != 2 || len(r.Values) != 1 {
		t.Fatalf("got %+v, want a redirect with one value that message 2 follows", r)
	}
	if diff := cmp.Diff([]string{"the user", "browser extensions", "the browser's history", "the Referer header", "access logs"}, r.Visible); diff != "" {
		t.Error(diff)
	}
	if r := d.Rows[1].Redirect; r == nil || r.Follow != nil {
		t.Errorf("got %+v, want a redirect that no request follows, because the next one has another path", r)
	}
	if r := d.Rows[2].Redirect; r != nil {
		t.Errorf("a page is a redirect: %+v", r)
	}
}

// A browser does not send the fragment of an address (RFC 9110 §4.2.5), so no server logs it.
func TestTheFragmentIsInNoLog(t *testing.T) {
	d := diagramOf(fromBrowser("1-0", trace.AuthServer, "/authorize", 0, 303, to("http://client.localhost/callback", trace.InFragment, "access_token")))
	if diff := cmp.Diff([]string{"the user", "browser extensions", "the browser's history", "scripts of the page"}, d.Rows[0].Redirect.Visible); diff != "" {
		t.Error(diff)
	}
}

// The four roles have lanes in every flow. Other parties get theirs when they send or receive.
func TestLanesOfOthersAreAdded(t *testing.T) {
	program := fromBrowser("1-0", trace.AuthServer, "/token", 0, 400, trace.Answer{})
	program.From, program.Channel = trace.Service, trace.Back
	d := diagramOf(program)
	if diff := cmp.Diff([]string{trace.Browser, trace.Client, trace.AuthServer, trace.ResourceServer, trace.Service}, d.Lanes); diff != "" {
		t.Error(diff)
	}
	if r := d.Rows[0]; r.From != 4 || r.To != 2 || r.Redirect != nil {
		t.Errorf("got %d to %d, want 4 to 2 without a redirect", r.From, r.To)
	}
}
