package handover

import (
	"context"
	"html/template"
	"net/http"
	"net/netip"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/web"
)

// question is the page that asks whether an app may be signed in.
type question struct {
	core.AppRequest
	App     string // who gets the hand-over, for people to judge
	Servers []choice
	Cancel  template.URL // back to the app; Redirect was checked
}

// choice is a button: sign in, at this authorization server.
type choice struct{ Text, Kind, Issuer string }

func choices(servers []core.Issuer) []choice {
	if len(servers) == 1 {
		return []choice{{"Continue", "primary", servers[0].URL}}
	}
	var all []choice
	for _, server := range servers {
		all = append(all, choice{"Continue with " + server.Name(), "quiet", server.URL})
	}
	return all
}

// ask is GET /app/login. It starts and stores nothing. The user is asked each time: the system
// browser may be signed in at the authorization server, which would then sign in any app that
// opens this address (RFC 8252 §8.6).
func (h *Handler) ask(c echo.Context) error {
	web.SetNoStore(c)
	query, err := web.Query(c)
	if err != nil {
		return err
	}
	app, err := h.parse(c.Request().Context(), query)
	if err != nil {
		return err
	}
	if origins := h.Servers.Origins(); origins != "" {
		web.CSP(c, "form-action "+origins) // Chromium applies it to the redirects after the form
	}
	c.Response().Header().Set("Referrer-Policy", "same-origin") // under no-referrer the form has "Origin: null" (Fetch §3.2)
	return h.pages.HTML(c, http.StatusOK, "ask", h.Chrome, question{
		AppRequest: app, App: whereTo(app.Redirect), Servers: choices(h.Servers.List()),
		Cancel: template.URL(app.Answer("error", "access_denied")), //nolint:gosec // one of the registered addresses, compared exactly
	})
}

// begin is POST /app/login: the user agreed.
func (h *Handler) begin(c echo.Context) error {
	web.SetNoStore(c)
	ctx := c.Request().Context()
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	app, err := h.parse(ctx, form)
	if err != nil {
		return err
	}
	if err := h.asked(ctx, c.Request().Header); err != nil {
		return err
	}
	return h.Logins.BeginForApp(c, form.Get("issuer"), app)
}

// asked checks that the form was sent by one of our own pages, with a header that neither other
// pages nor the app that opened the browser can write (Fetch §2.2.2). The header must be there:
// without a session there is no form token that could be checked instead.
func (h *Handler) asked(ctx context.Context, header http.Header) error {
	site, origin := header.Get("Sec-Fetch-Site"), header.Get("Origin")
	ours := site == "same-origin" || origin == h.Guard.Origin
	foreign := site != "" && site != "same-origin" || origin != "" && origin != h.Guard.Origin
	return checks.HandoverAsked.Require(ctx, ours && !foreign)
}

// whereTo describes the app that waits at a redirect URI, so that a person can judge it.
func whereTo(redirect string) string {
	u, err := url.Parse(redirect)
	if err != nil {
		return redirect
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && ip.IsLoopback() {
		return "a program on this computer (" + u.Host + ")"
	}
	if u.Scheme == "https" {
		return "the app of " + u.Host
	}
	return "the app for " + u.Scheme + ": links on this device"
}
