package trace

import (
	"context"
	"strings"
	"time"
)

// Lab names the run of a lab that recorded a message. The inspector shows all messages with the same Run
// as one flow, whose title is Title.
type Lab struct {
	ID     string `json:"id"`               // number of the lab, such as "03"
	Name   string `json:"name,omitempty"`   // such as "Stolen code"
	Target string `json:"target,omitempty"` // what is attacked, such as "naive" or "reference"
	Run    string `json:"run,omitempty"`    // random, set by StartLab
}

// Title returns the name of the run: "Lab 03 Stolen code · naive".
func (l Lab) Title() string {
	title := strings.TrimSpace("Lab " + l.ID + " " + l.Name)
	if l.Target != "" {
		title += " · " + l.Target
	}
	return title
}

// LabRun records the messages of one run of a lab. Its recorders have one sink and one key, so equal
// values have equal fingerprints.
type LabRun struct {
	lab  Lab
	sink Sink
	now  func() time.Time
	key  []byte
}

// StartLab begins a run whose events go to sink: InspectorSink for a stack that runs in another process,
// RedisSink for one whose Redis this process shares, or MemorySink for tests. lab needs ID, Name and
// Target.
func StartLab(lab Lab, sink Sink, now func() time.Time) *LabRun {
	lab.Run = randomHex(8)
	return &LabRun{lab: lab, sink: sink, now: now, key: newKey()}
}

// Recorder returns the recorder of one party: Attacker, NaiveClient, NaiveAS, NaiveAPI, OtherAS, NativeApp or Browser.
// Its Transport records what the party sends, its Middleware what it receives. A name that is none of
// these gets a lane with that name.
func (r *LabRun) Recorder(party string) *Recorder {
	lab := r.lab
	return New(Options{Service: party, Sink: r.sink, Now: r.now, FingerprintKey: r.key, Dev: true, Lab: &lab})
}

// Add records events that the run has in another sink already, such as those of services that it started.
func (r *LabRun) Add(events ...Event) {
	for _, e := range events {
		lab := r.lab
		e.ID, e.Lab = "", &lab
		r.sink.Emit(Masked(e))
	}
}

// Close waits until all events are written, at most until ctx ends. It closes the sink.
func (r *LabRun) Close(ctx context.Context) error { return r.sink.Close(ctx) }
