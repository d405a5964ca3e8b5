package flowfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"quartet.example/shared/trace"
)

// LabEvents returns the events in lines, one JSON object per line, as trace.InspectorSink sends them. Like
// Read it refuses everything that the recorder does not write. It also refuses an event that does not name
// its lab. A lab that attacks the reference starts one of its own, so its events may be those of the client,
// the authorization server and the resource server: the name of the lab keeps them apart from the stack's.
func LabEvents(lines []byte) ([]trace.Event, error) {
	var events []trace.Event
	for line := range bytes.Lines(lines) {
		e, err := labEvent(bytes.TrimSpace(line))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", len(events)+1, err)
		}
		events = append(events, e)
	}
	if len(events) == 0 || len(events) > maxCount {
		return nil, fmt.Errorf("send 1 to %d events", maxCount)
	}
	return events, nil
}

// maxLabLine is the longest event of a lab, in bytes. Any program of this machine can send some.
const maxLabLine = 64 << 10

func labEvent(line []byte) (trace.Event, error) {
	var e trace.Event
	if len(line) > maxLabLine || json.Unmarshal(line, &e) != nil {
		return e, errors.New("this is not an event of Quartet")
	}
	if e.Lab == nil || e.Lab.ID == "" || e.Lab.Run == "" {
		return e, errors.New("the event does not name its lab")
	}
	if e.Kind == trace.Note { // says how many events were lost
		return trace.Event{V: trace.Version, Time: e.Time, Service: e.Service, Kind: trace.Note, Lost: min(e.Lost, 1<<20)}, short(e.Service)
	}
	by := e.From
	if e.Side == trace.Receiver {
		by = e.To
	}
	if e.Service != by {
		return e, errors.New("a sender records what it sends, and a receiver what it receives")
	}
	e.ID, e.Flow = "", "" // the stream gives the id
	return e, validMessage(e)
}
