package seed

import (
	"net/url"
	"slices"
	"strings"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/keys"
	"quartet.example/shared/oauth"
)

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
			r.add(1, "client-secrets", "the setting names a client that this file does not define") // the name is not shown, because it may be part of a secret
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
		AnyLoopbackPort: e.LoopbackPorts.value == "any",
		IDTokenAlg:      e.IDTokenAlg.value, UserinfoAlg: e.UserinfoAlg.value, IntrospectionAlg: e.IntrospectionAlg.value,
		AssertionAud: e.AssertionAud.value,
		Resource:     e.Resource.value,
		ClientURI:    r.link(e.ClientURI, "client_uri"), LogoURI: r.link(e.LogoURI, "logo_uri"),
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
	c.Scope = r.scope(e)
	c.RedirectURIs = r.redirects(e.RedirectURIs, "redirect_uris", c)
	c.PostLogoutRedirectURIs = r.redirects(e.PostLogoutRedirectURIs, "post_logout_redirect_uris", c)
	c.ExchangeClients, c.ExchangeResources = r.exchange(e, c, resources)
	r.combinations(e, c)
	return c
}

// identify checks client_id = *VSCHAR (RFC 6749 App. A.1). It also refuses the colon, which
// separates client_id and secret in Basic authentication.
func (r *reader) identify(e clientEntry) {
	id, line := e.ClientID.value, e.ClientID.at(e.line)
	r.refuse(id == "", line, "client_id", "is missing")
	r.refuse(len(id) > 128, line, "client_id", "is over 128 characters")
	r.refuse(strings.ContainsFunc(id, func(c rune) bool { return c <= ' ' || c > '~' || c == ':' }), line,
		"client_id", "%q must be printable ASCII without space and colon (RFC 6749 App. A.1)", id)
}

// choices checks the fields that allow only certain values.
func (r *reader) choices(e clientEntry, resources []*core.Resource) {
	r.oneOf(e.ApplicationType, "application_type", core.ApplicationWeb, core.ApplicationNative)
	r.oneOf(e.AuthMethod, "token_endpoint_auth_method",
		string(oauth.ClientSecretBasic), string(oauth.ClientSecretPost), string(oauth.NoAuthentication),
		string(oauth.PrivateKeyJWT), string(oauth.ClientSecretJWT))
	r.oneOf(e.IDTokenAlg, "id_token_signed_response_alg", keys.Names()...)
	r.oneOf(e.UserinfoAlg, "userinfo_signed_response_alg", keys.Names()...)
	r.oneOf(e.IntrospectionAlg, "introspection_signed_response_alg", keys.Names()...)
	r.oneOf(e.LogoutSession, "backchannel_logout_session_required", "true", "false")
	r.oneOf(e.DPoPBound, "dpop_bound_access_tokens", "true", "false")
	r.oneOf(e.PARRequired, "require_pushed_authorization_requests", "true", "false")
	r.oneOf(e.PKCE, "pkce", "required", "optional")
	r.oneOf(e.LoopbackPorts, "loopback_ports", "registered", "any")
	r.refuse(r.Production && e.LoopbackPorts.value == "any", e.LoopbackPorts.line, "loopback_ports",
		"production compares redirect URIs as strings; only native clients may use any port (RFC 9700 §2.1, RFC 8252 §7.3)")
	r.oneOf(e.AssertionAud, "assertion_audience", core.AudienceString, core.AudienceIssuer, core.AudienceTokenEndpoint)
	for _, t := range e.ResponseTypes {
		r.oneOf(t, "response_types", oauth.ResponseTypeCode)
	}
	known := slices.ContainsFunc(resources, func(one *core.Resource) bool { return one.ID == e.Resource.value })
	r.refuse(e.Resource.value != "" && !known, e.Resource.line, "resource", "%q is not a resource of this file", e.Resource.value)
}

func (r *reader) oneOf(t text, field string, known ...string) {
	r.refuse(t.value != "" && !slices.Contains(known, t.value), t.line, field,
		"%q is unknown; it can be %s", t.value, strings.Join(known, ", "))
}

// grantTypes returns authorization_code if the field is missing (RFC 7591 §2). An empty list means
// no grant.
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

// scope checks that every scope token is known.
func (r *reader) scope(e clientEntry) oauth.Scope {
	scope, err := oauth.ParseScope(e.Scope.value)
	r.refuse(err != nil, e.Scope.line, "scope", "%q is malformed: scope tokens are separated by one space (RFC 6749 §3.3)", e.Scope.value)
	for _, token := range scope {
		_, known := claims.DescribeScope(token)
		r.refuse(!known && r.owners[token] == "", e.Scope.line, "scope", "%q belongs to no resource of this file, nor to OpenID Connect, nor to its scopes about users", token)
	}
	return scope
}

// combinations checks the rules between fields.
func (r *reader) combinations(e clientEntry, c *core.Client) {
	code := c.MayUse(oauth.AuthorizationCodeGrant)
	r.refuse(code && len(c.RedirectURIs) == 0, e.line, "redirect_uris", "is missing: %s uses authorization_code (RFC 7591 §2)", c.ID)
	r.refuse(c.MayUse(oauth.RefreshTokenGrant) && !code && !c.MayUse(oauth.DeviceCodeGrant), e.line, "grant_types", "refresh_token needs authorization_code or device_code: no other grant issues a refresh token")
	r.refuse(c.MayUse(oauth.ClientCredentialsGrant) && c.Public(), e.line, "grant_types", "client_credentials is for confidential clients (RFC 6749 §4.4)")
	r.refuse(c.AssertionAud != "" && c.AuthMethod != oauth.PrivateKeyJWT && c.AuthMethod != oauth.ClientSecretJWT, e.AssertionAud.at(e.line),
		"assertion_audience", "is for clients that authenticate with an assertion")
	r.refuse(c.PKCEOptional && c.Public(), e.PKCE.at(e.line), "pkce", "must not be optional for a public client (RFC 9700 §2.1.1)")
}

// link checks a URL to which pages link. With the scheme javascript: the link would run a script in
// our page.
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
