package ui

import (
	"slices"

	"quartet.example/inspector/flowview"
	"quartet.example/shared/page"
)

const before = 2 // messages that are shown before the one in focus

// Diagram returns the drawing of the step: the message in focus, and those before it, which are dimmed.
func (s Slide) Diagram() page.Diagram {
	if s.Shown == nil {
		return emptyDiagram()
	}
	drawn := newDiagram(flowview.NewDiagram(s.Flow), nil, "", s.thread())
	drawn.ID = ""
	at := slices.IndexFunc(drawn.Rows, func(m page.Message) bool { return m.N == s.Shown.N })
	for i := range drawn.Rows {
		if at < 0 && slices.ContainsFunc(drawn.Rows[i].Alike, func(m page.Message) bool { return m.N == s.Shown.N }) {
			at = i
		}
	}
	rows := s.reach(drawn.Rows[:at+1])
	for i := range rows {
		plain(&rows[i], i < len(rows)-1)
	}
	drawn.Rows = rows
	return drawn
}

// reach returns the row in focus, the last one, after those that are shown with it: the rows that carry
// the value that is followed, or the rows before. A comparison has room for the row in focus only.
func (s Slide) reach(rows []page.Message) []page.Message {
	last := len(rows) - 1
	shown := rows[:last]
	if s.Step().Beside != nil {
		return rows[last:]
	}
	if s.thread() != nil {
		shown = slices.DeleteFunc(slices.Clone(shown), func(m page.Message) bool { return m.Mark == "" })
	}
	return append(slices.Clone(shown[max(0, len(shown)-before):]), rows[last])
}

// plain makes a row one that is read on a wall: without links, and if it is dimmed without its redirect.
func plain(m *page.Message, dim bool) {
	m.Href, m.Alike, m.Took, m.Chips, m.ID, m.Version = "", nil, "", nil, "", ""
	if m.Mark == "" {
		m.Dim = dim
	}
	if dim {
		m.Redirect = nil
	}
	if m.Redirect == nil {
		return
	}
	redirect := *m.Redirect
	redirect.NextHref, redirect.Values = "", slices.Clone(redirect.Values)
	for i := range redirect.Values {
		redirect.Values[i].Href = ""
	}
	m.Redirect = &redirect
}

// thread returns the value of the step that is followed, or nil.
func (s Slide) thread() *thread {
	if !s.Threaded || s.Shown == nil {
		return nil
	}
	for _, p := range s.Shown.Values() {
		if p.Name == s.Step().Thread && p.Print != "" {
			return newThread(s.Flow, p.Print)
		}
	}
	return nil
}

// Followed returns the value that is followed, or nil.
func (s Slide) Followed() *thread { return s.thread() }
