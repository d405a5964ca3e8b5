package seed

import (
	"net/url"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
)

// minSecret is the least length of a client secret in production: 32 characters
// of base64url are 192 bits (RFC 6749 §10.10 asks for at least 128).
const minSecret = 32

// clientEntry is a client in the field names of RFC 7591 §2, and two of our
// own: pkce and resource.
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
	PKCE                   text    `yaml:"pkce"`     // required (the default) or optional
	Resource               text    `yaml:"resource"` // the resource that this client is

	JWKS         yaml.Node `yaml:"jwks"` // a JWK Set, written as YAML or JSON
	JWKSURI      text      `yaml:"jwks_uri"`
	AssertionAlg text      `yaml:"token_endpoint_auth_signing_alg"`

	DPoPBound   text `yaml:"dpop_bound_access_tokens"`              // RFC 9449 §5.2
	PARRequired text `yaml:"require_pushed_authorization_requests"` // RFC 9126 §6

	ExchangeClients   []text `yaml:"exchange_clients"`   // whose access tokens it may exchange (RFC 8693)
	ExchangeResources []text `yaml:"exchange_resources"` // and for which resources

	line int
}

func (r *reader) clients(entries []clientEntry, resources []*core.Resource) []*core.Client {
	seen := make(map[string]int)
	var clients []*core.Client
	for _, e := range entries {
		id, line := e.ClientID.value, e.ClientID.at(e.line)
		if first, has := seen[id]; has {
			r.add(line, "client_id", "%q is registered twice, first in line %d", id, first)
			continue
		}
		seen[id] = line
		clients = append(clients, r.client(e, resources))
	}
	r.exchangeClients(entries)
	for id := range r.Secrets {
		if _, has := seen[id]; !has {
			r.add(1, "client-secrets", "the setting names %q, which is no client of this file", id)
		}
	}
	return clients
}

func (r *reader) client(e clientEntry, resources []*core.Resource) *core.Client {
	c := &core.Client{
		ID: e.ClientID.value, Name: e.ClientName.value,
		ApplicationType: orDefault(e.ApplicationType, core.ApplicationWeb),
		AuthMethod:      oauth.AuthMethod(orDefault(e.AuthMethod, string(oauth.ClientSecretBasic))), // RFC 7591 §2
		GrantTypes:      r.grantTypes(e),
		PKCEOptional:    e.PKCE.value == "optional",
		IDTokenAlg:      e.IDTokenAlg.value, UserinfoAlg: e.UserinfoAlg.value, IntrospectionAlg: e.IntrospectionAlg.value,
		Resource:  e.Resource.value,
		ClientURI: r.link(e.ClientURI, "client_uri"), LogoURI: r.link(e.LogoURI, "logo_uri"),
		PolicyURI: r.link(e.PolicyURI, "policy_uri"), TOSURI: r.link(e.TOSURI, "tos_uri"),
		BackchannelLogoutURI:             r.logoutURI(e.LogoutURI),
		BackchannelLogoutSessionRequired: e.LogoutSession.value == "true",
		DPoPBound:                        e.DPoPBound.value == "true", PARRequired: e.PARRequired.value == "true",
	}
	if c.Name == "" {
		c.Name = c.ID
	}
	r.identify(e)
	r.choices(e, resources)
	c.SecretHash = r.secret(e, c)
	r.keys(e, c)
	c.Scope = r.scope(e, resources)
	c.RedirectURIs = r.redirects(e.RedirectURIs, "redirect_uris", c)
	c.PostLogoutRedirectURIs = r.redirects(e.PostLogoutRedirectURIs, "post_logout_redirect_uris", c)
	c.ExchangeClients, c.ExchangeResources = r.exchange(e, c, resources)
	r.combinations(e, c)
	return c
}

// identify checks client_id = *VSCHAR (RFC 6749 App. A.1), less the colon,
// which would end the name in Basic authentication unless encoded.
func (r *reader) identify(e clientEntry) {
	id, line := e.ClientID.value, e.ClientID.at(e.line)
	r.refuse(id == "", line, "client_id", "is missing")
	r.refuse(len(id) > 128, line, "client_id", "is over 128 characters")
	r.refuse(strings.ContainsFunc(id, func(c rune) bool { return c <= ' ' || c > '~' || c == ':' }), line,
		"client_id", "%q must be printable ASCII without space and colon (RFC 6749 App. A.1)", id)
}

// choices checks the fields that hold one of a few words.
func (r *reader) choices(e clientEntry, resources []*core.Resource) {
	r.oneOf(e.ApplicationType, "application_type", core.ApplicationWeb, core.ApplicationNative)
	r.oneOf(e.AuthMethod, "token_endpoint_auth_method",
		string(oauth.ClientSecretBasic), string(oauth.ClientSecretPost), string(oauth.NoAuthentication),
		string(oauth.PrivateKeyJWT), string(oauth.ClientSecretJWT))
	r.oneOf(e.IDTokenAlg, "id_token_signed_response_alg", "RS256", "ES256", "EdDSA")
	r.oneOf(e.UserinfoAlg, "userinfo_signed_response_alg", "RS256", "ES256", "EdDSA")
	r.oneOf(e.IntrospectionAlg, "introspection_signed_response_alg", "RS256", "ES256", "EdDSA")
	r.oneOf(e.LogoutSession, "backchannel_logout_session_required", "true", "false")
	r.oneOf(e.DPoPBound, "dpop_bound_access_tokens", "true", "false")
	r.oneOf(e.PARRequired, "require_pushed_authorization_requests", "true", "false")
	r.oneOf(e.PKCE, "pkce", "required", "optional")
	for _, t := range e.ResponseTypes {
		r.oneOf(t, "response_types", oauth.ResponseTypeCode)
	}
	known := slices.ContainsFunc(resources, func(one *core.Resource) bool { return one.ID == e.Resource.value })
	r.refuse(e.Resource.value != "" && !known, e.Resource.line, "resource", "%q is no resource of this file", e.Resource.value)
}

func (r *reader) oneOf(t text, field string, known ...string) {
	r.refuse(t.value != "" && !slices.Contains(known, t.value), t.line, field,
		"%q is unknown; it can be %s", t.value, strings.Join(known, ", "))
}

// grantTypes defaults to authorization_code (RFC 7591 §2); an empty list is none.
func (r *reader) grantTypes(e clientEntry) []oauth.GrantType {
	if e.GrantTypes == nil {
		return []oauth.GrantType{oauth.AuthorizationCodeGrant}
	}
	var grants []oauth.GrantType
	for _, t := range *e.GrantTypes {
		r.oneOf(t, "grant_types", string(oauth.AuthorizationCodeGrant), string(oauth.RefreshTokenGrant), string(oauth.ClientCredentialsGrant),
			string(oauth.DeviceCodeGrant), string(oauth.TokenExchangeGrant))
		grants = append(grants, oauth.GrantType(t.value))
	}
	return grants
}

// secret gives the hash of the client's secret, which is a value, @file, or
// comes from the settings.
func (r *reader) secret(e clientEntry, c *core.Client) string {
	line := e.ClientSecret.at(e.line)
	var secret config.Secret
	if err := secret.UnmarshalText([]byte(e.ClientSecret.value)); err != nil && r.Secrets[c.ID].IsZero() {
		r.add(line, "client_secret", "%v", err)
		return ""
	}
	if override, has := r.Secrets[c.ID]; has {
		secret = override
	}
	value := secret.Reveal()
	switch {
	case c.AuthMethod == oauth.PrivateKeyJWT:
		r.refuse(value != "", line, "client_secret", "a client with token_endpoint_auth_method private_key_jwt has keys and no secret")
		return ""
	case c.Public():
		r.refuse(value != "", line, "client_secret", "a client with token_endpoint_auth_method none has no secret")
		return ""
	case value == "":
		r.add(line, "client_secret", "is missing for a client that authenticates with %s", c.AuthMethod)
		return ""
	case r.Production && len(value) < minSecret:
		r.add(line, "client_secret", "of %s has %d characters; production needs %d random ones", c.ID, len(value), minSecret)
	case r.Production && strings.Contains(value, "not-for-production"):
		r.add(line, "client_secret", "of %s is the one of the demo; production needs its own", c.ID)
	}
	if c.AuthMethod == oauth.ClientSecretJWT {
		c.AssertionSecret = r.hmacKey(value, line)
		return ""
	}
	return oauth.Hash(value)
}

// scope checks that every token exists: OpenID Connect's or a resource's.
func (r *reader) scope(e clientEntry, resources []*core.Resource) oauth.Scope {
	scope, err := oauth.ParseScope(e.Scope.value)
	r.refuse(err != nil, e.Scope.line, "scope", "%q breaks the grammar of RFC 6749 §3.3: tokens with one space between", e.Scope.value)
	for _, token := range scope {
		_, known := claims.DescribeScope(token)
		owned := slices.ContainsFunc(resources, func(one *core.Resource) bool { return one.Scopes[token] != "" })
		r.refuse(!known && !owned, e.Scope.line, "scope", "%q belongs to no resource of this file, nor to OpenID Connect", token)
	}
	return scope
}

// combinations checks fields against each other.
func (r *reader) combinations(e clientEntry, c *core.Client) {
	code := c.MayUse(oauth.AuthorizationCodeGrant)
	r.refuse(code && len(c.RedirectURIs) == 0, e.line, "redirect_uris", "is missing: %s uses authorization_code (RFC 7591 §2)", c.ID)
	r.refuse(c.MayUse(oauth.RefreshTokenGrant) && !code && !c.MayUse(oauth.DeviceCodeGrant), e.line, "grant_types", "refresh_token without authorization_code or device_code: nothing would issue one")
	r.refuse(c.MayUse(oauth.ClientCredentialsGrant) && c.Public(), e.line, "grant_types", "client_credentials is for confidential clients (RFC 6749 §4.4)")
	r.refuse(c.PKCEOptional && c.Public(), e.PKCE.at(e.line), "pkce", "a public client cannot go without (RFC 9700 §2.1.1)")
}

// link checks a URL that pages link to: javascript: and the like would run there.
func (r *reader) link(t text, field string) string {
	if t.value == "" {
		return ""
	}
	u, err := url.Parse(t.value)
	r.refuse(err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "", t.line, field, "%q is not an http or https URL", t.value)
	return t.value
}

func orDefault(t text, otherwise string) string {
	if t.value == "" {
		return otherwise
	}
	return t.value
}
