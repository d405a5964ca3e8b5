package clientauth

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"quartet.example/authserver/internal/assertion"
	"quartet.example/shared/oauth"
)

// credentials are those of the client, as the request has them. Nothing is verified yet.
type credentials struct {
	method oauth.AuthMethod
	id     string
	secret string

	assertion assertion.Assertion // for the methods that end in _jwt
}

// guess reports whether they hold a secret or a signature, so that a wrong one may be a guess.
func (c credentials) guess() bool { return c.method != oauth.NoAuthentication }

// signed reports whether they are an assertion.
func (c credentials) signed() bool {
	return c.method == oauth.PrivateKeyJWT || c.method == oauth.ClientSecretJWT
}

// The faults of credentials that need no look at the client. The text goes to the log.
var (
	errManyMethods = errors.New("more than one method of client authentication")
	errNoClient    = errors.New("no client authentication and no client_id")
	errScheme      = errors.New("authorization scheme is not Basic")
	errBasic       = errors.New("basic credentials are malformed")
	errAssertion   = errors.New("client assertion is malformed")
)

// read finds the method of the request. A parameter without a value counts as omitted (RFC
// 6749 §3.2): an empty client_secret is no secret.
func read(header http.Header, form url.Values) (credentials, error) {
	authorization := header.Values("Authorization")
	secret := form.Get("client_secret")
	signed := form.Get("client_assertion") + form.Get("client_assertion_type")
	switch {
	case methods(len(authorization), len(secret), len(signed)) > 1 || len(authorization) > 1:
		return credentials{}, errManyMethods
	case len(authorization) == 1:
		return readBasic(authorization[0])
	case signed != "":
		return readAssertion(form)
	case form.Get("client_id") == "":
		return credentials{}, errNoClient
	case secret != "":
		return credentials{method: oauth.ClientSecretPost, id: form.Get("client_id"), secret: secret}, nil
	}
	return credentials{method: oauth.NoAuthentication, id: form.Get("client_id")}, nil
}

// readAssertion takes the client from sub of the assertion. The parameter client_id is
// optional beside an assertion (RFC 7521 §4.2).
func readAssertion(form url.Values) (credentials, error) {
	a, err := assertion.Read(form.Get("client_assertion_type"), form.Get("client_assertion"))
	if err != nil {
		return credentials{}, fmt.Errorf("%w: %w", errAssertion, err)
	}
	return credentials{method: a.Method, id: a.ClientID, assertion: a}, nil
}

// methods counts the lengths that are not 0.
func methods(lengths ...int) (n int) {
	for _, length := range lengths {
		if length > 0 {
			n++
		}
	}
	return n
}

// readBasic decodes base64, splits at the first colon, and decodes both parts
// as application/x-www-form-urlencoded (RFC 6749 §2.3.1, RFC 7617 §2).
func readBasic(authorization string) (credentials, error) {
	scheme, encoded, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "Basic") {
		return credentials{}, errScheme
	}
	decoded, err := base64.StdEncoding.DecodeString(strings.TrimLeft(encoded, " "))
	if err != nil {
		return credentials{}, errBasic
	}
	user, password, found := strings.Cut(string(decoded), ":")
	id, errID := url.QueryUnescape(user)
	secret, errSecret := url.QueryUnescape(password)
	if !found || errID != nil || errSecret != nil || id == "" {
		return credentials{}, errBasic
	}
	return credentials{method: oauth.ClientSecretBasic, id: id, secret: secret}, nil
}
