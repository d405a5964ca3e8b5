package oauth

// ServerMetadata describes an authorization server (RFC 8414 §2), with the
// members that OpenID Connect Discovery 1.0 §3 and RFC 9207 §3 add.
type ServerMetadata struct {
	Issuer                                 string       `json:"issuer"`
	AuthorizationEndpoint                  string       `json:"authorization_endpoint"`
	TokenEndpoint                          string       `json:"token_endpoint"`
	JWKSURI                                string       `json:"jwks_uri"`
	UserinfoEndpoint                       string       `json:"userinfo_endpoint,omitempty"`
	RevocationEndpoint                     string       `json:"revocation_endpoint,omitempty"`
	IntrospectionEndpoint                  string       `json:"introspection_endpoint,omitempty"`
	EndSessionEndpoint                     string       `json:"end_session_endpoint,omitempty"`
	ScopesSupported                        []string     `json:"scopes_supported,omitempty"`
	ResponseTypesSupported                 []string     `json:"response_types_supported"`
	ResponseModesSupported                 []string     `json:"response_modes_supported,omitempty"`
	GrantTypesSupported                    []GrantType  `json:"grant_types_supported,omitempty"`
	TokenEndpointAuthMethodsSupported      []AuthMethod `json:"token_endpoint_auth_methods_supported,omitempty"`
	RevocationEndpointAuthMethodsSupported []AuthMethod `json:"revocation_endpoint_auth_methods_supported,omitempty"`
	IntrospectionAuthMethodsSupported      []AuthMethod `json:"introspection_endpoint_auth_methods_supported,omitempty"`
	CodeChallengeMethodsSupported          []string     `json:"code_challenge_methods_supported,omitempty"`
	AuthorizationResponseIssSupported      bool         `json:"authorization_response_iss_parameter_supported,omitempty"`
	SubjectTypesSupported                  []string     `json:"subject_types_supported,omitempty"`
	IDTokenSigningAlgValuesSupported       []string     `json:"id_token_signing_alg_values_supported,omitempty"`
	IntrospectionSigningAlgValuesSupported []string     `json:"introspection_signing_alg_values_supported,omitempty"` // RFC 9701 §7
	BackchannelLogoutSupported             bool         `json:"backchannel_logout_supported,omitempty"`               // OIDC Back-Channel Logout §2.1
	BackchannelLogoutSessionSupported      bool         `json:"backchannel_logout_session_supported,omitempty"`
	ClaimsSupported                        []string     `json:"claims_supported,omitempty"`
	PromptValuesSupported                  []string     `json:"prompt_values_supported,omitempty"`
	ServiceDocumentation                   string       `json:"service_documentation,omitempty"`
	ClaimTypesSupported                    []string     `json:"claim_types_supported,omitempty"`
	ACRValuesSupported                     []string     `json:"acr_values_supported,omitempty"`
	UserinfoSigningAlgValuesSupported      []string     `json:"userinfo_signing_alg_values_supported,omitempty"`
	DisplayValuesSupported                 []string     `json:"display_values_supported,omitempty"`
	UILocalesSupported                     []string     `json:"ui_locales_supported,omitempty"`
	ClaimsParameterSupported               bool         `json:"claims_parameter_supported"`
	RequestParameterSupported              bool         `json:"request_parameter_supported"`
	RequestURIParameterSupported           bool         `json:"request_uri_parameter_supported"` // absent would mean true, so it is always written

	TokenEndpointAuthSigningAlgValuesSupported      []string `json:"token_endpoint_auth_signing_alg_values_supported,omitempty"`
	RevocationEndpointAuthSigningAlgValuesSupported []string `json:"revocation_endpoint_auth_signing_alg_values_supported,omitempty"`
	IntrospectionAuthSigningAlgValuesSupported      []string `json:"introspection_endpoint_auth_signing_alg_values_supported,omitempty"`

	DeviceAuthorizationEndpoint string `json:"device_authorization_endpoint,omitempty"` // RFC 8628 §4

	PushedAuthorizationRequestEndpoint string   `json:"pushed_authorization_request_endpoint,omitempty"` // RFC 9126 §5
	RequirePushedAuthorizationRequests bool     `json:"require_pushed_authorization_requests,omitempty"` // RFC 9126 §5
	DPoPSigningAlgValuesSupported      []string `json:"dpop_signing_alg_values_supported,omitempty"`     // RFC 9449 §5.1
}

// ResourceMetadata describes a protected resource (RFC 9728 §2).
type ResourceMetadata struct {
	Resource               string   `json:"resource"`
	AuthorizationServers   []string `json:"authorization_servers,omitempty"`
	ScopesSupported        []string `json:"scopes_supported,omitempty"`
	BearerMethodsSupported []string `json:"bearer_methods_supported,omitempty"`
	ResourceName           string   `json:"resource_name,omitempty"`
	ResourceDocumentation  string   `json:"resource_documentation,omitempty"`

	DPoPSigningAlgValuesSupported []string `json:"dpop_signing_alg_values_supported,omitempty"`
	DPoPBoundAccessTokensRequired bool     `json:"dpop_bound_access_tokens_required,omitempty"`
}
