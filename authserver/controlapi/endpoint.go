package controlapi

import (
	"slices"
	"strings"
)

// Endpoint names an endpoint by the last part of its path.
type Endpoint string

// The endpoints that can fail.
const (
	Authorize           Endpoint = "authorize"
	PushedAuthorization Endpoint = "par"
	DeviceAuthorization Endpoint = "device_authorization"
	TokenEndpoint       Endpoint = "token"
	Introspect          Endpoint = "introspect"
	Revoke              Endpoint = "revoke"
	UserInfo            Endpoint = "userinfo"
	JWKS                Endpoint = "jwks"
	Metadata            Endpoint = "metadata" // both well-known documents
)

// Endpoints returns all endpoints.
func Endpoints() []Endpoint {
	return []Endpoint{Authorize, PushedAuthorization, DeviceAuthorization, TokenEndpoint, Introspect, Revoke, UserInfo, JWKS, Metadata}
}

// EndpointOf returns the endpoint at the path of a URL, or "" for a page and any other path. The path
// may contain the path of the issuer.
func EndpointOf(path string) Endpoint {
	if strings.HasPrefix(path, "/.well-known/oauth-authorization-server") || strings.HasPrefix(path, "/.well-known/openid-configuration") {
		return Metadata
	}
	last := path[strings.LastIndexByte(path, '/')+1:]
	e := Endpoint(last)
	if e == Metadata || strings.Contains(path, "/control/") || !slices.Contains(Endpoints(), e) { // the control API has paths of the same names
		return ""
	}
	return e
}
