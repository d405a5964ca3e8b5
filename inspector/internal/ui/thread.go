package ui

import (
	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/page"
)

// thread is a value that the page follows, and the messages that carry it.
type thread struct {
	flowview.Thread
	Verifier *flowview.Strand // of the challenge that a code is bound to
}

// newThread returns the thread of the value with the fingerprint print, or nil if f has none.
func newThread(f flow.Flow, print string) *thread {
	found, ok := flowview.NewThread(f, print)
	if !ok {
		return nil
	}
	return &thread{found, found.Verifier(f)}
}

// light marks the rows that carry the value, and dims the others.
func (t *thread) light(rows []page.Message, of []*flow.Hop) {
	byID := map[string]string{}
	for _, h := range of {
		byID["m-"+h.First] = t.Carries(h)
	}
	for i := range rows {
		t.mark(&rows[i], byID)
	}
}

func (t *thread) mark(m *page.Message, byID map[string]string) {
	if m.Href != "" {
		m.Href += "?thread=" + t.Print
	}
	m.Mark = byID[m.ID]
	for i := range m.Alike {
		t.mark(&m.Alike[i], byID)
		if m.Mark == "" {
			m.Mark = m.Alike[i].Mark
		}
	}
	m.Dim = m.Mark == ""
	if m.Mark != "" {
		m.Say += ", " + m.Mark
	}
	if m.Version != "" {
		m.Version += "." + t.Chip()
	}
}
