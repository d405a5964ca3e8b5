package main

import (
	"errors"
	"fmt"
	"net/url"

	"quartet.example/shared/oauth"
)

// response is what an authorization response must have.
type response struct {
	issuer  string
	sendsIt bool // the metadata says that each authorization response has iss (RFC 9207 §3)
}

// code returns the authorization code of a response with our state.
func (want response) code(query url.Values) (string, error) {
	iss := query.Get("iss")
	switch {
	case iss != want.issuer && (iss != "" || want.sendsIt): // RFC 9207 §2.4
		return "", fmt.Errorf("the response is from %q, but the request went to %q: the code was not redeemed", iss, want.issuer)
	case query.Get("error") == string(oauth.AccessDenied):
		return "", errors.New("you, or the authorization server for you, said no")
	case query.Has("error"): // RFC 6749 §4.1.2.1
		return "", fmt.Errorf("the authorization server refused: %q %q", query.Get("error"), query.Get("error_description"))
	case query.Get("code") == "":
		return "", errors.New("the response has neither a code nor an error")
	}
	return query.Get("code"), nil
}
