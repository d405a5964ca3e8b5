package text

import (
	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Flow returns the messages of a run, which are one flow because each names the run. It has no messages if
// nothing was sent.
func Flow(events []trace.Event) flow.Flow {
	book := flow.NewBook(len(events) + 1)
	for _, e := range events {
		book.Add(e)
	}
	for _, f := range book.Flows() {
		return f
	}
	return flow.Flow{}
}
