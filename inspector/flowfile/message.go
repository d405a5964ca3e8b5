package flowfile

import (
	"slices"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/trace"
)

// message is one message of an HTML file.
type message struct {
	*flow.Hop
	Time           string
	Sent, Returned []part
}

// part are the parameters in one place of a message.
type part struct {
	Place  string
	Params []trace.Param
}

func messages(f flow.Flow) []message {
	list := make([]message, len(f.Hops))
	for i, h := range f.Hops {
		list[i] = message{Hop: h, Time: h.Began.UTC().Format("15:04:05.000 UTC"), Sent: partsOf(h.Params, h.Headers)}
		if h.Answer != nil {
			list[i].Returned = partsOf(h.Answer.Params, h.Answer.Headers)
		}
	}
	return list
}

// partsOf returns the parameters by their places, in the order in which the places appear, and then the
// headers.
func partsOf(params, headers []trace.Param) []part {
	var parts []part
	for _, p := range slices.Concat(params, headers) {
		place := flowview.Place(p.In)
		i := slices.IndexFunc(parts, func(one part) bool { return one.Place == place })
		if i < 0 {
			i, parts = len(parts), append(parts, part{Place: place})
		}
		parts[i].Params = append(parts[i].Params, p)
	}
	return parts
}
