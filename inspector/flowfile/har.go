package flowfile

import (
	"bytes"
	"fmt"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/shared/service"
	"quartet.example/shared/trace"
)

// An archive is a document of HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/). Members
// that HAR requires are never omitted. What was not recorded has the value that HAR has for that:
// -1 for a size, and an empty list.
type archive struct {
	Log archiveLog `json:"log"`
}

type archiveLog struct {
	Version string  `json:"version"`
	Creator creator `json:"creator"`
	Pages   []shown `json:"pages"`
	Entries []entry `json:"entries"`
	Comment string  `json:"comment"`
}

type creator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// shown is what HAR calls a page. The only one of an export is the flow.
type shown struct {
	Started time.Time `json:"startedDateTime"`
	ID      string    `json:"id"`
	Title   string    `json:"title"`
	Timings struct{}  `json:"pageTimings"`
}

const comment = "Secrets were masked when they were recorded. The URLs are without their queries, whose parameters are in queryString."

// HAR returns the flow as an HTTP Archive. The member _oauth of an entry has what HAR does not know:
// channel, sender, receiver, checks, and the parameters of a redirect or of a JSON body.
func HAR(f flow.Flow) ([]byte, error) {
	doc := archive{archiveLog{
		Version: "1.2", Creator: creator{"Quartet inspector", service.Version()}, Comment: comment,
		Pages:   []shown{{Started: f.Hops[0].Began.UTC(), ID: f.ID, Title: title(f)}},
		Entries: make([]entry, len(f.Hops)),
	}}
	for i, h := range f.Hops {
		doc.Log.Entries[i] = newEntry(h, f.ID)
	}
	var b bytes.Buffer
	if err := encode(&b, doc, "  "); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// value returns the value of a parameter as the pages show it: masked values with the beginning of
// their fingerprint and with their length.
func value(p trace.Param) string {
	if !p.Masked {
		return p.Value
	}
	if p.Print == "" {
		return fmt.Sprintf("hidden, %d characters", p.Len)
	}
	return fmt.Sprintf("hidden %s, %d characters", p.Chip(), p.Len)
}
