package securityevent

// ConfigurationPath is where a transmitter describes itself. It is inserted between
// the host and the path of its issuer (OpenID Shared Signals Framework 1.0 §7.2).
const ConfigurationPath = "/.well-known/ssf-configuration"

// The values of a Configuration.
const (
	SpecVersion = "1_0"               // OpenID Shared Signals Framework 1.0, final
	PollMethod  = "urn:ietf:rfc:8936" // delivery by poll (SSF 1.0 §6.1.2)
	BasicScheme = "urn:ietf:rfc:7617" // HTTP Basic, with the id and secret of the client
)

// Configuration describes a transmitter (SSF 1.0 §7.1). SSF has no member for the
// address of a poll without management of streams, and allows others (§7.2.3):
// Delivery and EventsSupported have the names and meanings that they have in the
// configuration of a stream (§8.1.1).
type Configuration struct {
	SpecVersion              string                `json:"spec_version"`
	Issuer                   string                `json:"issuer"` // the iss of its SETs
	JWKSURI                  string                `json:"jwks_uri"`
	DeliveryMethodsSupported []string              `json:"delivery_methods_supported"`
	AuthorizationSchemes     []AuthorizationScheme `json:"authorization_schemes"`
	Delivery                 Delivery              `json:"delivery"`
	EventsSupported          []string              `json:"events_supported"`
}

// AuthorizationScheme is how a recipient authenticates (SSF 1.0 §7.1.1).
type AuthorizationScheme struct {
	SpecURN string `json:"spec_urn"`
}

// Delivery is how and where SETs are delivered (SSF 1.0 §6.1).
type Delivery struct {
	Method      string `json:"method"`
	EndpointURL string `json:"endpoint_url"` // of a poll: where SETs are fetched
}
