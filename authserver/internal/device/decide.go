package device

import (
	"errors"
	"log/slog"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/oauth"
)

// ask shows the question with the application, the time of the request, the user code and the
// scopes (§5.4). The form contains the code encrypted for this browser and session. Otherwise a
// page of an attacker could make the user decide about a device of the attacker's choice.
func (h *Handler) ask(c echo.Context, who *browser.SignedIn, code string, device core.DeviceAuthorization, client *core.Client) error {
	question := ui.Device{
		User: who.User, Client: client, UserCode: inGroups(code), Asked: h.sealed(c, who, code),
		Ago: h.Now().Sub(device.StartedAt), Left: device.ExpiresAt.Sub(h.Now()),
	}
	for _, token := range device.Scope {
		words, _ := h.Scopes.DescribeScope(token)
		scope := ui.ScopeOf(token, words, nil)
		scope.Detail = h.Scopes.Told(token, who.User)
		question.Scopes = append(question.Scopes, scope)
	}
	return h.Pages.Device(c, question)
}

func (h *Handler) sealed(c echo.Context, who *browser.SignedIn, code string) string {
	return h.Box.Seal([]byte(code), sealedForQuestion+browser.EnsureBrowser(c)+" session "+who.ID)
}

// decide stores the decision of the user.
func (h *Handler) decide(c echo.Context, who *browser.SignedIn, form url.Values) error {
	ctx := c.Request().Context()
	code, err := h.Box.Open(form.Get("asked"), sealedForQuestion+browser.Hash(c)+" session "+who.ID)
	if err := checks.UserCodeAsked.RequireNil(ctx, err); err != nil {
		return err
	}
	_, device, client, err := h.find(ctx, string(code))
	if err == nil {
		err = h.keep(c, who, form.Get("decision"), nameOf(h.Pepper, string(code)), device)
	}
	switch {
	case errors.Is(err, core.ErrNotFound): // the code has expired, or was decided in another tab
		return checks.UserCodeKnown.Fail(ctx, err)
	case err != nil:
		return err
	}
	return h.Pages.DeviceDone(c, ui.DeviceDone{User: who.User, Client: client, Allowed: form.Get("decision") == "allow"})
}

// keep stores the decision. Only the first decision about a code is accepted.
func (h *Handler) keep(c echo.Context, who *browser.SignedIn, decision, name string, device core.DeviceAuthorization) error {
	ctx := c.Request().Context()
	switch decision {
	case "allow":
	case "deny":
		oauth.Record(ctx, h.Log, slog.LevelInfo, "device refused")
		return h.Devices.DenyDevice(ctx, name)
	default:
		return checks.ConsentDecision.Fail(ctx, nil)
	}
	err := h.Devices.AllowDevice(ctx, name, device.AllowedBy(&who.Session), h.Sessions.Use(who))
	switch {
	case errors.Is(err, core.ErrSessionEnded): // the user has signed out in another tab
		return checks.UserCodeAsked.Fail(ctx, err)
	case err != nil:
		return err
	}
	oauth.Record(ctx, h.Log, slog.LevelInfo, "device allowed", slog.String("scope", device.Scope.String()))
	return nil
}
