package hops

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// document is the body of /hops.json: messages in their order. Last is the id of the latest event of
// all messages. A script that sends it as ?after= gets what changed since.
type document struct {
	Lost uint64 `json:"lost"`
	Last string `json:"last,omitempty"`
	Hops []one  `json:"hops"`
}

// one is a message in the form of an event, with the id of the message and its number in its flow.
type one struct {
	trace.Event
	N int `json:"n"`
}

func (h *Handler) json(c echo.Context) error {
	filter, err := readFilter(c)
	if err != nil {
		return err
	}
	after := c.QueryParam("after")
	doc := document{Lost: h.Book.Lost(), Hops: []one{}}
	flows := filter.keep(h.Book.Flows())
	for i := len(flows) - 1; i >= 0; i-- {
		for _, hop := range flows[i].Hops {
			if doc.Last == "" || flow.After(hop.Last, doc.Last) {
				doc.Last = hop.Last
			}
			if after == "" || flow.After(hop.Last, after) {
				doc.Hops = append(doc.Hops, one{joined(hop), hop.N})
			}
		}
	}
	return web.NoStoreJSON(c, http.StatusOK, doc)
}

// joined returns a message in the form of an event, with the id of the message.
func joined(h *flow.Hop) trace.Event {
	e := h.Event
	e.ID = h.First
	if e.Kind == trace.Response {
		e.Kind = "hop"
	}
	return e
}
