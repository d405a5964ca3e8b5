package bff

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/proxy"
	"quartet.example/client/bff/internal/session"
	"quartet.example/shared/localnet"
)

const apiTimeout = 10 * time.Second

// Client returns a client that calls the API (Config.APIURL) as the user of the request: it adds
// the access token of the session, proves possession of its key if it is bound, refreshes it
// before it expires, and once more if it is refused. The token is never sent to another host, and
// redirects are not followed.
//
// Errors of calls: ErrNobody if nobody is signed in or the session has ended, and an *oauth.Error
// if the authorization server does not answer. Use one Client for one request.
func (s *Server) Client(r *http.Request) *http.Client {
	v := s.visitOf(r)
	var transport http.RoundTripper = failing{v.err}
	if v.err == nil {
		transport = ending{s.caller.NewTransport(v.session, v.renewed)}
	}
	return localnet.NewClient(&http.Client{Transport: transport}, localnet.Options{Timeout: apiTimeout})
}

// failing is the transport of a request without a session.
type failing struct{ err error }

func (f failing) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return nil, f.err
}

// ending turns the error of a session that has ended into that of User.
type ending struct{ next http.RoundTripper }

func (e ending) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := e.next.RoundTrip(req)
	if errors.Is(err, core.ErrSessionEnded) {
		return nil, errors.Join(ErrNobody, err)
	}
	return resp, err
}

// StepUp answers the browser if the API wants another sign-in for what was asked of it (RFC 9470):
// a page or a form is sent there and back to returnTo, a path on this origin; a call gets 401, with
// the address as login in its JSON. It returns false, and does nothing, for every other response of
// the API.
func (s *Server) StepUp(w http.ResponseWriter, r *http.Request, resp *http.Response, returnTo string) bool {
	asked := proxy.WantsStepUp(resp)
	if asked == nil {
		return false
	}
	s.answer(w, r, func(c echo.Context) error {
		found, err := s.sessionOf(r)
		if err != nil {
			return err
		}
		if session.IsCall(r) {
			return proxy.AskForStepUp(c, s.stepUps, found, asked)
		}
		login, _, err := s.stepUps.Ask(r.Context(), found, asked.Wants, "")
		if err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, login+"&"+url.Values{"return_to": {returnTo}}.Encode())
	})
	return true
}

// StepUpURL returns the path of the sign-in that the API wants (RFC 9470), "" if it wants none. It
// is for pages that show a link, or that must keep what their user typed: draft is kept, and the
// user comes back to / with the parameter resume, for which Draft returns it. Errors are those of
// User.
func (s *Server) StepUpURL(r *http.Request, resp *http.Response, draft string) (string, error) {
	asked := proxy.WantsStepUp(resp)
	if asked == nil {
		return "", nil
	}
	found, err := s.sessionOf(r)
	if err != nil {
		return "", err
	}
	login, resume, err := s.stepUps.Ask(r.Context(), found, asked.Wants, draft)
	return login + "&" + url.Values{"return_to": {resume}}.Encode(), err
}

// Draft returns what the user of the request had typed before they had to sign in again: resume
// is the parameter of the request (see StepUpURL). It returns "" if there is nothing, if it is of
// another user, or if Redis cannot be reached.
func (s *Server) Draft(r *http.Request, resume string) string {
	found, err := s.sessionOf(r)
	if err != nil {
		return ""
	}
	return s.stepUps.Draft(r.Context(), found, resume)
}
