package seed

import (
	"go.yaml.in/yaml/v3"
)

// clientEntry is a client with the field names of RFC 7591 §2. Our own fields are loopback_ports, pkce, resource,
// assertion_audience, exchange_clients and exchange_resources.
type clientEntry struct {
	ClientID               text    `yaml:"client_id"`
	ClientSecret           text    `yaml:"client_secret"`
	ClientName             text    `yaml:"client_name"`
	RedirectURIs           []text  `yaml:"redirect_uris"`
	PostLogoutRedirectURIs []text  `yaml:"post_logout_redirect_uris"`
	GrantTypes             *[]text `yaml:"grant_types"`
	ResponseTypes          []text  `yaml:"response_types"`
	AuthMethod             text    `yaml:"token_endpoint_auth_method"`
	Scope                  text    `yaml:"scope"`
	ApplicationType        text    `yaml:"application_type"`
	IDTokenAlg             text    `yaml:"id_token_signed_response_alg"`
	UserinfoAlg            text    `yaml:"userinfo_signed_response_alg"`
	IntrospectionAlg       text    `yaml:"introspection_signed_response_alg"` // RFC 9701 §6
	LogoutURI              text    `yaml:"backchannel_logout_uri"`            // OIDC Back-Channel Logout §2.2
	LogoutSession          text    `yaml:"backchannel_logout_session_required"`
	ClientURI              text    `yaml:"client_uri"`
	LogoURI                text    `yaml:"logo_uri"`
	PolicyURI              text    `yaml:"policy_uri"`
	TOSURI                 text    `yaml:"tos_uri"`
	LoopbackPorts          text    `yaml:"loopback_ports"` // registered (the default) or any, which is for the dev profile
	PKCE                   text    `yaml:"pkce"`           // required (the default) or optional
	Resource               text    `yaml:"resource"`       // the resource whose credentials these are

	JWKS         yaml.Node `yaml:"jwks"` // a JWK Set, written as YAML or JSON
	JWKSURI      text      `yaml:"jwks_uri"`
	AssertionAlg text      `yaml:"token_endpoint_auth_signing_alg"`
	AssertionAud text      `yaml:"assertion_audience"` // string, issuer (the default) or token_endpoint

	DPoPBound   text `yaml:"dpop_bound_access_tokens"`              // RFC 9449 §5.2
	PARRequired text `yaml:"require_pushed_authorization_requests"` // RFC 9126 §6

	ExchangeClients   []text `yaml:"exchange_clients"`   // the clients whose access tokens it may exchange (RFC 8693)
	ExchangeResources []text `yaml:"exchange_resources"` // the resources for which the client may exchange tokens (RFC 8693)

	line int
}
