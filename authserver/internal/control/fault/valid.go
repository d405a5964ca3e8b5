package fault

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"quartet.example/authserver/controlapi"
)

// The bounds of a fault.
const (
	maxTimes = 1000
	maxDelay = 60_000 // milliseconds
	maxText  = 200    // characters of an error code or description
)

// validate returns an error that names the first field that is wrong, and why, in ASCII for
// error_description (RFC 6749 §5.2).
func validate(f controlapi.Fault) error {
	return cmp.Or(validateBounds(f), validateEffect(f), validateScope(f))
}

func validateBounds(f controlapi.Fault) error {
	return cmp.Or(
		unless(f.Times >= 0 && f.Times <= maxTimes, "times: %d is not between 1 and %d", f.Times, maxTimes),
		unless(f.Delay >= 0 && f.Delay <= maxDelay, "delay_ms: %d is not between 0 and %d", f.Delay, maxDelay),
		unless(f.Status == 0 || f.Status >= 200 && f.Status <= 599, "status: %d is not between 200 and 599", f.Status),
		unless(f.Endpoint == "" || slices.Contains(controlapi.Endpoints(), f.Endpoint), "endpoint: %q is none of %q", f.Endpoint, controlapi.Endpoints()),
		unless(isText(f.Error), "error: not an error code of printable ASCII, of at most %d characters", maxText),
		unless(isText(f.Description), "error_description: not printable ASCII without quotes and backslashes, of at most %d characters", maxText),
		unless(!strings.ContainsAny(f.Location, "\r\n"), "location: it has a line break"),
	)
}

func validateEffect(f controlapi.Fault) error {
	return cmp.Or(
		unless(fails(f) || changes(f) || f.Delay > 0, "it says nothing: set error, status, drop, delay_ms, iss, id_token, response or stale_jwks"),
		unless(!fails(f) || !changes(f), "error, status and drop take the place of the response: they cannot be combined with iss, id_token, response and stale_jwks"),
		unless(!f.Drop || f.Error == "" && f.Status == 0, "drop: there is no response that could have error or status"),
		unless(f.Description == "" || f.Error != "", "error_description: it needs error"),
		unless(f.Location == "" || f.Status >= 300 && f.Status <= 399 && f.Error == "", "location: it needs a status of 3xx, and no error"),
		unless(f.Error == "" || f.Status == 0 || f.Status >= 400, "status: an error needs a status of 4xx or 5xx"),
		unless(!f.StaleJWKS || f.Response == nil, "stale_jwks: response would replace it"),
	)
}

// validateScope checks that the effect exists at the endpoint.
func validateScope(f controlapi.Fault) error {
	at := func(all ...controlapi.Endpoint) bool { return slices.Contains(all, f.Endpoint) }
	documents := at(controlapi.JWKS, controlapi.Metadata)
	return cmp.Or(
		unless(f.Error == "" || !documents, "error: the endpoint %s has no OAuth errors; set status", f.Endpoint),
		unless(f.Error == "" || f.Status == 0 || f.Endpoint != controlapi.Authorize, "status: /authorize sends the error by a redirect"),
		unless(f.Client == "" || !documents, "client_id: a request to the endpoint %s has no client", f.Endpoint),
		unless(f.State == "" || at("", controlapi.Authorize, controlapi.PushedAuthorization, controlapi.TokenEndpoint), "state: a request to the endpoint %s has none", f.Endpoint),
		unless(f.Issuer == nil || at("", controlapi.Authorize), "iss: it is in the response of the endpoint authorize; for the metadata set response"),
		unless(f.IDToken == nil || at("", controlapi.TokenEndpoint), "id_token: it is in the response of the endpoint token"),
		unless(!f.StaleJWKS || at("", controlapi.JWKS) && f.Client == "" && f.State == "", "stale_jwks: it is the response of the endpoint jwks, whose requests have neither client nor state"),
		validateResponse(f),
	)
}

func validateResponse(f controlapi.Fault) error {
	if f.Response == nil {
		return nil
	}
	if f.Endpoint == "" || f.Endpoint == controlapi.Revoke {
		return errors.New("response: it needs an endpoint that responds with members, which revoke does not")
	}
	for name, value := range f.Response {
		if _, isString := value.(string); f.Endpoint == controlapi.Authorize && value != nil && !isString {
			return fmt.Errorf("response: the parameter %q of the authorization response is not a string", name)
		}
	}
	return nil
}

// fails reports whether the fault takes the place of the response.
func fails(f controlapi.Fault) bool { return f.Error != "" || f.Status != 0 || f.Drop }

// changes reports whether the fault alters a response.
func changes(f controlapi.Fault) bool {
	return f.Issuer != nil || f.IDToken != nil || f.Response != nil || f.StaleJWKS
}

// isText reports whether s may be an error code or its description (RFC 6749 §5.2).
func isText(s string) bool {
	return len(s) <= maxText && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' })
}

// unless returns an error with this text, or nil if ok.
func unless(ok bool, format string, args ...any) error {
	if ok {
		return nil
	}
	return fmt.Errorf(format, args...)
}
