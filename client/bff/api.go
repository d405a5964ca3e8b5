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

// Client returns an HTTP client that calls the API (Config.APIURL) as the user of the request. It
// adds the access token of the session, with a DPoP proof if the token is bound to a key. It
// refreshes the token before it expires, and tries once more with a new token if the API refuses
// it. The token is never sent to another host, and redirects are not followed.
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

// ending returns ErrNobody for a session that has ended, as User does.
type ending struct{ next http.RoundTripper }

func (e ending) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := e.next.RoundTrip(req)
	if errors.Is(err, core.ErrSessionEnded) {
		return nil, errors.Join(ErrNobody, err)
	}
	return resp, err
}

// StepUp answers the browser if resp, a response of the API, requires a more recent or a stronger
// sign-in (RFC 9470). The request for a page or of a form is redirected to the sign-in, and after it
// to returnTo, a path on this origin. A call by a script gets 401, with the path of the sign-in as
// login in its JSON. For every other response of the API it returns false and writes nothing.
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

// StepUpURL returns the path of the sign-in that resp, a response of the API, requires (RFC 9470),
// or "" if it requires none. It is for pages that show a link, or that must not lose what the user
// typed: draft is stored, and after the sign-in the user comes to / with the parameter resume, for
// which Draft returns it. Errors are those of User.
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
// is the parameter of the request (see StepUpURL). It returns "" if there is no draft, if the draft
// is of another user, or if Redis cannot be reached.
func (s *Server) Draft(r *http.Request, resume string) string {
	found, err := s.sessionOf(r)
	if err != nil {
		return ""
	}
	return s.stepUps.Draft(r.Context(), found, resume)
}
