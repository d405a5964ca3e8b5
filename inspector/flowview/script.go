package flowview

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

const clientID = "client_id"

// ScriptOptions says what a script leaves out and prints.
type ScriptOptions struct {
	Result *flow.Hop            // the message whose response the script prints; nil: it prints nothing
	Skip   func(*flow.Hop) bool // a message to a server that does not run while the script runs; nil: none
}

// Script returns a script for a POSIX shell that performs the flow again with curl: every message of a
// browser and of the client, but not those that a service sent because of another message. Values of
// responses are read from the responses, and the script makes new random values. It asks for secrets that
// only a person knows, unless the environment has them.
//
// The script is one command with a here-document, so that it can be pasted into any shell, and an error
// does not end that shell. It fails at the first response with another status than the recorded one.
func Script(f flow.Flow, o ScriptOptions) string {
	s := &script{flow: f, options: o, names: map[string]string{}}
	for _, h := range f.Hops {
		s.add(h)
	}
	return s.text()
}

// script is a script that is being written.
type script struct {
	flow      flow.Flow
	options   ScriptOptions
	names     map[string]string
	variables []Variable
	steps     []scriptStep
}

// scriptStep is one message of a script.
type scriptStep struct {
	hop     *flow.Hop
	command string   // "" if the message is left out
	before  []string // lines that set its variables
	after   []string // lines that read its response
}

// add adds a message.
func (s *script) add(h *flow.Hop) {
	if s.isCaused(h) {
		return
	}
	if s.options.Skip != nil && s.options.Skip(h) {
		s.steps = append(s.steps, scriptStep{hop: h, after: s.stateCheck(h)})
		return
	}
	known := len(s.variables)
	b := &builder{h: h, in: s.flow, names: s.names, variables: s.variables, script: true}
	c := b.command()
	s.variables = b.variables
	s.steps = append(s.steps, scriptStep{hop: h, command: c.Text, before: s.pause(h), after: s.kept(h)})
	for _, v := range s.variables[known:] {
		s.source(v)
	}
}

// isCaused reports whether a service sent h because of another message.
func (s *script) isCaused(h *flow.Hop) bool {
	return h.Parent != "" && slices.ContainsFunc(s.flow.Hops, func(o *flow.Hop) bool { return o.Span == h.Parent })
}

// pause waits before a device polls again (RFC 8628 §3.5).
func (s *script) pause(h *flow.Hop) []string {
	polls := func(h *flow.Hop) bool {
		return slices.ContainsFunc(h.Params, func(p trace.Param) bool { return p.Name == "device_code" })
	}
	if !polls(h) || !slices.ContainsFunc(s.steps, func(o scriptStep) bool { return polls(o.hop) }) {
		return nil
	}
	return []string{"sleep " + strconv.Itoa(s.interval())}
}

// interval returns the seconds between two polls.
func (s *script) interval() int {
	for _, h := range s.flow.Hops {
		if h.Answer == nil {
			continue
		}
		for _, p := range h.Answer.Params {
			if n, err := strconv.Atoi(p.Value); p.Name == "interval" && err == nil && n > 0 {
				return min(n, 60)
			}
		}
	}
	return 5
}

func (s *script) text() string {
	var b strings.Builder
	b.WriteString("sh <<'" + hereEnd + "'\n" + shellFunctions)
	if s.hasProof() {
		b.WriteString(proofFunctions)
	}
	for _, jar := range s.jars() {
		b.WriteString(jar + "=\n")
	}
	for i, one := range s.steps {
		b.WriteString("\n# " + Printable(Sentence(one.hop)) + "\n")
		if one.command == "" {
			b.WriteString("# No server runs there now. The values are in the redirect above.\n")
		}
		lines(&b, one.before)
		if one.command != "" {
			s.message(&b, i)
		}
		lines(&b, one.after)
		if s.options.Result != nil && one.hop.Span == s.options.Result.Span {
			b.WriteString("result=$(body)\n")
		}
	}
	b.WriteString("\nprintf '%s\\n' \"$result\"\n" + hereEnd + "\n")
	return b.String()
}

// message writes the command of a step. The server does not ask for consent that it has already: then the
// page redirects, and the answer to its question is left out.
func (s *script) message(b *strings.Builder, i int) {
	one, status := s.steps[i], strconv.Itoa(s.steps[i].hop.Status)
	if i+1 < len(s.steps) && s.isConsent(i+1) {
		status = "'" + status + " 302 303'"
	}
	send := fmt.Sprintf("answer=$(%s)\nexpect %s %s\n", one.command, status, word{text(one.hop.Method + " " + one.hop.Path())})
	if s.isConsent(i) {
		send = "if [ \"$status\" = 200 ]; then\n" + send + "fi\n"
	}
	b.WriteString(send)
}

// isConsent reports whether a step answers the question for consent of the page before.
func (s *script) isConsent(i int) bool {
	if i == 0 || s.steps[i].hop.Method != http.MethodPost || s.steps[i-1].hop.URL != s.steps[i].hop.URL || s.steps[i-1].hop.Method != http.MethodGet {
		return false
	}
	return slices.ContainsFunc(s.steps[i].hop.Params, func(p trace.Param) bool { return p.Name == "decision" && p.Value == "allow" })
}

func lines(b *strings.Builder, list []string) {
	for _, line := range list {
		b.WriteString(line + "\n")
	}
}
