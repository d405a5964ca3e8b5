package hops

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// document is the body of /hops.json: messages in their order.
type document struct {
	Lost uint64        `json:"lost"`
	Hops []trace.Event `json:"hops"`
}

func (h *Handler) json(c echo.Context) error {
	filter, err := readFilter(c)
	if err != nil {
		return err
	}
	doc := document{Lost: h.Book.Lost(), Hops: []trace.Event{}}
	flows := filter.keep(h.Book.Flows())
	for i := len(flows) - 1; i >= 0; i-- {
		for _, hop := range flows[i].Hops {
			doc.Hops = append(doc.Hops, joined(hop))
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
