package session

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/internal/core"
	"quartet.example/shared/web"
)

// Handler answers GET /session: who is signed in, for the scripts of our pages.
type Handler struct {
	Sessions Sessions
	Guard    Guard
}

// View is all that a browser learns of its session. There is no token in it.
type View struct {
	Authenticated      bool      `json:"authenticated"`
	Subject            string    `json:"sub,omitempty"`
	Name               string    `json:"name,omitempty"`
	Scope              string    `json:"scope,omitempty"`
	Expires            time.Time `json:"expires_at,omitzero"`
	AccessTokenExpires time.Time `json:"access_token_expires_at,omitzero"`
	CSRF               string    `json:"csrf,omitempty"`
}

// Mount adds the route.
func (h *Handler) Mount(e *echo.Echo) { e.GET("/session", h.get) }

// get answers 200 also to nobody: being signed out is an answer here, no error.
func (h *Handler) get(c echo.Context) error {
	web.SetNoStore(c)
	if err := h.Guard.Call(c.Request()); err != nil {
		return err
	}
	s, err := Find(c.Request(), h.Sessions)
	switch {
	case errors.Is(err, core.ErrNotFound):
		return web.NoStoreJSON(c, http.StatusOK, View{})
	case err != nil:
		return err
	}
	return web.NoStoreJSON(c, http.StatusOK, View{
		Authenticated: true, Subject: s.User.Subject, Name: s.User.Name, Scope: s.Tokens.Scope.String(),
		Expires: s.Ends.UTC(), AccessTokenExpires: s.Tokens.Expires.UTC(), CSRF: FormToken(s.ID),
	})
}
