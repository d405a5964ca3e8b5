package presenter

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/internal/ui"
	"quartet.example/inspector/present"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Handler serves /present and /present/{script}.
type Handler struct {
	Book    *flow.Book
	Pages   *ui.Pages
	Scripts []present.Script
	Client  string // URL of the client, whose pages a step can open; "" if it is not known
}

// Mount adds the routes.
func (h *Handler) Mount(e *echo.Echo) {
	web.Read(e, "/present", h.list)
	web.Read(e, "/present/:script", h.show)
}

func (h *Handler) list(c echo.Context) error { return h.Pages.Scripts(c, h.Scripts) }

// show responds with one step: for the audience, or for the speaker.
func (h *Handler) show(c echo.Context) error {
	query, err := web.Query(c)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(h.Scripts, func(s present.Script) bool { return s.Name == c.Param("script") })
	if i < 0 {
		return oauth.NotFound.With("there is no such script")
	}
	slide, err := h.slide(h.Scripts[i], query)
	if err != nil {
		return err
	}
	if c.QueryParams().Has("notes") { // Query leaves parameters without a value out
		return h.Pages.Notes(c, slide)
	}
	return h.Pages.Slide(c, slide)
}

// slide returns the step that the query names: step is its number from 1, source is recorded if the messages
// come from the recording, after is the id of the latest event when the presentation began, and thread shows
// where else the value of the step is.
func (h *Handler) slide(s present.Script, query url.Values) (ui.Slide, error) {
	slide := ui.Slide{Script: s, N: 1, Client: h.Client, After: query.Get("after"), Dark: query.Get("theme") == "dark", Threaded: query.Has("thread")}
	if text := query.Get("step"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > len(s.Steps) {
			return slide, oauth.NotFound.With("the script has no such step")
		}
		slide.N = n
	}
	if slide.After == "" {
		slide.After = h.latest()
	}
	slide.Recorded = query.Get("source") == "recorded"
	from, after := h.Book.Flows(), slide.After
	if slide.Recorded {
		from, after = s.Recorded, ""
	}
	slide.Look(from, after)
	slide.Skip(from, after)
	return slide, nil
}

// latest returns the id of the latest event, or 0-0 if there is none.
func (h *Handler) latest() string {
	last := "0-0"
	for _, hop := range h.Book.Hops() {
		if flow.After(hop.Last, last) {
			last = hop.Last
		}
	}
	return last
}
