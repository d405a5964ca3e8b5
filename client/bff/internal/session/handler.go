package session

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/web"
)

// Handler answers GET /session, GET /sessions, and what ends them.
type Handler struct {
	Sessions Sessions
	Lister   Lister
	Ender    *Ender
	Guard    Guard
	Audience string // what access tokens are asked for (RFC 8707), "" if it is not said
}

// View is all that a browser or an app is told about its session. It contains no token.
type View struct {
	Authenticated      bool        `json:"authenticated"`
	Issuer             string      `json:"iss,omitempty"`
	Subject            string      `json:"sub,omitempty"`
	Name               string      `json:"name,omitempty"`
	Scope              string      `json:"scope,omitempty"`
	Audience           string      `json:"audience,omitempty"`
	AccessTokenExpires time.Time   `json:"access_token_expires_at,omitzero"`
	HasRefreshToken    bool        `json:"has_refresh_token,omitempty"`
	SignedIn           time.Time   `json:"signed_in_at,omitzero"`
	Idles              time.Time   `json:"idle_expires_at,omitzero"`
	Expires            time.Time   `json:"expires_at,omitzero"`
	Cookie             *CookieView `json:"cookie,omitempty"`
	CSRF               string      `json:"csrf,omitempty"`
}

// CookieView describes the cookie.
type CookieView struct {
	Name     string `json:"name"`
	HTTPOnly bool   `json:"http_only"`
	Secure   bool   `json:"secure"`
	SameSite string `json:"same_site"`
}

// Mount adds the routes.
func (h *Handler) Mount(e *echo.Echo) {
	e.GET("/session", h.get)
	e.GET("/sessions", h.list)
	e.DELETE("/sessions/:id", h.endOne)
	e.POST("/sessions/:id/end", h.endOne)
	e.POST("/sessions/end-others", h.endOthers)
}

// get answers 200 also without a session, because being signed out is a valid state here.
func (h *Handler) get(c echo.Context) error {
	web.SetNoStore(c)
	if err := h.Guard.Call(c.Request()); err != nil {
		return err
	}
	s, err := h.Guard.Find(c.Request(), h.Sessions)
	switch {
	case errors.Is(err, core.ErrNotFound) && FromApp(c.Request()): // an app claims to have a session
		return Absent(c.Request().Context(), nil)
	case errors.Is(err, core.ErrNotFound):
		return web.NoStoreJSON(c, http.StatusOK, View{})
	case err != nil:
		return err
	}
	return web.NoStoreJSON(c, http.StatusOK, h.view(s))
}

func (h *Handler) view(s core.Session) View {
	v := View{
		Authenticated: true, Issuer: s.User.Issuer, Subject: s.User.Subject, Name: s.User.Name,
		Scope: s.Tokens.Scope.String(), Audience: h.Audience,
		AccessTokenExpires: s.Tokens.Expires.UTC(), HasRefreshToken: s.Tokens.RefreshToken != "",
		SignedIn: s.Created.UTC(), Idles: s.Idles.UTC(), Expires: s.Ends.UTC(),
	}
	if s.Kind == core.ForBrowser {
		v.Cookie = &CookieView{Name: h.Guard.Cookie.SessionName(), HTTPOnly: true, Secure: true, SameSite: h.Guard.Cookie.SameSite()}
		v.CSRF = FormSecret(s.ID)
	}
	return v
}
