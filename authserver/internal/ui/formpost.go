package ui

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

// submits is the script of the page, which the CSP allows by its hash.
const submits = "document.forms[0].submit()"

// formPost is the content of the page that submits itself.
type formPost struct {
	Action string
	Params url.Values
}

// WhereTo describes the target of the form.
func (f formPost) WhereTo() string { return whereTo(f.Action) }

// FormPost writes a page whose form posts the parameters to action without a click (OAuth 2.0 Form
// Post Response Mode §2). Without JavaScript it needs a click.
func (p *Pages) FormPost(c echo.Context, action string, params url.Values) error {
	hash := sha256.Sum256([]byte(submits))
	web.CSP(c, "script-src 'sha256-"+base64.StdEncoding.EncodeToString(hash[:])+"'")
	letFormEndAt(c, nil, action)
	return p.html(c, http.StatusOK, "form-post", "", formPost{Action: action, Params: params})
}
