package client

import (
	"io"
	"net/http"

	"quartet.example/shared/localnet"
	"quartet.example/shared/page"
	"quartet.example/shared/trace"
)

// errorPage is the page for people, with a way back to the start.
func (c *Config) errorPage(w io.Writer, _ *http.Request, view page.ErrorView) error {
	view.NextSteps, view.Retry = []string{"Go back to the start of Notes."}, "/"
	return page.RenderError(w, c.chrome(), view)
}

// chrome returns the header and footer of the pages of Notes without a signed-in user.
func (c *Config) chrome() page.Chrome {
	return page.Chrome{Role: trace.Client, Service: "Notes", Host: localnet.HostOf(c.PublicURL), Dev: c.dev()}
}
