package labs

import (
	"html/template"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/internal/checks"
	"quartet.example/inspector/internal/ui"
	"quartet.example/inspector/workshop"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Handler serves /labs, /labs/{id}, /runs/{run} and /runs/{run}/{run}.
type Handler struct {
	Workshop workshop.Workshop // nil: the pages say that there are no labs
	Book     *flow.Book
	Pages    *ui.Pages
	Text     func(name string) (template.HTML, error) // of the lab in a directory

	outcomes outcomes
}

// Mount adds the routes.
func (h *Handler) Mount(e *echo.Echo) {
	web.Read(e, "/labs", h.list)
	web.Read(e, "/labs/:id", h.one)
	e.POST("/labs/:id", h.attack)
	web.Read(e, "/runs/:run", h.run)
	web.Read(e, "/runs/:run/:other", h.compare)
}

func (h *Handler) list(c echo.Context) error {
	if h.Workshop == nil {
		return h.Pages.Labs(c, ui.Labs{})
	}
	all, err := h.Workshop.Labs()
	if err != nil {
		return err
	}
	return h.Pages.Labs(c, ui.Labs{Here: true, Labs: all})
}

func (h *Handler) one(c echo.Context) error {
	l, err := h.find(c.Param("id"))
	if err != nil {
		return err
	}
	text, err := h.Text(l.Name())
	if err != nil {
		return err
	}
	return h.Pages.Lab(c, ui.Lab{Lab: l, Text: text, Outcomes: h.outcomes.of(l.ID)})
}

// find returns the lab with a number or name.
func (h *Handler) find(id string) (workshop.Lab, error) {
	unknown := oauth.NotFound.With("there is no such lab; /labs lists all")
	if h.Workshop == nil {
		return workshop.Lab{}, unknown
	}
	all, err := h.Workshop.Labs()
	if err != nil {
		return workshop.Lab{}, err
	}
	at := slices.IndexFunc(all, func(l workshop.Lab) bool { return id == l.ID || id == l.Slug || "0"+id == l.ID })
	if at < 0 {
		return workshop.Lab{}, unknown
	}
	return all[at], nil
}

// attack makes one of the attacks that the page has buttons for, and returns to the page.
func (h *Handler) attack(c echo.Context) error {
	r := c.Request()
	if err := checks.SameOrigin.RequireNil(r.Context(), new(http.CrossOriginProtection).Check(r)); err != nil {
		return err
	}
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	l, err := h.find(c.Param("id"))
	if err != nil {
		return err
	}
	slug, target := form.Get("attack"), form.Get("target")
	if !slices.ContainsFunc(l.Attacks, func(a workshop.Attack) bool { return a.Slug == slug && slices.Contains(a.Targets, target) }) {
		return oauth.InvalidRequest.With("the lab has no such attack or target")
	}
	o, err := h.Workshop.Attack(r.Context(), l.ID, slug, target)
	if err != nil {
		return oauth.TemporarilyUnavailable.With("the attack could not be made").Because(err)
	}
	h.outcomes.put(l.ID, o)
	return c.Redirect(http.StatusSeeOther, "/labs/"+l.ID+"#outcomes")
}

// run redirects to the flow of a run.
func (h *Handler) run(c echo.Context) error {
	id, err := h.flowOf(c.Param("run"))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/flows/"+id)
}

// compare redirects to the comparison of two runs.
func (h *Handler) compare(c echo.Context) error {
	a, err := h.flowOf(c.Param("run"))
	if err != nil {
		return err
	}
	b, err := h.flowOf(c.Param("other"))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/compare?a="+a+"&b="+b)
}

func (h *Handler) flowOf(run string) (string, error) {
	for _, f := range h.Book.Flows() {
		if lab := f.Lab(); lab != nil && lab.Run == run {
			return f.ID, nil
		}
	}
	return "", oauth.NotFound.With("the messages of this run are not recorded yet, or were deleted")
}
