package inspector_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/step"
)

// timedOut are the events of a token request that nobody released.
func timedOut(now time.Time) []trace.Event {
	of := func(kind trace.Kind, after time.Duration) trace.Event {
		return trace.Event{
			V: trace.Version, Kind: kind, Time: now.Add(after), Trace: "0af7651916cd43dd8448eb211c80319c", Span: "b7ad6b7169203331", Side: trace.Sender,
			From: trace.Client, To: trace.AuthServer, Channel: trace.Back, Method: http.MethodPost, URL: auth + "/token",
		}
	}
	released, response := of(trace.Released, step.Longest), of(trace.Response, step.Longest+time.Second)
	released.Why, response.Status = string(step.TimedOut), http.StatusOK
	return []trace.Event{of(trace.Request, 0), of(trace.Held, 0), released, response}
}

// A message that nobody released in time was released by itself: the toolbar and the message say so.
func TestThePageSaysThatAMessageWasReleasedByItself(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	sink := trace.RedisSink(client)
	for _, e := range timedOut(time.Now()) {
		sink.Emit(trace.Masked(e))
	}
	if err := sink.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	address := start(t, client)
	message := document(t, address, 9).Find(".hop a[href]").FilterFunction(func(_ int, a *goquery.Selection) bool {
		return strings.HasPrefix(a.Text(), "Message 1, Client to")
	})
	doc := document(t, address+message.AttrOr("href", ""), 1)
	for selector, want := range map[string]string{
		".step .late":      "1 message released by itself after 110 s because nobody released it",
		"#detail .outcome": "released by itself after 110 s",
	} {
		if got := strings.Join(strings.Fields(doc.Find(selector).Text()), " "); !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", selector, got, want)
		}
	}
	if doc.Find(".is-held").Length() != 0 {
		t.Error("the message is shown as held")
	}
}
