package ui

import (
	"io"
	"net/http"
	"strings"

	"quartet.example/shared/page"
)

// Error writes the error page, for web.Options.ErrorPage: what happened, and
// what the person in front of it can do.
func (p *Pages) Error(w io.Writer, _ *http.Request, v page.ErrorView) error {
	switch {
	case strings.HasPrefix(v.Check, "as.request.client"), strings.HasPrefix(v.Check, "as.redirect_uri."), strings.HasPrefix(v.Check, "as.request.single"):
		v.Title = "This request stops here"
		v.NextSteps = []string{
			"You came from an application whose request cannot be answered safely, so you are not sent back to it.",
			"If it is your application: compare the request with its registration, character by character.",
		}
	case strings.HasPrefix(v.Check, "as.transaction."), strings.HasPrefix(v.Check, "as.par."), v.Check == "as.form.origin", v.Check == "as.consent.session":
		v.Title = "This page is out of date"
		v.NextSteps = []string{"Go back to the application that sent you here, and start again from there."}
	case strings.HasPrefix(v.Check, "as.account."):
		v.Title = "This page is out of date"
		v.NextSteps = []string{"Nothing was changed. Open " + p.issuer + "/account again."}
	case strings.HasPrefix(v.Check, "as.logout."):
		v.Title = "You were not signed out"
		v.NextSteps = []string{"To sign out here all the same, open " + p.issuer + "/logout."}
	case v.Status == http.StatusServiceUnavailable:
		v.Title = "Not available right now"
		v.NextSteps = []string{"Wait a moment and try again; nothing is lost."}
	}
	chrome := p.chrome
	return page.RenderError(w, chrome, v)
}
