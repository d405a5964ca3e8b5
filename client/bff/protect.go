package bff

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/session"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Protect passes requests of signed-in users on to next, which may call User and Client. It
// answers all others:
//
//   - without a session, a navigation is redirected to /login, and after it back to its address;
//     a call gets 401 with login_required
//   - a request with another method than GET, HEAD or OPTIONS must come from a page of this
//     application (RFC 10017 §6.1.3.3): with the header X-Requested-With: quartet, or as a form
//     with User.FormToken in the field csrf; else it gets 403
//   - if Redis cannot be reached, the answer is 503
//
// A page whose forms are sent here must not have Referrer-Policy: no-referrer: browsers then send
// no Origin that could be compared.
func (s *Server) Protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		found, err := s.admit(r)
		if err != nil {
			s.answer(w, r, func(c echo.Context) error { return s.turnAway(c, err) })
			return
		}
		next.ServeHTTP(w, s.with(r, &visit{session: found}))
	})
}

// Recognize is Protect for pages that are open to everybody, and different for users who are
// signed in. It lets every request through. A browser that did not send its SameSite=Strict cookie,
// because another site sent it here, first repeats the request with the cookie: without this, a
// user who comes back from signing in would see the page of a signed-out user.
func (s *Server) Recognize(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.guard.Cookie.Withheld(r) {
			s.answer(w, r, s.arrival.Show)
			return
		}
		next.ServeHTTP(w, s.with(r, s.visitOf(r)))
	})
}

// FromOwnPage returns nil if a request that changes something comes from a page of this
// application, by the rules of Protect (RFC 10017 §6.1.3.3). It is for handlers that answer requests
// without a session themselves. Its error is an *oauth.Error with status 403.
func (s *Server) FromOwnPage(r *http.Request) error {
	return s.guard.Form(r, s.guard.Cookie.ID(r), formToken(r))
}

// admit returns the session of a request that may pass.
func (s *Server) admit(r *http.Request) (core.Session, error) {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		if session.FromApp(r) {
			if err := s.guard.Call(r); err != nil {
				return core.Session{}, err
			}
		}
	default:
		if err := s.FromOwnPage(r); err != nil {
			return core.Session{}, err
		}
	}
	return s.guard.Current(r, s.store)
}

// formToken reads the body only if it is a form, which stays in r.PostForm.
func formToken(r *http.Request) string {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if media != "application/x-www-form-urlencoded" || r.Header.Get(session.HeaderName) != "" || session.FromApp(r) {
		return ""
	}
	if r.ParseForm() != nil || len(r.PostForm["csrf"]) != 1 {
		return ""
	}
	return r.PostForm.Get("csrf")
}

// turnAway answers a request that Protect did not pass on.
func (s *Server) turnAway(c echo.Context, err error) error {
	web.SetNoStore(c)
	r := c.Request()
	var refused *oauth.Error
	switch nobody := errors.As(err, &refused) && refused.Code == oauth.LoginRequired; {
	case nobody && s.guard.Cookie.Withheld(r):
		return s.arrival.Show(c)
	case nobody && isNavigation(r):
		return c.Redirect(http.StatusSeeOther, "/login?"+url.Values{"return_to": {target(r)}}.Encode())
	}
	return err
}

// isNavigation reports whether a request is for a page and not a call. Older browsers do not send
// Fetch Metadata.
func isNavigation(r *http.Request) bool {
	if r.Method != http.MethodGet || session.FromApp(r) {
		return false
	}
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" {
		return mode == "navigate"
	}
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}

func target(r *http.Request) string {
	if uri := r.URL.RequestURI(); core.IsLocalPath(uri) {
		return uri
	}
	return "/"
}
