package device

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/addressgroup"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// The purposes for which user codes are encrypted. A code that was encrypted for one purpose cannot
// be decrypted for the other.
const (
	sealedForSignIn   = "user code on its way through sign-in"
	sealedForQuestion = "user code of a question, browser "
)

// show is GET /device. A code in the URL only fills in the form. It is looked up when the user
// submits the form (RFC 8628 §3.3.1, §5.4).
func (h *Handler) show(c echo.Context) error {
	web.SetNoStore(c)
	query, err := web.Query(c)
	if err != nil {
		return err
	}
	code := h.prefilled(query)
	who, err := h.Gate.RequireSignIn(c, h.here(code), nil)
	if err != nil || who == nil {
		return err
	}
	return h.entry(c, who, ui.DeviceCode{UserCode: code})
}

// prefilled returns the user code in the URL, or "" if there is none.
func (h *Handler) prefilled(query url.Values) string {
	code, ok := normalize(query.Get("user_code"))
	if sealed := query.Get("sealed"); sealed != "" {
		raw, err := h.Box.Open(sealed, sealedForSignIn)
		if err != nil {
			return ""
		}
		code, ok = normalize(string(raw))
	}
	if !ok {
		return ""
	}
	return inGroups(code)
}

// here returns the path of this page, to which the browser returns after the sign-in. The path is
// stored meanwhile, so the code in it is encrypted.
func (h *Handler) here(code string) string {
	if code == "" {
		return "/device"
	}
	return "/device?sealed=" + url.QueryEscape(h.Box.Seal([]byte(code), sealedForSignIn))
}

// submit is POST /device: a user code, or the decision about it.
func (h *Handler) submit(c echo.Context) error {
	web.SetNoStore(c)
	form, err := browser.OwnForm(c)
	if err != nil {
		return err
	}
	code, ok := normalize(form.Get("user_code"))
	if !ok {
		code = ""
	}
	who, err := h.Gate.RequireSignIn(c, h.here(code), nil)
	if err != nil || who == nil {
		return err
	}
	if form.Get("decision") != "" {
		return h.decide(c, who, form)
	}
	return h.lookUp(c, who, form.Get("user_code"))
}

// lookUp finds the device with this code and shows the question.
func (h *Handler) lookUp(c echo.Context, who *browser.SignedIn, typed string) error {
	ctx := c.Request().Context()
	wait, err := h.count(c, who)
	if err != nil {
		return err
	}
	if checks.UserCodeThrottle.Require(ctx, wait == 0) != nil {
		oauth.Record(ctx, h.Log, slog.LevelWarn, "user code throttled", slog.String("check", checks.UserCodeThrottle.ID))
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int((wait+time.Second-1)/time.Second)))
		return h.entry(c, who, ui.DeviceCode{Wait: wait})
	}
	code, device, client, err := h.find(ctx, typed)
	if err != nil && !errors.Is(err, core.ErrNotFound) {
		return err
	}
	if checks.UserCodeKnown.RequireNil(ctx, err) != nil {
		oauth.Record(ctx, h.Log, slog.LevelInfo, "user code refused", slog.String("check", checks.UserCodeKnown.ID))
		return h.entry(c, who, ui.DeviceCode{UserCode: typed, Wrong: true})
	}
	if err := h.refund(c, who); err != nil {
		return err
	}
	return h.ask(c, who, code, device, client)
}

// find returns the user code in its normal form, the request of the device that waits with it, and
// the client. It returns core.ErrNotFound if there is none.
func (h *Handler) find(ctx context.Context, typed string) (string, core.DeviceAuthorization, *core.Client, error) {
	code, ok := normalize(typed)
	if !ok {
		return "", core.DeviceAuthorization{}, nil, core.ErrNotFound
	}
	device, err := h.Devices.FindDevice(ctx, nameOf(h.Pepper, code))
	if err != nil {
		return "", device, nil, err
	}
	oauth.AboutClient(ctx, device.ClientID)
	oauth.AboutGrant(ctx, device.GrantID)
	client, err := h.Clients.FindClient(device.ClientID) // the client may have been removed
	return code, device, client, err
}

// count counts an entry for the account and for the address. It returns how long to wait, or 0.
func (h *Handler) count(c echo.Context, who *browser.SignedIn) (time.Duration, error) {
	ctx := c.Request().Context()
	byAccount, err := h.Guesses.CountGuess(ctx, account(who), h.Limit, h.Window)
	if err != nil || byAccount > 0 {
		return byAccount, err
	}
	return h.Guesses.CountGuess(ctx, address(c), 10*h.Limit, h.Window)
}

// refund undoes count after a correct code.
func (h *Handler) refund(c echo.Context, who *browser.SignedIn) error {
	ctx := c.Request().Context()
	return errors.Join(h.Guesses.RefundGuess(ctx, account(who)), h.Guesses.RefundGuess(ctx, address(c)))
}

func account(who *browser.SignedIn) string { return "account " + who.Subject }
func address(c echo.Context) string        { return "address " + addressgroup.Of(c.RealIP()) }

// entry shows the form for the code.
func (h *Handler) entry(c echo.Context, who *browser.SignedIn, page ui.DeviceCode) error {
	page.User = who.User
	return h.Pages.DeviceCode(c, page)
}
