package device

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/oauth"
	"quartet.example/shared/seal"
	"quartet.example/shared/web"
)

// Handler answers the device authorization endpoint and the page for the code.
type Handler struct {
	Issuer   string
	Auth     Authenticator
	Clients  Clients
	Scopes   Scopes
	Devices  Devices
	Guesses  Guesses
	Gate     *browser.Gate
	Sessions *browser.Sessions
	Pages    *ui.Pages
	Log      *slog.Logger
	Now      func() time.Time
	Pepper   []byte    // key of the hashes of user codes; not in the store
	Box      *seal.Box // encrypts user codes in forms and URLs

	TTL      time.Duration // lifetime of a device code
	Interval time.Duration // minimum time between two polls
	Limit    int           // wrong codes of one account in the window; ten times as many of one address
	Window   time.Duration // time after which the count starts again
}

// Authenticator authenticates the client of a request.
type Authenticator interface {
	Authenticate(ctx context.Context, r *http.Request, form url.Values) (*core.Client, error)
}

// Clients finds registered clients.
type Clients interface {
	FindClient(id string) (*core.Client, error)
}

// Scopes describes scopes, and finds the resources that they belong to.
type Scopes interface {
	DescribeScope(token string) (text string, ok bool)
	// Told says which claims of the user a scope releases beyond its description, or "".
	Told(token string, user *core.User) string
	ScopesExist(scope oauth.Scope) bool
	// Audience returns an error for a resource that is unknown or owns none of the scope.
	Audience(scope oauth.Scope, resource []string) ([]string, error)
}

// Devices stores the requests of devices under the keyed hash of the user code.
type Devices interface {
	// SaveDevice returns core.ErrUserCodeTaken if another device has the code.
	SaveDevice(ctx context.Context, deviceCode, userCode string, d core.DeviceAuthorization) error
	// The next three return core.ErrNotFound if no device waits with this code. AllowDevice
	// returns core.ErrSessionEnded if the session of the user has ended.
	FindDevice(ctx context.Context, userCode string) (core.DeviceAuthorization, error)
	AllowDevice(ctx context.Context, userCode string, allowed core.AuthorizationCode, in core.SessionUse) error
	DenyDevice(ctx context.Context, userCode string) error
}

// Guesses counts the user codes that people enter.
type Guesses interface {
	// CountGuess counts one entry. It returns how long to wait before the next one, or 0.
	CountGuess(ctx context.Context, who string, limit int, window time.Duration) (time.Duration, error)
	RefundGuess(ctx context.Context, who string) error
}

// Mount adds the endpoint and the page.
func (h *Handler) Mount(e *echo.Echo) {
	e.POST("/device_authorization", h.authorize)
	e.GET("/device", h.show)
	e.POST("/device", h.submit)
}

// authorize is POST /device_authorization.
func (h *Handler) authorize(c echo.Context) error {
	ctx := c.Request().Context()
	form, err := web.Form(c, "resource")
	if err != nil {
		return err
	}
	client, err := h.Auth.Authenticate(ctx, c.Request(), form) // §3.1
	if err != nil {
		return err
	}
	if err := checks.ClientGrantAllowed.RequireComparing(ctx, client.MayUse(oauth.DeviceCodeGrant), func() oauth.Mismatch { return client.LacksGrant(oauth.DeviceCodeGrant) }); err != nil {
		return err
	}
	request, err := h.check(ctx, client, form)
	if err != nil {
		return err
	}
	deviceCode, userCode, err := h.begin(ctx, request)
	if err != nil {
		return err
	}
	return web.NoStoreJSON(c, http.StatusOK, oauth.DeviceAuthorization{ // §3.2
		DeviceCode: deviceCode, UserCode: userCode,
		VerificationURI:         h.Issuer + "/device",
		VerificationURIComplete: h.Issuer + "/device?user_code=" + userCode,
		ExpiresIn:               int64(h.TTL / time.Second), Interval: int64(h.Interval / time.Second),
	})
}

// check checks scope and resources as /authorize does.
func (h *Handler) check(ctx context.Context, client *core.Client, form url.Values) (core.DeviceAuthorization, error) {
	now := h.Now()
	d := core.DeviceAuthorization{ClientID: client.ID, StartedAt: now, ExpiresAt: now.Add(h.TTL), Interval: h.Interval}
	scope, err := oauth.ParseScope(form.Get("scope"))
	if err := checks.ScopeWellFormed.RequireNil(ctx, err); err != nil {
		return d, err
	}
	if err := checks.ScopePresent.Require(ctx, len(scope) > 0); err != nil {
		return d, err
	}
	if err := checks.ScopeKnown.RequireComparing(ctx, h.Scopes.ScopesExist(scope) && scope.Within(client.Scope), func() oauth.Mismatch { return client.LacksScope(scope) }); err != nil {
		return d, err
	}
	d.Scope = scope
	d.Audience, err = h.Scopes.Audience(scope, form["resource"])
	return d, checks.ResourceKnown.RequireNil(ctx, err) // RFC 8707 §2
}

// begin stores the request under two codes: a device code with 256 bits, and a user code of
// letters. If another device has the same user code, it tries a new one.
func (h *Handler) begin(ctx context.Context, d core.DeviceAuthorization) (deviceCode, shown string, err error) {
	deviceCode = oauth.NewSecret()
	d.GrantID = refreshtoken.GrantOfCode(deviceCode)
	for range 5 {
		userCode := newUserCode()
		err = h.Devices.SaveDevice(ctx, deviceCode, nameOf(h.Pepper, userCode), d)
		if !errors.Is(err, core.ErrUserCodeTaken) {
			return deviceCode, inGroups(userCode), err
		}
	}
	return "", "", err
}
