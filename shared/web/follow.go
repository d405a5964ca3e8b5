package web

import (
	"slices"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
)

// follow gives the request an id and a context with an oauth.About, which collects client, grant,
// subject, and the checks that refuse the request. It returns the About. A request that another Echo
// of this package passed on keeps its id and its About.
func (s *server) follow(c echo.Context) *oauth.About {
	r := c.Request()
	ctx := r.Context()
	about := oauth.AboutOf(ctx)
	if about == nil {
		about = oauth.NewAbout(identify(c))
		ctx = oauth.WithAbout(ctx, about)
	}
	c.SetRequest(r.WithContext(s.options.Context(ctx, c)))
	return about
}

// countRefusals counts each check that refused the request once in the metrics, whether the refusal is
// sent as an error, as a redirect to the client, or on a page. The check of err is counted too if it
// ran in a context without this About.
func (s *server) countRefusals(about *oauth.About, err error) {
	refused := about.Refused()
	if id := checkOf(err); id != "" && !slices.Contains(refused, id) {
		refused = append(refused, id)
	}
	for _, id := range refused {
		s.options.Meter.Refused(id)
	}
}
