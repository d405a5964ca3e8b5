package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/control/useragent"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// visit is one sign-in, from the authorization request to the redirect to the client.
type visit struct {
	useragent.Agent
	user *core.User
	deny bool
}

var errNotAsked = errors.New("deny: the server asked the user nothing, because the user has a session and has allowed the client before; send prompt=consent, or leave out browser")

// maxPages is the most pages that a user sees: sign-in and consent.
const maxPages = 2

// finish answers the pages until the browser leaves for the client.
func (v *visit) finish(ctx context.Context) (controlapi.SignedIn, error) {
	asked := false
	for range maxPages {
		form, values := v.question()
		if v.Returned != nil || form == nil {
			break
		}
		asked = true
		if err := v.Submit(ctx, form, values); err != nil {
			return controlapi.SignedIn{}, fmt.Errorf("sign in: %w", err)
		}
	}
	if v.deny && !asked {
		return controlapi.SignedIn{}, errNotAsked
	}
	return v.result()
}

// question returns the form of the page and the user's answer, or nil if the page asks nothing. A user
// who denies does so on the first page.
func (v *visit) question() (*goquery.Selection, url.Values) {
	if form := v.Form("input[type=password]"); form != nil && !v.deny {
		return form, url.Values{"username": {v.user.Username}}
	}
	decision := core.DecisionAllow
	if v.deny {
		decision = core.DecisionDeny
	}
	return v.Form("button[name=decision][value=" + decision + "]"), url.Values{"decision": {decision}}
}

// result returns the authorization response: the redirect, or the form of response_mode=form_post.
func (v *visit) result() (controlapi.SignedIn, error) {
	if v.Returned != nil {
		return controlapi.SignedIn{CallbackURL: v.Returned.String()}, nil
	}
	form := v.Form("form[action] input[type=hidden]")
	if v.Status != http.StatusOK || form == nil {
		return controlapi.SignedIn{}, v.refusal()
	}
	params := map[string]string{}
	for name, values := range useragent.Hidden(form) {
		params[name] = values[0]
	}
	return controlapi.SignedIn{CallbackURL: form.AttrOr("action", ""), Form: params}, nil
}

// refusal returns the error that the server responded with, or one with the text of the page.
func (v *visit) refusal() error {
	var said struct {
		Code        oauth.Code `json:"error"`
		Description string     `json:"error_description"`
	}
	if json.Unmarshal([]byte(v.Page.Text()), &said) == nil && said.Code != "" {
		return said.Code.With(said.Description).WithStatus(v.Status)
	}
	return fmt.Errorf("sign in: %s cannot go on at %s (status %d): %s", v.user.Username, v.At.Path, v.Status, v.Text())
}
