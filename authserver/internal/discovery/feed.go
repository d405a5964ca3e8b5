package discovery

import "quartet.example/shared/securityevent"

// Feed returns the metadata of the feed of revoked tokens (OpenID Shared Signals Framework 1.0
// §7.1). There is no stream management, so configuration_endpoint and the other endpoints for it
// are absent, and so is default_subjects, which concerns new streams. The only authorization scheme
// is Basic: the body of a poll is JSON and cannot contain client credentials.
func Feed(o Options) securityevent.Configuration {
	return securityevent.Configuration{
		SpecVersion:              securityevent.SpecVersion,
		Issuer:                   o.Issuer,
		JWKSURI:                  o.Issuer + "/jwks",
		DeliveryMethodsSupported: []string{securityevent.PollMethod},
		AuthorizationSchemes:     []securityevent.AuthorizationScheme{{SpecURN: securityevent.BasicScheme}},
		Delivery:                 securityevent.Delivery{Method: securityevent.PollMethod, EndpointURL: o.Issuer + "/security_events"},
		EventsSupported:          []string{securityevent.TokenRevoked},
	}
}
