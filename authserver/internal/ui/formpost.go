package ui

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

// submits is the whole script of the page, allowed by its hash.
const submits = "document.forms[0].submit()"

// formPost is what the self-submitting page holds.
type formPost struct {
	Action string
	Params url.Values
}

// WhereTo is where the form goes.
func (f formPost) WhereTo() string { return whereTo(f.Action) }

// FormPost answers with a form that posts the parameters to action by itself
// (OAuth 2.0 Form Post Response Mode §2); without script, at a click.
func (p *Pages) FormPost(c echo.Context, action string, params url.Values) error {
	hash := sha256.Sum256([]byte(submits))
	web.CSP(c, "script-src 'sha256-"+base64.StdEncoding.EncodeToString(hash[:])+"'")
	letFormEndAt(c, nil, action)
	return p.html(c, http.StatusOK, "form-post", "", formPost{Action: action, Params: params})
}
