package ui

import (
	"io"
	"net/http"
	"strings"

	"quartet.example/shared/page"
)

// Error writes the error page, for web.Options.ErrorPage: what happened, and what the user can do.
func (p *Pages) Error(w io.Writer, _ *http.Request, v page.ErrorView) error {
	switch {
	case strings.HasPrefix(v.Check, "as.request.client"), strings.HasPrefix(v.Check, "as.redirect_uri."), strings.HasPrefix(v.Check, "as.request.single"):
		v.Title = "This request cannot be answered"
		v.NextSteps = []string{
			"The request of the application is not valid. It would not be safe to send you back to the application.",
			"If it is your application: compare the request with its registration, character by character.",
		}
	case strings.HasPrefix(v.Check, "as.transaction."), strings.HasPrefix(v.Check, "as.par."), v.Check == "as.form.origin", v.Check == "as.consent.session":
		v.Title = "This page is out of date"
		v.NextSteps = []string{"Go back to the application that sent you here, and start again from there."}
	case strings.HasPrefix(v.Check, "as.account."):
		v.Title = "This page is out of date"
		v.NextSteps = []string{"Nothing was changed. Open " + p.site.Base + "/account again."}
	case strings.HasPrefix(v.Check, "as.logout."):
		v.Title = "You were not signed out"
		v.NextSteps = []string{"To sign out of this server, open " + p.site.Base + "/logout."}
	case v.Status == http.StatusServiceUnavailable:
		v.Title = "Not available right now"
		v.NextSteps = []string{"Wait a moment and try again; nothing is lost."}
	}
	chrome := p.chrome
	return page.RenderError(w, chrome, v)
}
