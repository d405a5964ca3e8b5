package flowfile

import (
	"fmt"
	"strconv"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/trace"
)

const (
	maxDiagram = 45_000 // characters; Mermaid refuses a text of more than 50,000
	maxLabel   = 80     // characters at an arrow
	maxNote    = 240    // characters of a note
)

// Mermaid returns the flow as the text of a Mermaid sequence diagram. Solid arrows are messages from
// server to server, dashed arrows are those through the browser. If the flow is too long for
// Mermaid, a note at the end says how many messages are missing.
func Mermaid(f flow.Flow) ([]byte, error) {
	who := flowview.NewDiagram(f).Lanes
	alias := aliases(who)
	var b strings.Builder
	b.WriteString("sequenceDiagram\n")
	fmt.Fprintf(&b, "    accTitle: %s\n", escape(title(f)))
	fmt.Fprintf(&b, "    accDescr: %s\n", escape(description(f, who)))
	b.WriteString("    autonumber\n")
	for _, key := range who {
		fmt.Fprintf(&b, "    participant %s as %s\n", alias[key], escape(clip(flowview.Party(key), maxLabel)))
	}
	for i, h := range f.Hops {
		lines := arrow(h, alias[h.From], alias[h.To])
		if b.Len()+len(lines) > maxDiagram {
			fmt.Fprintf(&b, "    Note over %s: Messages that are not shown, because the diagram would be too long: %d\n", alias[who[0]], len(f.Hops)-i)
			break
		}
		b.WriteString(lines)
	}
	return []byte(b.String()), nil
}

// aliases returns the names of the participants within the text: the keys of our roles, and numbers
// for others, because those could contain anything.
func aliases(who []string) map[string]string {
	names := map[string]string{}
	for i, key := range who {
		names[key] = "P" + strconv.Itoa(i+1)
		switch key {
		case trace.Browser, trace.Client, trace.AuthServer, trace.ResourceServer, trace.Inspector, trace.Service, trace.Attacker:
			names[key] = key
		}
	}
	return names
}

// arrow returns the arrow of a message, and a note for each refusal.
func arrow(h *flow.Hop, from, to string) string {
	line := "->>"
	if h.Channel == trace.Front {
		line = "-->>"
	}
	var b strings.Builder
	label := strings.TrimSpace(h.Method + " " + h.Path())
	fmt.Fprintf(&b, "    %s%s%s: %s %s\n", from, line, to, escape(clip(label, maxLabel)), outcome(h))
	for _, why := range refusals(h) {
		fmt.Fprintf(&b, "    Note over %s: wrap: %s\n", over(from, to), escape(clip(why, maxNote)))
	}
	return b.String()
}

func over(from, to string) string {
	if from == to {
		return from
	}
	return from + "," + to
}

func outcome(h *flow.Hop) string {
	switch {
	case h.Status != 0:
		return strconv.Itoa(h.Status)
	case !h.Done():
		return "(under way)"
	}
	return "(no response)"
}

// refusals returns a text for each check that failed, or else the error.
func refusals(h *flow.Hop) []string {
	var all []string
	for _, c := range h.Failures() {
		text := "Refused by " + c.ID
		if c.Why != "" {
			text += ": " + c.Why
		}
		all = append(all, text)
	}
	if len(all) == 0 && h.Error != "" {
		all = append(all, "Error: "+h.Error)
	}
	return all
}

// title returns the title of the flow, and who signed in.
func title(f flow.Flow) string {
	if user := f.User(); user != "" {
		return clip(f.Title()+" ("+user+")", maxLabel)
	}
	return clip(f.Title(), maxLabel)
}

func description(f flow.Flow, who []string) string {
	names := make([]string, len(who))
	for i, key := range who {
		names[i] = flowview.Party(key)
	}
	return clip(fmt.Sprintf("Messages between %s. %s. Solid arrows are server to server, dashed arrows go through the browser.",
		strings.Join(names, ", "), strings.ReplaceAll(flowview.Summary(f), " · ", ", ")), 2*maxNote)
}
