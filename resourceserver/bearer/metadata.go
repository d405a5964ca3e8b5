package bearer

import (
	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
)

// Metadata returns the metadata of the resource (RFC 9728 §2): its identifier, all issuers, and how
// tokens are sent. Add further members, such as scopes, and serve the document as JSON at
// MetadataURL, which RFC 9728 §3 derives from Resource.
func (v *Validator) Metadata() oauth.ResourceMetadata {
	m := oauth.ResourceMetadata{Resource: v.cfg.Resource, BearerMethodsSupported: []string{"header"}}
	for _, issuer := range v.cfg.Issuers {
		m.AuthorizationServers = append(m.AuthorizationServers, issuer.URL)
	}
	if v.cfg.DPoP != nil {
		m.DPoPSigningAlgValuesSupported = dpop.Algorithms()
		m.DPoPBoundAccessTokensRequired = v.cfg.DPoP.Required
	}
	return m
}
