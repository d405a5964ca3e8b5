package web

import (
	"context"
	"slices"
	"sync"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
)

// logged says whether an Echo that is called by a handler of this one has logged the request.
type logged struct{ already bool }

type loggedKey struct{}

// follow gives the request a context that collects client, grant and subject (oauth.About), and
// counts the checks that refuse the request. A request that another Echo of this package passed on
// keeps its id and its About.
func (s *server) follow(c echo.Context) (*oauth.About, *refusals, *logged) {
	ctx, inside := c.Request().Context(), &logged{}
	about, refused := oauth.AboutOf(ctx), &refusals{counter: s.options.Meter}
	if about == nil {
		identify(c)
		about = oauth.NewAbout(RequestID(c))
	}
	ctx = context.WithValue(oauth.WithAbout(ctx, about), loggedKey{}, inside)
	if s.options.Meter != (unmeasured{}) {
		ctx = oauth.AlsoObserve(ctx, refused.observe)
	}
	c.SetRequest(c.Request().WithContext(ctx))
	return about, refused, inside
}

// refusals counts the checks that refuse one request, whether the refusal is sent as an
// error, as a redirect to the client, or on a page. A check counts once for each request.
type refusals struct {
	counter Meter

	mu      sync.Mutex
	counted []string
}

func (r *refusals) observe(result oauth.Result) {
	if !result.Passed {
		r.count(result.Check.ID)
	}
}

// count counts the check with that id once for this request. "" is ignored.
func (r *refusals) count(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if id == "" || slices.Contains(r.counted, id) {
		return
	}
	r.counted = append(r.counted, id)
	r.counter.Refused(id)
}
