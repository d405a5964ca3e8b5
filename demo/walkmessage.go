package main

import (
	"io"

	"quartet.example/demo/walk"
	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowfile"
	"quartet.example/inspector/flowview"
)

// message writes one message when it is answered.
func (w *walker) message(h *flow.Hop, raw walk.Raw) {
	switch {
	case w.JSON:
		if line, err := flowfile.Line(hop{h.Event, h.N}); err == nil {
			_, _ = w.out.Write(line)
		}
	case w.Quiet, w.Curl != "":
	default:
		_, _ = io.WriteString(w.notes, w.text(h, raw))
	}
}

// text returns a message as the flags say.
func (w *walker) text(h *flow.Hop, raw walk.Raw) string {
	t := flowview.Terminal{Width: w.Width, ASCII: w.ASCII, Colour: coloured(w.notes), Brief: w.Verbose == 0, Verbose: w.Verbose == 1}
	text := t.Message(h, 0)
	switch w.Verbose {
	case 0:
		return text
	case 1:
		if command := flowview.Curl(h, flow.Flow{}).Text; command != "" {
			text += t.Indented(command) + "\n"
		}
		return text
	}
	return text + t.Indented(walk.Wire(h, raw, w.Reveal)) + "\n"
}
