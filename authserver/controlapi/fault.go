package controlapi

// Fault makes one response, or several, go wrong. Endpoint, Client and State choose the requests; an
// empty field chooses all. The other fields say what goes wrong. There are two kinds: a failure takes the
// place of the response (Error, Status, Drop), and a change alters the response to a request that
// succeeds (Issuer, IDToken, Response, StaleJWKS). Delay may be added to both, or stand alone. A fault
// is used by the first requests that it matches, of several faults of one kind the oldest first; a change
// is used only by a response that has what it changes.
type Fault struct {
	ID       string   `json:"id,omitempty"`        // set by the server
	Endpoint Endpoint `json:"endpoint,omitempty"`  // default: any endpoint that can fail in this way
	Client   string   `json:"client_id,omitempty"` // requests of this client: by client_id, Basic authentication, client assertion, or access token at userinfo
	// State chooses one authorization request, by its parameter state: the pushed request, the request at
	// /authorize with its pages, and the token request with its code. A refresh and userinfo are not among
	// them; use Client for those.
	State string `json:"state,omitempty"`
	Times int    `json:"times,omitempty"` // how many requests, at most 1000; default: 1

	// Error is an OAuth error code, such as temporarily_unavailable. /authorize sends it to the redirect
	// URI (RFC 6749 §4.1.2.1), the other endpoints respond with it (RFC 6749 §5.2, RFC 6750 §3).
	Error       string `json:"error,omitempty"`
	Description string `json:"error_description,omitempty"` // beside Error
	Status      int    `json:"status,omitempty"`            // an HTTP status, with an empty body, or with Error that of the error
	Location    string `json:"location,omitempty"`          // beside a Status of 3xx: where the redirect leads
	Delay       int    `json:"delay_ms,omitempty"`          // milliseconds before the response, at most 60000
	Drop        bool   `json:"drop,omitempty"`              // the connection is closed without a response

	Issuer  *string        `json:"iss,omitempty"`      // another iss in the authorization response (RFC 9207 §2); "" leaves it out
	IDToken map[string]any `json:"id_token,omitempty"` // other claims in the ID token, such as iss, nonce, at_hash, aud; null removes one. The signature is valid
	// Response has other members for the JSON response of Endpoint, which is then required: such as issuer
	// of the metadata, token_type of the token response, or sub at userinfo, of which also a signed response
	// is changed. For /authorize these are the parameters of the authorization response, which are strings.
	// null removes one.
	Response  map[string]any `json:"response,omitempty"`
	StaleJWKS bool           `json:"stale_jwks,omitempty"` // the JWK Set of before the last rotation
}
