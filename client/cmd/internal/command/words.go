package command

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"

	"golang.org/x/oauth2"

	"quartet.example/shared/oauth"
)

// Words returns an error in words for people, if possible with what to do about it. Of the
// response of a server it contains only the error code and the description.
func Words(err error) string {
	var refused *oauth2.RetrieveError
	var dial *net.OpError
	var call *url.Error
	switch {
	case errors.As(err, &refused):
		return refusal(refused)
	case errors.Is(err, context.Canceled):
		return "interrupted"
	case errors.As(err, &call) && errors.As(err, &dial):
		return fmt.Sprintf("nobody answers at %s; is the stack running (make demo)?", origin(call.URL))
	case errors.As(err, &call) && call.Timeout():
		return fmt.Sprintf("%s does not answer in time", origin(call.URL))
	}
	return err.Error()
}

// refusal returns an error response (RFC 6749 §5.2) in words.
func refusal(e *oauth2.RetrieveError) string {
	says := fmt.Sprintf("the authorization server refused: %s", e.ErrorCode)
	if e.ErrorDescription != "" {
		says += ": " + e.ErrorDescription
	}
	switch oauth.Code(e.ErrorCode) {
	case oauth.InvalidClient, oauth.UnauthorizedClient:
		return says + " (see --client-id and --client-secret, and the client in the seed)"
	case oauth.InvalidTarget:
		return says + " (see --resource)"
	case oauth.InvalidScope:
		return says + " (see --scope)"
	case "":
		return fmt.Sprintf("the authorization server answers %s, and not as OAuth", e.Response.Status)
	default:
		return says
	}
}

func origin(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "the server"
	}
	return u.Scheme + "://" + u.Host
}
