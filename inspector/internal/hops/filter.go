package hops

import (
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/internal/ui"
	"quartet.example/shared/web"
)

// filter is the filter that the reader chose. The zero filter shows everything.
type filter struct{ ui.Filter }

func readFilter(c echo.Context) (filter, error) {
	query, err := web.Query(c)
	if err != nil {
		return filter{}, err
	}
	return filter{ui.Filter{
		Text: query.Get("find"), Channel: query.Get("channel"), Refused: query.Get("refused") != "",
	}}, nil
}

// keep returns the flows without the messages that do not match. Flows without a match are left
// out.
func (f filter) keep(flows []flow.Flow) []flow.Flow {
	if f.Filter == (ui.Filter{}) {
		return flows
	}
	var kept []flow.Flow
	for _, one := range flows {
		var hops []*flow.Hop
		for _, h := range one.Hops {
			if f.matches(h) {
				hops = append(hops, h)
			}
		}
		if len(hops) > 0 {
			kept = append(kept, flow.Flow{ID: one.ID, Hops: hops})
		}
	}
	return kept
}

func (f filter) matches(h *flow.Hop) bool {
	if f.Channel != "" && string(h.Channel) != f.Channel || f.Refused && !h.Refused() {
		return false
	}
	return f.Text == "" || f.inText(h)
}

// inText searches the text that the page shows: method, URL, roles, error, ids of checks, names
// and fingerprints of parameters.
func (f filter) inText(h *flow.Hop) bool {
	wanted := strings.ToLower(strings.TrimSpace(f.Text))
	places := []string{h.Method + " " + h.URL, h.From, h.To, h.Error}
	for _, c := range h.Checks {
		places = append(places, c.ID)
	}
	for _, p := range h.Values() {
		places = append(places, p.Name, p.Chip())
	}
	for _, place := range places {
		if strings.Contains(strings.ToLower(place), wanted) {
			return true
		}
	}
	return false
}
