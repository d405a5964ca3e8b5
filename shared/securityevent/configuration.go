package securityevent

// ConfigurationPath is the well-known path of a transmitter's metadata. It is inserted between the
// host and the path of its issuer (OpenID Shared Signals Framework 1.0 §7.2).
const ConfigurationPath = "/.well-known/ssf-configuration"

// The values of a Configuration.
const (
	SpecVersion = "1_0"               // OpenID Shared Signals Framework 1.0, final
	PollMethod  = "urn:ietf:rfc:8936" // delivery by poll (SSF 1.0 §6.1.2)
	BasicScheme = "urn:ietf:rfc:7617" // HTTP Basic, with the id and secret of the client
)

// Configuration is the metadata of a transmitter (SSF 1.0 §7.1). SSF defines no member for the
// endpoint of polling without stream management, but it allows additional members (§7.2.3).
// Delivery and EventsSupported have the names and meanings of the stream configuration (§8.1.1).
type Configuration struct {
	SpecVersion              string                `json:"spec_version"`
	Issuer                   string                `json:"issuer"` // the iss of its SETs
	JWKSURI                  string                `json:"jwks_uri"`
	DeliveryMethodsSupported []string              `json:"delivery_methods_supported"`
	AuthorizationSchemes     []AuthorizationScheme `json:"authorization_schemes"`
	Delivery                 Delivery              `json:"delivery"`
	EventsSupported          []string              `json:"events_supported"`
}

// AuthorizationScheme is a method for the authentication of recipients (SSF 1.0 §7.1.1).
type AuthorizationScheme struct {
	SpecURN string `json:"spec_urn"`
}

// Delivery is the delivery method of SETs and its endpoint (SSF 1.0 §6.1).
type Delivery struct {
	Method      string `json:"method"`
	EndpointURL string `json:"endpoint_url"` // for polling: the endpoint from which SETs are fetched
}
