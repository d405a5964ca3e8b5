package proxy

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// StepUps stores which sign-in the resource server asked for.
type StepUps interface {
	Ask(ctx context.Context, s core.Session, wants core.Authentication, draft string) (login, resume string, err error)
}

// stepUp is the body of the answer to a page whose user must sign in again.
type stepUp struct {
	Error       oauth.Code `json:"error"`
	Description string     `json:"error_description"`
	Login       string     `json:"login,omitempty"` // path of the sign-in; return_to may be added
}

// AskForStepUp answers 401 with the path of the sign-in. What the resource server asked for is
// stored here and not sent to the browser, which could change it. An app gets no path: it signs
// in again as it did at first.
func AskForStepUp(c echo.Context, memory StepUps, s core.Session, asked *core.StepUpError) error {
	login := ""
	if s.Kind == core.ForBrowser {
		var err error
		if login, _, err = memory.Ask(c.Request().Context(), s, asked.Wants, ""); err != nil {
			return err
		}
	}
	c.Response().Header().Set(echo.HeaderWWWAuthenticate, `Session realm="client", error="insufficient_user_authentication"`)
	return web.NoStoreJSON(c, http.StatusUnauthorized, stepUp{
		Error: oauth.InsufficientUserAuthentication, Description: "the resource server needs a more recent or a stronger sign-in", Login: login,
	})
}

// param is one auth-param of a challenge (RFC 9110 §11.2).
var param = regexp.MustCompile(`([!#$%&'*+.^_|~0-9A-Za-z` + "`" + `-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))`)

const (
	maxACRValues = 300 // bytes
	maxMaxAge    = 9   // digits
)

// wantsStepUp reads a challenge for another sign-in (RFC 9470 §3). It returns nil if there is
// none, and for a challenge without a requirement that this client understands.
func wantsStepUp(status int, header http.Header) *core.StepUpError {
	if status != http.StatusUnauthorized {
		return nil
	}
	for _, challenge := range header.Values("WWW-Authenticate") {
		said := map[string]string{}
		for _, m := range param.FindAllStringSubmatch(challenge, -1) {
			if name := strings.ToLower(m[1]); said[name] == "" { // a line may have several challenges: the first counts
				said[name] = m[2] + m[3]
			}
		}
		if said["error"] != string(oauth.InsufficientUserAuthentication) {
			continue
		}
		if wants := wanted(said); !wants.IsZero() {
			return &core.StepUpError{Wants: wants}
		}
	}
	return nil
}

func wanted(said map[string]string) (wants core.Authentication) {
	if acr := said["acr_values"]; len(acr) <= maxACRValues && !strings.ContainsFunc(acr, unprintable) {
		wants.ACRValues = acr
	}
	if age, err := strconv.ParseInt(said["max_age"], 10, 64); err == nil && age >= 0 && len(said["max_age"]) <= maxMaxAge {
		wants.MaxAge = &age
	}
	return wants
}

func unprintable(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }
