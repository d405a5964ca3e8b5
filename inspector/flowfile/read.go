package flowfile

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Limits of a file that Read accepts.
const (
	MaxFile   = 4 << 20 // bytes of the file
	maxEvents = 8 << 20 // bytes of the events in an HTML file, which are compressed
	maxLine   = 1 << 20 // bytes of one event
	maxCount  = 4000    // number of events
	maxLanes  = 16      // number of different senders and receivers
)

// The events of an HTML file are between dataStart and dataEnd: compressed with gzip, in Base64. Neither
// can be part of a recorded value, because "<" in a value is escaped.
const (
	dataStart = `<script type="application/gzip" id="events">`
	dataEnd   = `</script>`
)

var (
	errSize  = fmt.Errorf("the file is larger than %d MB", MaxFile>>20)
	errEmpty = errors.New("the file has no message: choose an HTML or JSONL file that the inspector exported")
	errHTML  = errors.New("this HTML file has no recorded flow: choose a file that the inspector exported")
)

// Read returns the flows in a file that JSONL or HTML wrote, the latest first. The file may come from
// anybody: Read limits its size and the number of its events, and refuses everything that the recorder
// does not write, such as a secret that is not masked. What it accepts may still contain any text, which
// must be shown as text. There is at least one flow if there is no error.
func Read(r io.Reader) ([]flow.Flow, error) {
	body, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	if len(body) > MaxFile {
		return nil, errSize
	}
	if body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")); bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("<")) {
		events, err := eventsOf(body)
		if err != nil {
			return nil, err
		}
		return flowsOf(events, textsIn(body))
	}
	return flowsOf(body, &texts{})
}

// eventsOf returns the events in an HTML file.
func eventsOf(page []byte) ([]byte, error) {
	_, rest, found := bytes.Cut(page, []byte(dataStart))
	data, _, ended := bytes.Cut(rest, []byte(dataEnd))
	if !found || !ended {
		return nil, errHTML
	}
	packed, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(data)))
	if err != nil {
		return nil, errHTML
	}
	events, err := io.ReadAll(io.LimitReader(packed, maxEvents+1))
	if err != nil {
		return nil, errHTML
	}
	if len(events) > maxEvents {
		return nil, errSize
	}
	return events, nil
}

// flowsOf returns the flows of events, one JSON object per line, with the texts of the checks.
func flowsOf(lines []byte, t *texts) ([]flow.Flow, error) {
	book, lanes, n := flow.NewBook(maxCount), map[string]bool{}, 0
	for line := range bytes.Lines(lines) {
		n++
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		e, err := eventOf(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		lanes[e.From], lanes[e.To] = true, true
		if n > maxCount || len(lanes) > maxLanes {
			return nil, fmt.Errorf("the file has more than %d lines, or messages between more than %d programs", maxCount, maxLanes)
		}
		if err := t.complete(e.Checks); err != nil {
			return nil, err
		}
		book.Add(e)
	}
	flows := book.Flows()
	if len(flows) == 0 {
		return nil, errEmpty
	}
	return flows, nil
}

func eventOf(line []byte) (trace.Event, error) {
	var e trace.Event
	if len(line) > maxLine {
		return e, fmt.Errorf("the event is larger than %d KB", maxLine>>10)
	}
	if err := json.Unmarshal(line, &e); err != nil {
		return e, errors.New("this is not an event of Quartet: it is not the JSON that the inspector writes")
	}
	return e, valid(e)
}
