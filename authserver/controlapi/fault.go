package controlapi

// Fault makes one response, or several, go wrong. Endpoint, Client and State choose the request; an
// empty field chooses all. The other fields say what goes wrong.
type Fault struct {
	ID       string   `json:"id,omitempty"`        // set by the server
	Endpoint Endpoint `json:"endpoint,omitempty"`  // default: any endpoint of the protocol
	Client   string   `json:"client_id,omitempty"` // requests of this client only
	State    string   `json:"state,omitempty"`     // this authorization request, and the token request with its code
	Times    int      `json:"times,omitempty"`     // how many requests; default: 1

	Error       string `json:"error,omitempty"` // an OAuth error code, such as temporarily_unavailable
	Description string `json:"error_description,omitempty"`
	Status      int    `json:"status,omitempty"`   // an HTTP status with an empty body
	Delay       int    `json:"delay_ms,omitempty"` // milliseconds before the response
	Drop        bool   `json:"drop,omitempty"`     // the connection is closed without a response

	Issuer    *string        `json:"iss,omitempty"`        // another iss in the authorization response (RFC 9207 §2); "" leaves it out
	IDToken   map[string]any `json:"id_token,omitempty"`   // other claims in the ID token, such as iss, nonce, at_hash, aud; null removes one. The signature is valid
	StaleJWKS bool           `json:"stale_jwks,omitempty"` // the JWK Set of before the last rotation
}

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
