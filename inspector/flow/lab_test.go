package flow_test

import (
	"testing"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Any program of this machine can send messages of a lab. They must not change what is shown of a service.
func TestAMessageOfALabReplacesNoneOfAService(t *testing.T) {
	book := flow.NewBook(10)
	real := trace.Event{
		V: trace.Version, ID: "1-0", Time: time.Now(), Trace: "0af7651916cd43dd8448eb211c80319c", Span: "b7ad6b7169203331", Service: trace.AuthServer,
		Side: trace.Receiver, Kind: trace.Response, From: trace.Client, To: trace.AuthServer, Method: "POST", URL: "http://auth.localhost:9000/token", Status: 200,
	}
	forged := real
	forged.ID, forged.Status, forged.Lab = "2-0", 500, &trace.Lab{ID: "03", Run: "run", Name: "Stolen code", Target: "naive"}
	book.Add(real)
	book.Add(forged)
	if h, ok := book.FindSpan(real.Trace, real.Span); !ok || h.Status != 200 || h.Lab != nil {
		t.Errorf("the message of the service is now %+v", h)
	}
	if got := len(book.Flows()); got != 2 {
		t.Errorf("got %d flows, want one of the service and one of the lab", got)
	}
}
