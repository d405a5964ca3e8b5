package trace

// metadata are the members of the well-known documents.
var metadata = []Entry{
	server("issuer", "The server's identifier. Must be the one that the client is configured for.", "RFC 8414 §2"),
	server("authorization_endpoint", "Where browsers are sent to sign in and consent.", "RFC 8414 §2"),
	server("token_endpoint", "Where clients get tokens, without a browser.", "RFC 8414 §2"),
	server("jwks_uri", "Where the public signing keys are.", "RFC 8414 §2"),
	server("userinfo_endpoint", "Where a client gets claims about the user.", "OIDC Discovery §3"),
	server("revocation_endpoint", "Where clients revoke tokens.", "RFC 8414 §2"),
	server("introspection_endpoint", "Where a resource server asks whether a token is valid.", "RFC 8414 §2"),
	server("end_session_endpoint", "Where browsers are sent to sign out.", "OIDC RP-Initiated Logout §2.1"),
	server("registration_endpoint", "Where clients register themselves.", "RFC 8414 §2"),
	server("pushed_authorization_request_endpoint", "Where clients send an authorization request before the browser is redirected.", "RFC 9126 §5"),
	server("device_authorization_endpoint", "Where devices without a browser begin.", "RFC 8628 §4"),
	server("scopes_supported", "Scopes that clients may request.", "RFC 8414 §2"),
	server("response_types_supported", "What the authorization endpoint can return.", "RFC 8414 §2"),
	server("response_modes_supported", "How the authorization response can be returned.", "RFC 8414 §2"),
	server("grant_types_supported", "What can be exchanged for tokens.", "RFC 8414 §2"),
	server("token_endpoint_auth_methods_supported", "How a client can authenticate.", "RFC 8414 §2"),
	server("revocation_endpoint_auth_methods_supported", "How a client can authenticate to revoke tokens.", "RFC 8414 §2"),
	server("introspection_endpoint_auth_methods_supported", "How a resource server can authenticate for introspection.", "RFC 8414 §2"),
	server("token_endpoint_auth_signing_alg_values_supported", "Algorithms that sign client assertions.", "RFC 8414 §2"),
	server("revocation_endpoint_auth_signing_alg_values_supported", "Algorithms that sign client assertions at the revocation endpoint.", "RFC 8414 §2"),
	server("introspection_endpoint_auth_signing_alg_values_supported", "Algorithms that sign assertions at the introspection endpoint.", "RFC 8414 §2"),
	server("code_challenge_methods_supported", "PKCE methods. S256 means that PKCE is supported.", "RFC 8414 §2"),
	server("authorization_response_iss_parameter_supported", "Responses contain iss, so a client must refuse a response without it.", "RFC 9207 §3"),
	server("subject_types_supported", "Whether all clients see the same sub.", "OIDC Discovery §3"),
	server("id_token_signing_alg_values_supported", "Algorithms that sign ID tokens.", "OIDC Discovery §3"),
	server("claim_types_supported", "Whether the server returns claims itself or refers to other servers.", "OIDC Discovery §3"),
	server("acr_values_supported", "Strengths of sign-in that the server supports.", "OIDC Discovery §3"),
	server("userinfo_signing_alg_values_supported", "Algorithms of signed userinfo.", "OIDC Discovery §3"),
	server("display_values_supported", "Kinds of windows that the pages are made for.", "OIDC Discovery §3"),
	server("ui_locales_supported", "Languages of the pages.", "OIDC Discovery §3"),
	server("claims_supported", "Claims that the server can return.", "OIDC Discovery §3"),
	server("prompt_values_supported", "Values of prompt that work.", "OIDC Prompt Create §4.2"),
	server("service_documentation", "Where it is documented.", "RFC 8414 §2"),
	server("claims_parameter_supported", "Whether the claims parameter works.", "OIDC Discovery §3"),
	server("backchannel_logout_supported", "Whether it notifies clients when a session ends.", "OIDC Back-Channel Logout §2.1"),
	server("backchannel_logout_session_supported", "Whether that notification contains the session id.", "OIDC Back-Channel Logout §2.1"),
	server("introspection_signing_alg_values_supported", "Algorithms of signed introspection responses.", "RFC 9701 §7"),
	server("request_parameter_supported", "Whether the request parameter works.", "OIDC Discovery §3"),
	server("request_uri_parameter_supported", "Whether the request_uri parameter works.", "OIDC Discovery §3"),

	feed("spec_version", "Which version of the Shared Signals Framework the document follows.", "OpenID SSF 1.0 §7.1"),
	feed("delivery_methods_supported", "How security event tokens are delivered; urn:ietf:rfc:8936 means by poll.", "OpenID SSF 1.0 §7.1"),
	feed("authorization_schemes", "How a resource server authenticates when it polls.", "OpenID SSF 1.0 §7.1.1"),
	feed("delivery", "The method of delivery, and where resource servers poll for revoked tokens.", "OpenID SSF 1.0 §8.1.1"),
	feed("events_supported", "The types of events that are delivered.", "OpenID SSF 1.0 §8.1.1"),

	resource("authorization_servers", "Authorization servers whose tokens this API accepts."),
	resource("bearer_methods_supported", "Where a request may contain the token: the Authorization header."),
	resource("resource_name", "The API's name for users."),
	resource("resource_documentation", "Where the API is documented."),
	resource("dpop_signing_alg_values_supported", "Algorithms that proofs of possession may be signed with."),
	resource("dpop_bound_access_tokens_required", "Whether the API accepts only tokens that are bound to a key."),
}

func server(name, meaning, spec string) Entry {
	return Entry{Name: name, Class: Public, Meaning: meaning, SetBy: theAS, Checked: theClient, Spec: spec}
}

func feed(name, meaning, spec string) Entry {
	return Entry{Name: name, Class: Public, Meaning: meaning, SetBy: theAS, Checked: theRS, Spec: spec}
}

func resource(name, meaning string) Entry {
	return Entry{Name: name, Class: Public, Meaning: meaning, SetBy: theRS, Checked: theClient, Spec: "RFC 9728 §2"}
}
