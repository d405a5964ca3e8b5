package present

import (
	"slices"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Message says which recorded message a step shows. A field that is empty fits every message.
type Message struct {
	From   string `yaml:"from"` // a role, such as client
	To     string `yaml:"to"`
	Method string `yaml:"method"`
	Path   string `yaml:"path"`
	Status int    `yaml:"status"`
	Check  string `yaml:"check"`  // id of a check that failed
	Has    string `yaml:"has"`    // a parameter of the request, as name or name=value
	Gives  string `yaml:"gives"`  // name of a parameter of the response, or of the redirect
	Lab    string `yaml:"lab"`    // number of the lab whose run the message belongs to
	Target string `yaml:"target"` // what that lab attacks
}

// Find returns the first message that fits, in the latest flow that has one. A message that the recording
// had when the presentation began does not count: after is the id of the latest event then, or "". It
// returns false if none fits.
func (m *Message) Find(flows []flow.Flow, after string) (*flow.Hop, flow.Flow, bool) {
	for _, f := range flows {
		if !m.inFlow(f) {
			continue
		}
		for _, h := range f.Hops {
			if h.Done() && (after == "" || flow.After(h.First, after)) && m.fits(h) {
				return h, f, true
			}
		}
	}
	return nil, flow.Flow{}, false
}

// inFlow reports whether f is of the lab that the message names. Messages of labs count only if it names one.
func (m *Message) inFlow(f flow.Flow) bool {
	lab := f.Lab()
	if m.Lab == "" || lab == nil {
		return m.Lab == "" && lab == nil
	}
	return lab.ID == m.Lab && (m.Target == "" || lab.Target == m.Target)
}

func (m *Message) fits(h *flow.Hop) bool {
	for _, pair := range [][2]string{{m.From, h.From}, {m.To, h.To}, {m.Method, h.Method}, {m.Path, h.Path()}} {
		if pair[0] != "" && pair[0] != pair[1] {
			return false
		}
	}
	return (m.Status == 0 || m.Status == h.Status) && m.checkFailed(h) && m.hasParameter(h) && m.givesParameter(h)
}

func (m *Message) checkFailed(h *flow.Hop) bool {
	return m.Check == "" || slices.ContainsFunc(h.Failures(), func(c trace.Checked) bool { return c.ID == m.Check })
}

func (m *Message) hasParameter(h *flow.Hop) bool {
	name, value, exact := strings.Cut(m.Has, "=")
	return m.Has == "" || slices.ContainsFunc(h.Params, func(p trace.Param) bool {
		return p.Name == name && (!exact || p.Value == value)
	})
}

func (m *Message) givesParameter(h *flow.Hop) bool {
	return m.Gives == "" || h.Answer != nil && slices.ContainsFunc(h.Answer.Params, func(p trace.Param) bool { return p.Name == m.Gives })
}
